package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/mask"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/web/leaf"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
)

// recordAnswer is a record as it was delivered.
type recordAnswer struct {
	File   string        `json:"file"`
	Number int           `json:"number"`
	SHA256 string        `json:"sha256"`
	Masked bool          `json:"masked"` // credentials are hidden
	Text   string        `json:"text"`
	Pretty string        `json:"pretty"` // indented, with what is invisible as escapes
	Leaves []leaf.Leaf   `json:"leaves"`
	Fields []pivotAnswer `json:"fields"`
}

// pivotAnswer is a field that is counted, with its value in the record.
type pivotAnswer struct {
	Field string  `json:"field"`
	Value *string `json:"value,omitempty"`
	Shown string  `json:"shown,omitempty"`
	None  bool    `json:"none,omitempty"`
	Is    string  `json:"is"`
	Not   string  `json:"not"`
}

func (s *Server) showRecord(w http.ResponseWriter, r *http.Request) error {
	values := r.URL.Query()
	number, err := strconv.Atoi(values.Get("number"))
	if err != nil || values.Get("file") == "" {
		return reply.BadWords("want the file and the number of a record")
	}
	answer, err := s.record(r.Context(), values.Get("file"), number, values.Get("unmasked") == "true")
	if err != nil {
		return err
	}
	return reply.WriteJSON(w, answer)
}

// record returns the record at a place.
func (s *Server) record(ctx context.Context, file string, number int, unmasked bool) (*recordAnswer, error) {
	t := s.session.AllEvents()
	if err := checkTable(t); err != nil {
		return nil, err
	}
	answer := &recordAnswer{File: file, Number: number, Fields: []pivotAnswer{}}
	at, err := addPivots(ctx, t, answer)
	if err != nil {
		return nil, err
	}
	raw, err := s.readRecord(ctx, answer, at)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	answer.SHA256 = hex.EncodeToString(sum[:])
	shown := raw
	if !unmasked {
		shown = maskRecord(raw)
		answer.Masked = !bytes.Equal(shown, raw)
	}
	answer.Text = string(shown)
	var pretty bytes.Buffer
	if json.Indent(&pretty, shown, "", "  ") != nil {
		pretty.Reset()
		pretty.Write(shown)
	}
	answer.Pretty = render.Lines(pretty.String())
	answer.Leaves = leaf.Find(shown)
	return answer, nil
}

// addPivots adds the fields of the record, which has to be in the table, and returns its
// time, zero for none.
func addPivots(ctx context.Context, t *tables.Table, answer *recordAnswer) (at time.Time, err error) {
	query, err := facet.RowAt(answer.File, answer.Number)
	if err != nil {
		return at, err
	}
	found := false
	err = t.Ask(ctx, query, func(row []table.Value) {
		found = true
		if row[0].Kind() != table.KindNull {
			at = time.UnixMilli(tables.ReadInt(row[0])).UTC()
		}
		for i, field := range facet.Fields() {
			var named valueAnswer
			named.setValue(field, tables.ReadText(row[i+1]))
			answer.Fields = append(answer.Fields, pivotAnswer{field.Name, named.Value, named.Shown, named.None, named.Is, named.Not})
		}
	})
	if err == nil && !found {
		err = reply.NotFound("there is no such record")
	}
	return at, err
}

// maskRecord returns a record with its credentials hidden.
func maskRecord(raw []byte) []byte {
	masked := mask.Table(&table.Table{Columns: []table.Column{{Name: "record"}}, Rows: table.All([][]table.Value{{table.JSON(raw)}})})
	var shown []byte
	for row, err := range masked.Rows {
		if err == nil {
			shown = row[0].AppendJSON(shown)
		}
	}
	return shown
}

// errNoRecord means that the record is not where it was.
var errNoRecord = errors.New("the record is not there any more")

// readRecord reads a record of a file of the sources. Its time narrows the look at a table
// elsewhere.
func (s *Server) readRecord(ctx context.Context, place *recordAnswer, at time.Time) ([]byte, error) {
	file, number := place.File, place.Number
	status := s.session.AllEvents().Status()
	options := ask.Options{Engine: s.reportEngine()}
	if status.IsElsewhere {
		options.Selection = s.options.Selection
		options.Selection.Since = time.Time{}
		if !at.IsZero() {
			options.Selection.Filter.From, options.Selection.Filter.To = at.Truncate(time.Second), at.Truncate(time.Second).Add(time.Second)
		}
		return s.queryRecord(ctx, place, options)
	}
	if _, err := os.Stat(file); status.IsParquet || err != nil && !ask.IsBucket(file) {
		return s.queryRecord(ctx, place, options)
	}
	env := s.options.Environment
	env.Reporter, env.Confine = nil, nil
	sources, err := ask.Open(ctx, []string{file}, s.options.Access, env)
	if err != nil {
		return nil, err
	}
	one, err := sources.Start(ctx, ask.Options{Selection: ask.Selection{Limits: s.options.Selection.Limits}})
	if err != nil {
		return nil, err
	}
	defer one.Close() //nolint:errcheck // it has read what was wanted
	for event, err := range trailq.Events(ctx, one.Source(), trailq.Options{Fields: []string{"eventID"}, Limits: s.options.Selection.Limits}) {
		var part *trailq.FileError
		switch {
		case errors.As(err, &part):
		case err != nil:
			return nil, err
		case event.Record == number && event.File == file:
			return event.Raw, nil
		}
	}
	return nil, errNoRecord
}

// queryRecord finds a record by a query over all logs.
func (s *Server) queryRecord(ctx context.Context, place *recordAnswer, options ask.Options) (raw []byte, err error) {
	where := report.Expressionf(`"$path" = %v AND "$record_number" = %d`, report.QuoteText(place.File), place.Number)
	statements, err := dialect.Split("SELECT record FROM cloudtrail_logs WHERE " + where.String())
	if err != nil {
		return nil, err
	}
	if err := s.reports.Acquire(ctx); err != nil {
		return nil, err
	}
	defer s.reports.Release()
	run, err := s.session.Sources().Start(ctx, options)
	if err != nil {
		return nil, err
	}
	defer run.Close() //nolint:errcheck // it has read what was wanted
	err = run.Ask(ctx, statements[0], func(answer *engine.Answer) error {
		for row, err := range answer.Table.Rows {
			if err != nil {
				return err
			}
			raw = row[0].AppendText(nil)
		}
		return nil
	})
	if err == nil && raw == nil {
		err = errNoRecord
	}
	return raw, err
}
