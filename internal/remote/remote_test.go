package remote_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/remote"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/table"
)

// openFake returns an engine over the table of a client.
func openFake(t *testing.T, f *fakeClient, setup remote.Setup) *remote.Engine {
	t.Helper()
	e := remote.NewTable(f, f.tables["trail"]).Engine(setup)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// ask runs a statement and returns the rows as texts.
func ask(t *testing.T, e *remote.Engine, sql string) (rows []string, err error) {
	t.Helper()
	statements, err := dialect.Split(sql)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := e.Query(t.Context(), statements[0])
	if err != nil {
		return nil, err
	}
	for row, err := range answer.Table.Rows {
		if err != nil {
			return rows, errors.Join(err, answer.Stop())
		}
		var texts []string
		for _, value := range row {
			texts = append(texts, string(value.AppendText(nil)))
		}
		rows = append(rows, strings.Join(texts, " "))
	}
	return rows, answer.Stop()
}

// A statement gets our table in front of it: with the partitions of the filter, the
// filter, and only the columns that it needs.
func TestLogs(t *testing.T) {
	f := newFake()
	var notes []string
	window := trailq.Filter{From: time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2023, 11, 2, 0, 0, 0, 0, time.UTC), EventNames: []string{"GetObject"}}
	e := openFake(t, f, remote.Setup{Read: trailq.Options{Filter: window}, Note: func(text string) { notes = append(notes, text) }})
	rows, err := ask(t, e, "SELECT count(*) AS n FROM cloudtrail_logs WHERE vpcendpointid IS NULL")
	if err != nil || strings.Join(rows, "") != "7" {
		t.Errorf("got %v: %v", rows, err)
	}
	if sql, ok := f.sent(`WITH trailq_logs AS (`, `FROM "security"."trail" WHERE "timestamp" >= '2023/11/01' AND "timestamp" <= '2023/11/02'`, `eventname = 'GetObject'`, `FROM trailq_logs AS "cloudtrail_logs"`); !ok || strings.Contains(sql, "sourceipaddress") {
		t.Errorf("sent %s", sql)
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "vpcendpointid") {
		t.Errorf("notes %q", notes)
	}
	if scan := e.Reading().Scan; scan.Rows != 1 || f.stopped != 1 {
		t.Errorf("the scan is %+v, stopped %d times", scan, f.stopped)
	}
}

// The logs have any name, which is also that of their columns' table.
func TestNames(t *testing.T) {
	for from, want := range map[string]string{
		"DATABASE.TABLE":     `FROM trailq_logs AS "TABLE"`,
		"default.s3-logs":    `FROM trailq_logs AS "s3-logs"`,
		`"security"."trail"`: `FROM trailq_logs AS "trail"`,
		"trail AS t":         `FROM trailq_logs AS t`,
	} {
		f := newFake()
		if _, err := ask(t, openFake(t, f, remote.Setup{}), "SELECT eventname FROM "+from); err != nil {
			t.Error(err)
		}
		if sql, ok := f.sent(want); !ok {
			t.Errorf("%s: sent %s", from, sql)
		}
	}
}

// athenaClient is a client of an engine whose UNNEST keeps rows, as Athena's does.
type athenaClient struct{ *fakeClient }

func (athenaClient) KeepsRows() bool { return true }

// UNNEST of rows means what it means on Athena: Trino's is rewritten, Athena's is not.
func TestUnnest(t *testing.T) {
	for name, test := range map[string]struct {
		open func(*fakeClient) client.Client
		want string
	}{
		"trino":  {func(f *fakeClient) client.Client { return f }, "UNNEST(transform(resources, trailq_element -> ROW(trailq_element)))"},
		"athena": {func(f *fakeClient) client.Client { return athenaClient{f} }, "UNNEST(resources)"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			e := remote.NewTable(test.open(f), f.tables["trail"]).Engine(remote.Setup{})
			if _, err := ask(t, e, "SELECT r FROM cloudtrail_logs CROSS JOIN UNNEST(resources) AS u (r)"); err != nil {
				t.Fatal(err)
			}
			if sql, ok := f.sent(test.want); !ok {
				t.Errorf("sent %s", sql)
			}
		})
	}
}

// Tables that statements make are kept here, and statements about them run here.
func TestTableHere(t *testing.T) {
	f := newFake()
	e := openFake(t, f, remote.Setup{})
	if _, err := ask(t, e, "CREATE TABLE sums AS SELECT count(*) AS n FROM cloudtrail_logs"); err != nil {
		t.Fatal(err)
	}
	if sql, ok := f.sent("SELECT count(*) AS n FROM trailq_logs"); !ok || strings.Contains(sql, "CREATE") {
		t.Errorf("sent %s", sql)
	}
	rows, err := ask(t, e, "SELECT n + 1 FROM sums")
	if err != nil || strings.Join(rows, "") != "8" || len(f.statements) != 1 {
		t.Errorf("got %v, sent %q: %v", rows, f.statements, err)
	}
	if _, err := ask(t, e, "SELECT * FROM sums, cloudtrail_logs"); err == nil || !strings.Contains(err.Error(), "both") {
		t.Errorf("got %v", err)
	}
}

// A scan can be too large before it starts, or turn out to be while it runs: then it is
// stopped there.
func TestMaxScan(t *testing.T) {
	for name, test := range map[string]struct {
		estimate client.Estimate
		progress []int64
		want     *remote.ScanError // nil for none
		ran      int
	}{
		"within":           {client.Estimate{Bytes: 90}, []int64{50, 100}, nil, 1},
		"refused":          {client.Estimate{Bytes: 101}, nil, &remote.ScanError{Bytes: 101, Most: 100}, 0},
		"stopped":          {client.Estimate{Bytes: -1}, []int64{50, 101, 500}, &remote.ScanError{Bytes: 101, Most: 100, Stopped: true}, 1},
		"at most, stopped": {client.Estimate{Bytes: 5000, AtMost: true}, []int64{101}, &remote.ScanError{Bytes: 101, Most: 100, Stopped: true}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			f.estimate, f.progress = test.estimate, test.progress
			e := openFake(t, f, remote.Setup{Options: remote.Options{MaxScan: 100}})
			_, err := ask(t, e, "SELECT count(*) FROM cloudtrail_logs")
			var got *remote.ScanError
			switch {
			case test.want == nil && err != nil, test.want != nil && !errors.As(err, &got), test.want != nil && *got != *test.want:
				t.Errorf("got %v", err)
			}
			if len(f.statements) != test.ran || f.stopped != test.ran {
				t.Errorf("%d statements ran, %d stopped", len(f.statements), f.stopped)
			}
		})
	}
}

// The bound is for all statements of a report together.
func TestMaxScanOfAll(t *testing.T) {
	f := newFake()
	f.progress = []int64{60}
	e := openFake(t, f, remote.Setup{Options: remote.Options{MaxScan: 100}})
	_, first := ask(t, e, "SELECT count(*) FROM cloudtrail_logs")
	_, second := ask(t, e, "SELECT count(*) FROM cloudtrail_logs")
	var stopped *remote.ScanError
	if first != nil || !errors.As(second, &stopped) || stopped.Bytes != 120 {
		t.Errorf("got %v, then %v", first, second)
	}
}

// A dry run sends no statement, and has the price: a scan costs no less than that of
// 10 MB.
func TestDryRun(t *testing.T) {
	f := newFake()
	f.estimate = client.Estimate{Partitions: 2, Of: 30, Bytes: 2_000_000_000_000}
	e := openFake(t, f, remote.Setup{Options: remote.Options{DryRun: true}})
	if _, err := ask(t, e, "SELECT count(*) FROM cloudtrail_logs"); !errors.Is(err, remote.ErrDryRun) || len(f.statements) > 0 {
		t.Errorf("got %v, sent %q", err, f.statements)
	}
	if scan := e.Reading().Scan; scan.Dollars != 10 || scan.Partitions != 2 || scan.PartitionsInAll != 30 || !scan.Planned {
		t.Errorf("the scan is %+v", scan)
	}
	f.progress = []int64{1}
	small := openFake(t, f, remote.Setup{})
	if _, err := ask(t, small, "SELECT count(*) FROM cloudtrail_logs"); err != nil {
		t.Fatal(err)
	}
	if scan := small.Reading().Scan; scan.Dollars != 0.00005 || scan.Bytes != 1 {
		t.Errorf("the scan is %+v", scan)
	}
}

// The place of a mistake is that in the user's text, behind our table.
func TestPlace(t *testing.T) {
	f := newFake()
	e := openFake(t, f, remote.Setup{})
	text := "SELECT\n  nothing\nFROM trail"
	if _, err := ask(t, e, text); err != nil {
		t.Fatal(err)
	}
	sql, _ := f.sent()
	f.failure = &client.Error{Engine: "Fake", Err: errors.New("Column 'nothing' cannot be resolved"), AtFault: true, Line: 1, Column: strings.Index(sql, "nothing") + 1}
	_, err := ask(t, e, text)
	var mistake *dialect.Error
	if !errors.As(err, &mistake) || mistake.Line != 2 || mistake.Column != 3 {
		t.Errorf("got %#v", err)
	}
}

// EXPLAIN shows the plan of a query there. EXPLAIN ANALYZE would run it, so nothing is sent.
func TestExplain(t *testing.T) {
	f := newFake()
	e := openFake(t, f, remote.Setup{})
	if _, err := ask(t, e, "EXPLAIN SELECT count(*) FROM trail"); err != nil {
		t.Fatal(err)
	}
	if sql, ok := f.sent("EXPLAIN"); !ok {
		t.Errorf("sent %s", sql)
	}
	before := len(f.statements)
	for _, text := range []string{
		"EXPLAIN ANALYZE SELECT count(*) FROM trail", "explain /* */ analyze verbose SELECT 1",
		"EXPLAIN ANALYZE (FORMAT JSON) SELECT * FROM trail", "EXPLAIN ANALYZE WITH a AS (SELECT 1 AS b) SELECT b FROM a",
	} {
		_, err := ask(t, e, text)
		var mistake *dialect.Error
		if !errors.As(err, &mistake) || mistake.Line != 1 || mistake.Column != 1 || !strings.Contains(err.Error(), "because it runs the query") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if len(f.statements) != before {
		t.Errorf("sent %q", f.statements[before:])
	}
}

// Duplicate deliveries are dropped there, where that is asked for.
func TestDuplicates(t *testing.T) {
	f := newFake()
	e := openFake(t, f, remote.Setup{Read: trailq.Options{Duplicates: trailq.DropDuplicates}})
	if _, err := ask(t, e, "SELECT count(*) FROM cloudtrail_logs"); err != nil {
		t.Fatal(err)
	}
	if sql, ok := f.sent("row_number() OVER (PARTITION BY eventid", "trailq_copy = 1"); !ok {
		t.Errorf("sent %s", sql)
	}
}

// Values of all kinds can be kept here.
func TestKeptTypes(t *testing.T) {
	f := newFake()
	f.columns = []client.Column{{Name: "a", Type: "decimal(38, 2)"}, {Name: "b", Type: "varchar"}, {Name: "c", Type: "array(varchar)"}, {Name: "d", Type: "double"}, {Name: "e", Type: "boolean"}}
	f.rows = [][]table.Value{{table.Number("12345678901234567890.50"), table.Text("é"), table.JSON([]byte(`["x"]`)), table.Float(0.5), table.Bool(true)}, make([]table.Value, 5)}
	e := openFake(t, f, remote.Setup{})
	if _, err := ask(t, e, "CREATE TABLE kept AS SELECT eventname FROM cloudtrail_logs"); err != nil {
		t.Fatal(err)
	}
	rows, err := ask(t, e, "SELECT a, b, c, d, e FROM kept ORDER BY a")
	if err != nil || rows[0] != `12345678901234567890.50 é ["x"] 0.5 true` || len(rows) != 2 {
		t.Errorf("got %q: %v", rows, err)
	}
}
