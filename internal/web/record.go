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
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/mask"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// recordAnswer is a record as it was delivered.
type recordAnswer struct {
	File   string        `json:"file"`
	Number int           `json:"number"`
	SHA256 string        `json:"sha256"`
	Masked bool          `json:"masked"` // credentials are hidden
	Text   string        `json:"text"`
	Pretty string        `json:"pretty"` // indented, with what is invisible as escapes
	Leaves []leafAnswer  `json:"leaves"`
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

// leafAnswer is a value in the record, with the conditions for it and against it.
type leafAnswer struct {
	Path  string `json:"path"`
	Value string `json:"value"`
	Shown string `json:"shown,omitempty"`
	Is    string `json:"is"`
	Not   string `json:"not"`
}

func (s *Server) showRecord(w http.ResponseWriter, r *http.Request) error {
	values := r.URL.Query()
	number, err := strconv.Atoi(values.Get("number"))
	if err != nil || values.Get("file") == "" {
		return badWords("want the file and the number of a record")
	}
	answer, err := s.record(r.Context(), values.Get("file"), number, values.Get("unmasked") == "true")
	if err != nil {
		return err
	}
	return writeJSON(w, answer)
}

// record returns the record at a place.
func (s *Server) record(ctx context.Context, file string, number int, unmasked bool) (*recordAnswer, error) {
	t := s.session.allEvents()
	if err := t.isReady(); err != nil {
		return nil, err
	}
	answer := &recordAnswer{File: file, Number: number, Fields: []pivotAnswer{}}
	if err := t.addPivots(ctx, answer); err != nil {
		return nil, err
	}
	raw, err := s.readRecord(ctx, file, number)
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
	answer.Leaves = findLeaves(shown)
	return answer, nil
}

// addPivots adds the fields of the record, which has to be in the table.
func (t *eventTable) addPivots(ctx context.Context, answer *recordAnswer) error {
	query, err := facet.RowAt(answer.File, answer.Number)
	if err != nil {
		return err
	}
	found := false
	err = t.ask(ctx, query, func(row []table.Value) {
		found = true
		for i, field := range facet.Fields() {
			var named valueAnswer
			named.setValue(field, readText(row[i+1]))
			answer.Fields = append(answer.Fields, pivotAnswer{field.Name, named.Value, named.Shown, named.None, named.Is, named.Not})
		}
	})
	if err == nil && !found {
		err = notFound("there is no such record")
	}
	return err
}

// maskRecord returns a record with its credentials hidden.
func maskRecord(raw []byte) []byte {
	masked := mask.Table(&table.Table{Columns: []table.Column{{Name: "record"}}, Rows: table.All([][]table.Value{{table.JSON(raw)}})})
	for row := range masked.Rows {
		return row[0].AppendJSON(nil)
	}
	return nil
}

// errNoRecord means that the record is not where it was.
var errNoRecord = errors.New("the record is not there any more")

// readRecord reads a record of a file of the sources.
func (s *Server) readRecord(ctx context.Context, file string, number int) ([]byte, error) {
	t := s.session.allEvents()
	t.mu.Lock()
	run := t.run
	t.mu.Unlock()
	if _, err := os.Stat(file); run.IsParquet() || err != nil && !ask.IsBucket(file) {
		return s.queryRecord(ctx, file, number)
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
func (s *Server) queryRecord(ctx context.Context, file string, number int) (raw []byte, err error) {
	where := report.Expressionf(`"$path" = %v AND "$record_number" = %d`, report.QuoteText(file), number)
	statements, err := dialect.Split("SELECT record FROM cloudtrail_logs WHERE " + where.String())
	if err != nil {
		return nil, err
	}
	if err := s.reports.acquire(ctx); err != nil {
		return nil, err
	}
	defer s.reports.release()
	run, err := s.session.sources.Start(ctx, ask.Options{Engine: s.reportEngine()})
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

// findLeaves returns the values of a record, in its order.
func findLeaves(raw []byte) []leafAnswer {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	f := &leafFinder{decoder: decoder, found: []leafAnswer{}}
	_ = f.readValue("") // a record that is no JSON has the values before its damage
	return f.found
}

// leafFinder walks through JSON.
type leafFinder struct {
	decoder *json.Decoder
	found   []leafAnswer
}

func (f *leafFinder) readValue(path string) error {
	token, err := f.decoder.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return f.readMembers(path)
	case json.Delim('['):
		return f.readElements(path)
	case nil:
		return nil
	}
	text := formatLeaf(token)
	leaf := leafAnswer{Path: path, Value: text, Shown: shownText(text), Is: path + "=" + text, Not: path + "!=" + text}
	if text == "" {
		leaf.Is, leaf.Not = "!"+path, path
	}
	f.found = append(f.found, leaf)
	return nil
}

// formatLeaf returns a scalar as conditions compare it.
func formatLeaf(token json.Token) string {
	switch value := token.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case bool:
		return strconv.FormatBool(value)
	}
	return ""
}

func (f *leafFinder) readMembers(path string) error {
	for f.decoder.More() {
		token, err := f.decoder.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		if err := f.readValue(joinPath(path, key)); err != nil {
			return err
		}
	}
	_, err := f.decoder.Token()
	return err
}

func (f *leafFinder) readElements(path string) error {
	for i := 0; f.decoder.More(); i++ {
		if err := f.readValue(path + "[" + strconv.Itoa(i) + "]"); err != nil {
			return err
		}
	}
	_, err := f.decoder.Token()
	return err
}

// joinPath returns the path of a member, as package fieldpath reads it.
func joinPath(path, key string) string {
	plain := key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
	switch {
	case plain && path == "":
		return key
	case plain:
		return path + "." + key
	}
	return path + "[" + strconv.Quote(key) + "]"
}
