package remote

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// Setup says how an engine over a table elsewhere answers.
type Setup struct {
	Options Options
	// Read has the filter, which applies below the SQL, and what happens to duplicates.
	Read trailq.Options
	// Note is told once for each statement what the table lacks of it; nil is for nobody.
	Note func(text string)
	// Local are the options of the engine here, for tables that statements make.
	Local duck.Options
}

// Engine answers statements by the engine where the table is. It implements
// [engine.Engine].
type Engine struct {
	table *Table
	setup Setup
	local *duck.DB // nil until a statement makes a table

	mu      sync.Mutex
	known   []string // tables that are kept here
	said    []string // names that answers have reported
	past    engine.Scan
	passes  int
	running *client.Progress // of the statement that runs; nil for none
	stop    func() error     // ends it
}

var _ engine.Engine = (*Engine)(nil)

// ErrDryRun ends a statement of which only an estimate is wanted. The account has it.
var ErrDryRun = errors.New("only an estimate is wanted")

// Engine returns an engine that answers by the table.
func (t *Table) Engine(setup Setup) *Engine {
	return &Engine{table: t, setup: setup, past: engine.Scan{Engine: t.client.Name(), Planned: setup.Options.DryRun}}
}

// Query starts a statement. One that reads tables which are kept here, and no logs, runs
// here.
func (e *Engine) Query(ctx context.Context, statement dialect.Statement) (*engine.Answer, error) {
	r, err := e.parseRequest(ctx, statement.Text, e.knownTables())
	if err != nil {
		return nil, explainError(err, &request{text: statement.Text})
	}
	switch {
	case r.local && len(r.logs) > 0:
		return nil, &dialect.Error{Message: "a statement cannot read both the logs, which are elsewhere, and a table that is kept here"}
	case r.local, r.query == nil && len(r.logs) == 0 && !isLook(r):
		return e.queryHere(ctx, statement)
	}
	return e.queryThere(ctx, r)
}

func (e *Engine) knownTables() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.known)
}

// queryHere runs a statement on the tables that are kept here.
func (e *Engine) queryHere(ctx context.Context, statement dialect.Statement) (*engine.Answer, error) {
	if err := e.openLocal(ctx); err != nil {
		return nil, err
	}
	answer, err := e.local.Query(ctx, statement)
	if err != nil {
		return nil, err
	}
	e.rememberTable(statement)
	answer.Account = e.Reading
	return answer, nil
}

// rememberTable keeps the name of a table or view that a statement made here.
func (e *Engine) rememberTable(statement dialect.Statement) {
	query, err := statement.Rewrite(dialect.Options{Known: e.knownTables()})
	if err == nil && query.Creates != "" {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.known = append(e.known, query.Creates)
	}
}

// openLocal opens the engine that keeps tables here.
func (e *Engine) openLocal(ctx context.Context) (err error) {
	if e.local == nil {
		e.local, err = duck.Open(ctx, trailq.Join(), e.setup.Local)
	}
	return err
}

// queryThere runs a statement where the logs are.
func (e *Engine) queryThere(ctx context.Context, r *request) (*engine.Answer, error) {
	view, scan, err := e.prepare(r)
	if err != nil {
		return nil, explainError(err, r)
	}
	if err := e.admit(ctx, scan); err != nil {
		return nil, explainError(err, r)
	}
	result, stop, err := e.start(ctx, scan.SQL)
	if err != nil {
		return nil, explainError(err, r)
	}
	for _, note := range missingNotes(view) { // at once: a table that is kept here has no notes
		if e.setup.Note != nil {
			e.setup.Note(note)
		}
	}
	if r.creates != "" {
		return e.keepTable(ctx, r, result, stop)
	}
	return e.newAnswer(r, result, stop, scan.SQL), nil
}

// prepare makes our table and the text of a statement.
func (e *Engine) prepare(r *request) (*catalog.View, client.Scan, error) {
	scan := client.Scan{Table: e.table.table}
	view := new(catalog.View)
	var err error
	if len(r.logs) > 0 {
		if scan.Partitions, err = e.table.table.Predicates(&e.setup.Read.Filter); err != nil {
			return nil, scan, err
		}
		if view, err = e.selectLogs(r, scan.Partitions); err != nil {
			return nil, scan, err
		}
	}
	scan.SQL, err = r.send(view, e.table.table.Name)
	return view, scan, err
}

// selectLogs returns our table as a statement needs it.
func (e *Engine) selectLogs(r *request, partitions []string) (*catalog.View, error) {
	conditions, err := report.Conditions(&e.setup.Read.Filter)
	if err != nil {
		return nil, err
	}
	wanted := catalog.Selection{
		Columns: r.mentioned, Star: r.star, Partitions: partitions,
		Distinct: e.setup.Read.Duplicates == trailq.DropDuplicates,
	}
	for _, condition := range conditions {
		wanted.Where = append(wanted.Where, "("+condition.String()+")")
		wanted.Columns = append(wanted.Columns, namesInSQL(condition.String())...)
	}
	return e.table.table.Select(wanted)
}

// missingNotes says which columns the table lacks.
func missingNotes(view *catalog.View) []string {
	missing := slices.DeleteFunc(slices.Clone(view.Missing), func(name string) bool { return strings.HasPrefix(name, "$") })
	var notes []string
	if len(missing) > 0 {
		notes = append(notes, fmt.Sprintf("the table does not have %s: the answer is as if no event had it", strings.Join(missing, ", ")))
	}
	if len(view.Unsure) > 0 {
		notes = append(notes, fmt.Sprintf("OCSF has no field for %s: where the column unmapped lacks it, too, the answer is as if no event had it", strings.Join(view.Unsure, ", ")))
	}
	return notes
}

// newAnswer returns the answer of a statement that runs.
func (e *Engine) newAnswer(r *request, result *client.Result, stop func() error, sql string) *engine.Answer {
	answer := &engine.Answer{SQL: sql, Names: e.newNames(r.names), Account: e.Reading, Stop: stop}
	answer.Table = &table.Table{}
	for _, c := range result.Columns {
		answer.Table.Columns = append(answer.Table.Columns, table.Column{Name: c.Name, Type: table.SQLType(c.Type)})
		answer.Types = append(answer.Types, strings.ToUpper(c.Type))
	}
	answer.Table.Rows = func(yield func([]table.Value, error) bool) {
		fetched, most := int64(0), e.setup.Options.MaxRows
		for row, err := range result.Rows {
			if fetched++; err == nil && most > 0 && fetched > most {
				err = errors.Join(&LargeError{most}, stop())
			}
			if err != nil {
				yield(nil, explainError(err, r))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := stop(); err != nil {
			yield(nil, err)
		}
	}
	return answer
}

// newNames returns the names that no earlier answer had.
func (e *Engine) newNames(names []string) (fresh []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, name := range names {
		if !slices.Contains(e.said, name) {
			fresh = append(fresh, name)
		}
	}
	e.said = append(e.said, fresh...)
	return fresh
}

// keepTable keeps the answer of a statement as a table here.
func (e *Engine) keepTable(ctx context.Context, r *request, result *client.Result, stop func() error) (*engine.Answer, error) {
	if err := e.openLocal(ctx); err != nil {
		return nil, errors.Join(err, stop())
	}
	var columns []duck.LoadedColumn
	for _, c := range result.Columns {
		columns = append(columns, duck.LoadedColumn{Name: c.Name, Type: duckType(c.Type)})
	}
	count, err := e.local.Load(ctx, r.creates, columns, result.Rows)
	if err = errors.Join(err, stop()); err != nil {
		return nil, explainError(err, r)
	}
	e.mu.Lock()
	e.known = append(e.known, r.creates)
	e.mu.Unlock()
	return &engine.Answer{
		Table: &table.Table{
			Columns: []table.Column{{Name: "Count"}},
			Rows:    table.All([][]table.Value{{table.Int(count)}}),
		},
		Types: []string{"BIGINT"}, Names: e.newNames(r.names), Account: e.Reading, Stop: func() error { return nil },
	}, nil
}

// duckType returns a type of Trino's in DuckDB's words.
func duckType(typeName string) string {
	base, _, _ := strings.Cut(typeName, "(")
	switch base {
	case "decimal":
		return typeName
	case "bigint", "integer", "smallint", "tinyint", "double", "boolean", "date":
		return base
	case "real":
		return "FLOAT"
	case "timestamp":
		return "TIMESTAMP"
	}
	return "VARCHAR"
}

// Close stops the statement that runs, and frees the tables that are kept here.
func (e *Engine) Close() error {
	e.mu.Lock()
	stop := e.stop
	e.mu.Unlock()
	var errs []error
	if stop != nil {
		errs = append(errs, stop())
	}
	if e.local != nil {
		errs = append(errs, e.local.Close())
	}
	return errors.Join(errs...)
}
