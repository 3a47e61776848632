package web

import (
	"context"
	_ "embed"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/casefile"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
)

// exported are events to write: those of the case, or of a view.
type exported struct {
	server   *Server
	unmasked bool
	state    *state // nil for the case
}

// exportEvents answers with a file that has the events of the case or of a view.
func (s *Server) exportEvents(w http.ResponseWriter, r *http.Request) error {
	values := r.URL.Query()
	e := &exported{server: s, unmasked: values.Get("unmasked") == "true"}
	if values.Get("of") != "case" {
		var err error
		if e.state, err = s.parseState(r, "of", "unmasked"); err != nil {
			return err
		}
	}
	if err := checkTable(s.session.AllEvents()); err != nil {
		return err
	}
	form := r.PathValue("form")
	types := map[string]string{"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8", "html": "text/html; charset=utf-8"}
	if types[form] == "" {
		return reply.NotFound("want jsonl, csv or html")
	}
	w.Header().Set("Content-Type", types[form])
	w.Header().Set("Content-Disposition", `attachment; filename="trailq.`+form+`"`)
	switch form {
	case "jsonl":
		return e.write(r.Context(), w, render.JSONLines)
	case "csv":
		return e.write(r.Context(), w, render.CSV)
	}
	return e.writePage(r.Context(), w)
}

// write writes the events as lines. Those of JSON are whole records.
func (e *exported) write(ctx context.Context, w http.ResponseWriter, format render.Format) error {
	show := func(tables ...*table.Table) error {
		for _, one := range tables {
			if err := render.Write(w, one, render.Options{Format: format}); err != nil {
				return err
			}
		}
		return nil
	}
	if e.state == nil {
		records, err := e.caseRecords(ctx)
		if err != nil {
			return err
		}
		return show(recordTable(records, format))
	}
	return e.answer(ctx, format == render.JSONLines, show)
}

// answer has the events of the view shown, as trailq events does.
func (e *exported) answer(ctx context.Context, whole bool, show ask.Show) error {
	s := e.server
	query := &ask.Events{Newest: true}
	if !whole {
		if err := query.Words().SetAll(map[string][]string{"fields": {exportFields}}); err != nil {
			return err
		}
	}
	// Whole asks for records with their credentials: those are hidden here.
	prepared, err := query.Prepare(ask.EventsForm{Whole: whole, Unmasked: e.unmasked})
	if err != nil {
		return err
	}
	if err := s.reports.Acquire(ctx); err != nil {
		return err
	}
	defer s.reports.Release()
	run, err := s.session.Sources().Start(ctx, ask.Options{Selection: e.state.selection, Engine: s.reportEngine()})
	if err != nil {
		return err
	}
	defer run.Close() //nolint:errcheck // temporary files alone are lost
	_, err = prepared.Answer(ctx, run, ask.Form{Unmasked: e.unmasked}.MaskTables(show))
	return err
}

// exportFields are the columns of a list that is exported.
const exportFields = "eventTime,awsRegion,eventSource,eventName,caller,sourceIPAddress,error,eventID,$path,$record"

// caseRecord is a record of the case with its pin.
type caseRecord struct {
	Pin    casefile.Pin
	Record *recordAnswer
}

// caseRecords reads the records of the case.
func (e *exported) caseRecords(ctx context.Context) ([]caseRecord, error) {
	var records []caseRecord
	for _, pin := range e.server.cases.Pins() {
		if pin.Kind != casefile.Event {
			continue
		}
		record, err := e.server.record(ctx, pin.File, pin.Number, e.unmasked)
		if err != nil {
			return nil, err
		}
		records = append(records, caseRecord{pin, record})
	}
	return records, nil
}

// recordTable returns records as a table: of JSON lines they are the lines.
func recordTable(records []caseRecord, format render.Format) *table.Table {
	answer := &table.Table{Name: "Records"}
	if format != render.JSONLines {
		for _, name := range []string{"summary", "eventID", "file", "number", "sha256", "note"} {
			answer.Columns = append(answer.Columns, table.Column{Name: name})
		}
	}
	var rows [][]table.Value
	for _, r := range records {
		if format == render.JSONLines {
			rows = append(rows, []table.Value{table.JSON([]byte(r.Record.Text))})
			continue
		}
		rows = append(rows, []table.Value{
			table.Text(r.Pin.Summary), table.OptionalText(r.Pin.EventID), table.Text(r.Pin.File),
			table.Int(int64(r.Pin.Number)), table.Text(r.Pin.SHA256), table.OptionalText(r.Pin.Note),
		})
	}
	answer.Rows = table.All(rows)
	return answer
}

//go:embed export.html
var exportPage string

// pageEvents is how many events of a view a page has at most.
const pageEvents = 10000

// exportData is what the exported page shows.
type exportData struct {
	Source, Made, Account string
	Warnings              []tables.Warning
	More                  int
	Views                 []casefile.Pin
	Records               []caseRecord
	Columns               []string
	Rows                  [][]string
	Limited               bool
	Command, SQL          string
}

// writePage writes one page of HTML that needs nothing else.
func (e *exported) writePage(ctx context.Context, w http.ResponseWriter) error {
	page, err := template.New("export").Funcs(template.FuncMap{"visible": render.Line, "lines": render.Lines}).Parse(exportPage)
	if err != nil {
		return err
	}
	data, err := e.collect(ctx)
	if err != nil {
		return err
	}
	return page.Execute(w, data)
}

// collect returns what the page shows.
func (e *exported) collect(ctx context.Context) (*exportData, error) {
	status := e.server.session.AllEvents().Status()
	data := &exportData{
		Source: e.server.commandLine("web", nil), Made: time.Now().UTC().Format(time.RFC3339), Account: accountOf(&status.Reading, new(ask.Outcome), status.Took).Text,
	}
	data.Warnings, data.More, _ = e.server.session.Log().Snapshot()
	if e.state != nil {
		return data, e.collectRows(ctx, data)
	}
	for _, pin := range e.server.cases.Pins() {
		if pin.Kind == casefile.View {
			data.Views = append(data.Views, pin)
		}
	}
	var err error
	data.Records, err = e.caseRecords(ctx)
	return data, err
}

// collectRows adds the events of a view.
func (e *exported) collectRows(ctx context.Context, data *exportData) error {
	flags := []wordValue{{"newest", "true"}, {"limit", strconv.Itoa(pageEvents)}}
	data.Command = e.server.commandLine("events", append(selectionWords(e.state.selection), flags...))
	err := e.answer(ctx, false, func(tables ...*table.Table) error {
		for _, column := range tables[0].Columns {
			data.Columns = append(data.Columns, column.Name)
		}
		for row, err := range tables[0].Rows {
			if err != nil {
				return err
			}
			if data.Limited = len(data.Rows) == pageEvents; data.Limited {
				return nil
			}
			var texts []string
			for _, value := range row {
				texts = append(texts, string(value.AppendText(nil)))
			}
			data.Rows = append(data.Rows, texts)
		}
		return nil
	})
	return err
}
