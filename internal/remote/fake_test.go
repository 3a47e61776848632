package remote_test

import (
	"context"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/table"
)

// fakeClient is a client of an engine that is none: it gives prepared answers.
type fakeClient struct {
	tables   map[string]*catalog.Table // by name
	columns  []client.Column
	rows     [][]table.Value
	progress []int64 // bytes that are told before the rows
	estimate client.Estimate
	failure  error // of every statement

	statements []string
	scans      []client.Scan
	stopped    int
}

func (f *fakeClient) Name() string { return "Fake" }

func (f *fakeClient) Describe(_ context.Context, name catalog.Name) (*catalog.Table, error) {
	if found, ok := f.tables[name.Table]; ok {
		return found, nil
	}
	return nil, client.ErrNoTable
}

func (f *fakeClient) Estimate(_ context.Context, scan client.Scan) (client.Estimate, error) {
	f.scans = append(f.scans, scan)
	return f.estimate, nil
}

func (f *fakeClient) Run(ctx context.Context, sql string, watch func(client.Progress)) (*client.Result, error) {
	f.statements = append(f.statements, sql)
	if f.failure != nil {
		return nil, f.failure
	}
	result := &client.Result{Columns: f.columns, Stop: func() error { f.stopped++; return nil }}
	result.Rows = func(yield func([]table.Value, error) bool) {
		for _, bytes := range f.progress {
			watch(client.Progress{Bytes: bytes})
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
		}
		for _, row := range f.rows {
			if !yield(row, nil) {
				return
			}
		}
	}
	return result, nil
}

func (f *fakeClient) Tariff() client.Tariff {
	return client.Tariff{DollarsPerTB: 5, LeastBytes: 10_000_000}
}

func (f *fakeClient) Close() error { return nil }

// rawTable is a table as AWS documents it, partitioned by day.
func rawTable() *catalog.Table {
	t := &catalog.Table{
		Name:       catalog.Name{Schema: "security", Table: "trail"},
		Properties: map[string]string{"projection.timestamp.type": "date", "projection.timestamp.format": "yyyy/MM/dd"},
	}
	for _, name := range strings.Fields("eventtime eventsource eventname awsregion recipientaccountid eventid sourceipaddress") {
		t.Columns = append(t.Columns, catalog.Column{Name: name, Type: "varchar"})
	}
	t.Columns = append(t.Columns, catalog.Column{Name: "timestamp", Type: "varchar", IsKey: true})
	return t
}

// newFake returns a client with that table and one row of one number.
func newFake() *fakeClient {
	return &fakeClient{
		tables:  map[string]*catalog.Table{"trail": rawTable()},
		columns: []client.Column{{Name: "n", Type: "bigint"}}, rows: [][]table.Value{{table.Int(7)}},
	}
}

// sent returns the last statement, and whether it has all pieces.
func (f *fakeClient) sent(pieces ...string) (string, bool) {
	if len(f.statements) == 0 {
		return "", false
	}
	last := f.statements[len(f.statements)-1]
	return last, !slices.ContainsFunc(pieces, func(piece string) bool { return !strings.Contains(last, piece) })
}
