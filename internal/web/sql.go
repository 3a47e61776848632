package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
)

// sqlLimit is how many rows the page gets where it does not say how many it wants.
const sqlLimit = 10000

// The lines of the answer to SQL.
type (
	sqlColumns struct {
		Columns []sqlColumn `json:"columns"`
		Time    *int        `json:"time,omitempty"` // the first column with times
	}
	sqlColumn struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}
	sqlEnd struct {
		Rows    int           `json:"rows"`
		Limited bool          `json:"limited,omitempty"`
		Notes   []string      `json:"notes"`
		Account accountAnswer `json:"account"`
		Command string        `json:"command"`
		Millis  int64         `json:"ms"`
	}
)

// answerSQL answers a user's SQL, one line of JSON after another. When the browser
// closes the connection, the SQL stops.
func (s *Server) answerSQL(w http.ResponseWriter, r *http.Request) error {
	began := time.Now()
	own, err := s.parseState(r, "limit")
	if err != nil {
		return err
	}
	limit, err := own.number("limit", sqlLimit, 1<<30)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return reply.BadWords("the SQL is too long")
	}
	options := ask.Options{Selection: own.selection, Engine: s.session.EngineOptions(tables.SQLShare), LookAhead: true}
	statements, err := readStatements(string(text), &options.Engine)
	if err != nil {
		return err
	}
	if err := s.queries.Acquire(r.Context()); err != nil {
		return err
	}
	defer s.queries.Release()
	run, err := s.session.Sources().Start(r.Context(), options)
	if err != nil {
		return err
	}
	defer run.Close() //nolint:errcheck // temporary files alone are lost
	a := &sqlAnswer{w: w, control: http.NewResponseController(w), limit: limit, notes: []string{}}
	for _, statement := range statements {
		if err = a.answerStatement(r.Context(), run, statement); err != nil {
			break
		}
	}
	if err != nil && !errors.Is(err, errEnough) {
		return a.fail(r.Context(), err)
	}
	reading := run.Reading()
	return a.write("end", sqlEnd{
		Rows: a.rows, Limited: errors.Is(err, errEnough), Notes: a.notes, Millis: time.Since(began).Milliseconds(),
		Account: accountOf(&reading, new(ask.Outcome), time.Since(began)),
		Command: s.commandLine("sql", selectionWords(own.selection), string(text)),
	})
}

// readStatements splits SQL. Tables that it defines go to the engine's options.
func readStatements(text string, options *ask.EngineOptions) ([]dialect.Statement, error) {
	statements, err := dialect.SplitScript(text)
	if err != nil {
		return nil, err
	}
	if len(statements) == 0 {
		return nil, reply.BadWords("there is no SQL")
	}
	return new(ask.SQL).TakeDefinitions(statements, options)
}

// errEnough ends an answer that has as many rows as are wanted.
var errEnough = errors.New("there are as many rows as are wanted")

// sqlAnswer writes the answers of statements.
type sqlAnswer struct {
	w       http.ResponseWriter
	control *http.ResponseController
	limit   int
	begun   bool
	rows    int
	notes   []string
	line    []byte
}

func (a *sqlAnswer) answerStatement(ctx context.Context, run *ask.Run, statement dialect.Statement) error {
	return run.Ask(ctx, statement, func(answer *engine.Answer) error {
		if ask.IsChange(statement) {
			for _, err := range answer.Table.Rows {
				if err != nil {
					return err
				}
			}
			return nil
		}
		return ask.Form{}.MaskTables(func(tables ...*table.Table) error {
			return a.writeRows(tables[0], answer.Types)
		})(answer.Table)
	})
}

// flushPace is how often rows are sent on, at least.
const flushPace = 100 * time.Millisecond

func (a *sqlAnswer) writeRows(answer *table.Table, types []string) error {
	columns := sqlColumns{Columns: []sqlColumn{}}
	for i, column := range answer.Columns {
		columns.Columns = append(columns.Columns, sqlColumn{column.Name, types[i]})
		if columns.Time == nil && isTime(column.Name, types[i]) {
			columns.Time = &i
		}
	}
	if err := a.writeLine(columns); err != nil {
		return err
	}
	flushed := time.Now()
	for row, err := range answer.Rows {
		switch {
		case err != nil:
			return err
		case a.rows == a.limit:
			return errEnough
		}
		a.rows++
		a.line = append(reply.AppendRow(append(a.line[:0], `{"row":`...), row), "}\n"...)
		if _, err := a.w.Write(a.line); err != nil {
			return err
		}
		if time.Since(flushed) > flushPace {
			flushed = time.Now()
			_ = a.control.Flush() // or the browser has gone
		}
	}
	a.notes = append(a.notes, answer.Notes...)
	return nil
}

// isTime reports whether a column has times.
func isTime(name, kind string) bool {
	return strings.HasPrefix(kind, "TIMESTAMP") || kind == "DATE" || strings.EqualFold(name, "eventtime")
}

// write writes a line with one member.
func (a *sqlAnswer) write(name string, value any) error {
	return a.writeLine(map[string]any{name: value})
}

func (a *sqlAnswer) writeLine(value any) error {
	if !a.begun {
		a.begun = true
		a.w.Header().Set("Content-Type", "application/x-ndjson")
	}
	return json.NewEncoder(a.w).Encode(value)
}

// fail says why an answer ends. Before its first line that is the answer.
func (a *sqlAnswer) fail(ctx context.Context, err error) error {
	if !a.begun {
		return err
	}
	return a.write("failed", reply.Explain(ctx, err))
}
