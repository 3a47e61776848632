//go:build cgo

package ask

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/table"
)

const testLogs = "../../testdata/logs"

// listener is a reporter that remembers.
type listener struct {
	mu       sync.Mutex
	warnings []error
	notes    []string
}

func (l *listener) Warn(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.warnings = append(l.warnings, err)
}

func (l *listener) Note(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.notes = append(l.notes, text)
}

// readRows returns the rows of tables as text, with their values separated by |.
func readRows(rows *[]string) Show {
	return func(tables ...*table.Table) error {
		for _, one := range tables {
			for row, err := range one.Rows {
				if err != nil {
					return err
				}
				var line []byte
				for i, value := range row {
					if i > 0 {
						line = append(line, '|')
					}
					line = value.AppendText(line)
				}
				*rows = append(*rows, string(line))
			}
		}
		return nil
	}
}

func openSources(t *testing.T, reporter Reporter, names ...string) *Sources {
	t.Helper()
	sources, err := Open(t.Context(), names, Access{}, Environment{Reporter: reporter})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func startRun(t *testing.T, sources *Sources, options Options) *Run {
	t.Helper()
	run, err := sources.Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run.Close(); err != nil {
			t.Error(err)
		}
	})
	return run
}

func prepare(t *testing.T, report Report, options Options) *Query {
	t.Helper()
	query, err := Prepare(report, Request{Sources: []string{testLogs}, Options: options})
	if err != nil {
		t.Fatal(err)
	}
	return query
}

func answerRows(t *testing.T, query *Query, run *Run) ([]string, *Outcome) {
	t.Helper()
	var rows []string
	outcome, err := query.Answer(t.Context(), run, Form{}, readRows(&rows))
	if err != nil {
		t.Fatal(err)
	}
	return rows, outcome
}

// countNames counts the events of a selection with the library.
func countNames(t *testing.T, filter trailq.Filter) map[string]int {
	t.Helper()
	counts := make(map[string]int)
	for event, err := range trailq.Events(t.Context(), trailq.Dir(testLogs), trailq.Options{Filter: filter}) {
		if err != nil {
			t.Fatal(err)
		}
		counts[event.EventName]++
	}
	return counts
}

// Several queries are asked of sources that are open once: of the same selection, and
// of others. Each gives what the library counts.
func TestSeveralQueries(t *testing.T) {
	sources := openSources(t, nil, testLogs)
	everything := startRun(t, sources, Options{LookAhead: true})
	for range 2 {
		top := NewTop()
		if err := top.Words().SetAll(map[string][]string{"by": {"eventName"}, "limit": {"1"}}); err != nil {
			t.Fatal(err)
		}
		everything.ResetReading()
		rows, outcome := answerRows(t, prepare(t, top, Options{}), everything)
		counts := countNames(t, trailq.Filter{})
		name, _, _ := strings.Cut(rows[0], "|")
		total := 0
		for _, n := range counts {
			total += n
			if n > counts[name] {
				t.Errorf("%s is not the most common call", name)
			}
		}
		reading := everything.Reading()
		if len(rows) != 1 || outcome.Empty || reading.Summary.Records.Yielded != int64(total) || reading.Summary.Reconcile() != nil || !reading.Complete() {
			t.Errorf("%q, %+v, %+v", rows, outcome, reading)
		}
		if p := everything.Progress(); !p.AllListed || p.Files != reading.Summary.Files.Read || p.Bytes != reading.Summary.StoredBytes {
			t.Errorf("progress %+v", p)
		}
	}

	selection := Selection{Filter: trailq.Filter{EventNames: []string{"Put*"}}}
	events := &Events{Fields: "eventName"}
	query, err := events.Prepare(EventsForm{})
	if err != nil {
		t.Fatal(err)
	}
	some := startRun(t, sources, Options{Selection: selection})
	var rows []string
	if _, err := query.Answer(t.Context(), some, readRows(&rows)); err != nil {
		t.Fatal(err)
	}
	for name, n := range countNames(t, selection.Filter) {
		if got := len(slices.DeleteFunc(slices.Clone(rows), func(row string) bool { return row != name })); got != n {
			t.Errorf("%d events %s, want %d", got, name, n)
		}
	}

	selection.Filter.EventNames = []string{"NoSuchCall"}
	nothing := startRun(t, sources, Options{Selection: selection})
	if _, outcome := answerRows(t, prepare(t, NewTop(), Options{Selection: selection}), nothing); !outcome.Empty {
		t.Errorf("%+v", outcome)
	}
}

// What is wrong with files goes to the reporter, and into the account.
func TestReporter(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{"a.json": `{"eventName":"GetObject"}`, "b.json": "no log"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	heard := new(listener)
	run := startRun(t, openSources(t, heard, folder), Options{})
	query := prepare(t, NewTop(), Options{})
	if rows, _ := answerRows(t, query, run); len(rows) != 1 {
		t.Errorf("%q", rows)
	}
	var file *trailq.FileError
	if len(heard.warnings) != 1 || !errors.As(heard.warnings[0], &file) || filepath.Base(file.File) != "b.json" {
		t.Errorf("%v", heard.warnings)
	}
	if reading := run.Reading(); reading.Complete() || reading.Summary.Files.Failed != 1 {
		t.Errorf("%+v", reading)
	}
}

// A context that is done stops a query, and the run answers the next one.
func TestCancel(t *testing.T) {
	run := startRun(t, openSources(t, nil, testLogs), Options{})
	statements, err := dialect.Split("SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(x), UNNEST(sequence(1, 10000)) AS b(y), UNNEST(sequence(1, 10000)) AS c(z) WHERE x * y * z % 7 = 8")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer time.AfterFunc(50*time.Millisecond, cancel).Stop()
	err = run.Ask(ctx, statements[0], func(answer *engine.Answer) error {
		return readRows(new([]string))(answer.Table)
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if rows, _ := answerRows(t, prepare(t, NewTop(), Options{}), run); len(rows) != 10 {
		t.Errorf("%q", rows)
	}
}

// scanner is an engine elsewhere: it knows what it scanned, and nothing about files.
type scanner struct {
	statements []string
	rows       []table.Value
	closed     bool
}

func (s *scanner) Query(_ context.Context, statement dialect.Statement) (*engine.Answer, error) {
	s.statements = append(s.statements, statement.Text)
	return &engine.Answer{
		Table: &table.Table{
			Columns: []table.Column{{Name: "eventSource"}, {Name: "eventName"}, {Name: "events"}, {Name: "share"}, {Name: "total"}, {Name: "groups"}},
			Rows:    func(yield func([]table.Value, error) bool) { yield(s.rows, nil) },
		},
		Account: s.Reading,
		Stop:    func() error { return nil },
	}, nil
}

func (s *scanner) Reading() engine.Reading {
	return engine.Reading{Scan: &engine.Scan{Engine: "Elsewhere", Partitions: 3, Bytes: 1000, Dollars: 0.5}}
}

func (s *scanner) ResetReading() {}

func (s *scanner) Close() error { s.closed = true; return nil }

// Another engine answers the same report: nothing above it knows which one it is.
func TestAnotherEngine(t *testing.T) {
	elsewhere := &scanner{rows: []table.Value{table.Text("s3.amazonaws.com"), table.Text("GetObject"), table.Int(2), table.Int(1), table.Int(2), table.Int(1)}}
	run, err := openSources(t, nil, testLogs).Start(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	run.useEngine(elsewhere)
	query := prepare(t, NewTop(), Options{})
	rows, outcome := answerRows(t, query, run)
	if len(rows) != 1 || !strings.HasPrefix(rows[0], "s3.amazonaws.com|GetObject|2|") {
		t.Errorf("%q", rows)
	}
	if outcome.Empty {
		t.Error("an engine that counts no records has no empty answer")
	}
	if reading := run.Reading(); reading.Scan == nil || reading.Scan.Bytes != 1000 || !reading.Complete() {
		t.Errorf("%+v", reading)
	}
	if err := run.Export(t.Context(), dialect.Statement{}, nil); !errors.Is(err, errNoExport) {
		t.Errorf("got %v", err)
	}
	if err := run.Close(); err != nil || !elsewhere.closed || len(elsewhere.statements) != 1 {
		t.Errorf("%v, %+v", err, elsewhere)
	}
}
