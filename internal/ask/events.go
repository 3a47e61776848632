package ask

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/jsontext"
	"github.com/trailq/trailq/internal/projection"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/words"
)

// Events asks for the events themselves.
type Events struct {
	Fields string // paths; empty is whole records, or projection.DefaultFields
	Limit  int64  // zero is all
	Newest bool   // the newest first
	Sort   string // sortTime, or empty: in the order of the files
	// given says that Fields was set, perhaps to nothing.
	given bool
}

// Words returns the words of the query.
func (e *Events) Words() words.Words {
	return words.Words{
		words.New("fields", fieldsValue{e}),
		words.New("limit", words.Number(&e.Limit, 1, "want 1 or more")),
		words.New("newest", words.Toggle(&e.Newest)),
		words.New("sort", words.NewChoice(&e.Sort, sortTime)),
	}
}

// fieldsValue takes a list of fields.
type fieldsValue struct{ events *Events }

func (f fieldsValue) String() string {
	if f.events == nil {
		return ""
	}
	return f.events.Fields
}

func (f fieldsValue) Type() string { return "string" }

func (f fieldsValue) Set(text string) error {
	f.events.Fields, f.events.given = text, true
	return nil
}

// EventsForm says in what form events are wanted.
type EventsForm struct {
	// Whole asks for what records hold, with their credentials, and for whole records
	// where no fields are named.
	Whole bool
	// ForPeople asks for the fields that people read, where none are named.
	ForPeople bool
	// Unmasked asks for credentials in other forms, too.
	Unmasked bool
	// Times asks for the first and the last eventTime in the account.
	Times bool
}

// EventsQuery is a query for events whose words have been checked.
type EventsQuery struct {
	fields []projection.Field // none for whole records
	events Events
	form   EventsForm
}

// Prepare checks the words before anything is opened.
func (e *Events) Prepare(form EventsForm) (*EventsQuery, error) {
	if e.Newest && e.Sort != "" {
		return nil, usagef("%v and %v contradict each other: give one", words.Name("newest"), words.Name("sort"))
	}
	query := &EventsQuery{events: *e, form: form}
	text := e.Fields
	switch {
	case text == "" && e.given:
		return nil, usagef("%v is empty", words.Name("fields")).withHint("is a variable unset?")
	case text == "" && form.Whole:
		return query, nil
	case text == "" && form.ForPeople:
		text = projection.PeopleFields
	case text == "":
		text = projection.DefaultFields
	}
	var err error
	if query.fields, err = projection.Parse(text); err != nil {
		return nil, usagef("%v: %w", words.Name("fields"), err).
			withHint(`such as %v 'eventTime,userIdentity.arn,requestParameters["x-amz-acl"],resources[0].ARN'`, words.Name("fields"))
	}
	for _, f := range query.fields {
		if right, wrong := f.CorrectSpelling(); wrong {
			return nil, usagef("%v: no event has %q", words.Name("fields"), f.Name).withHint("CloudTrail writes %s", right)
		}
	}
	return query, nil
}

// Answer has the events shown as a table, whose rows are read as they are shown. The
// outcome is never nil.
func (q *EventsQuery) Answer(ctx context.Context, run *Run, show Show) (*Outcome, error) {
	outcome := new(Outcome)
	show = Form{Unmasked: q.form.Unmasked || q.form.Whole}.MaskTables(show)
	err := show(&table.Table{Name: "Records", Columns: q.columns(), Rows: q.yieldRows(ctx, run, outcome)})
	if outcome.Empty = run.isEmpty(); outcome.Empty && err == nil {
		outcome.Notes = run.ExplainEmpty(ctx)
	}
	return outcome, err
}

func (q *EventsQuery) columns() []table.Column {
	var columns []table.Column
	for _, f := range q.fields {
		columns = append(columns, f.Column(q.form.ForPeople && q.events.Fields == ""))
	}
	return columns
}

// decodedFields returns the fields of events to decode: as few as the library allows,
// since rows come from the record's bytes.
func (q *EventsQuery) decodedFields() []string {
	if q.form.Times || q.events.isSorted() {
		return []string{"eventTime"}
	}
	return []string{"eventID"}
}

// yieldRows yields the events, as far as the limit allows.
func (q *EventsQuery) yieldRows(ctx context.Context, run *Run, outcome *Outcome) iter.Seq2[[]table.Value, error] {
	return func(yield func([]table.Value, error) bool) {
		run.read.Fields = q.decodedFields()
		run.read.Reuse = true // a row is written before the next event is asked for
		makeRow := wholeRecord()
		if len(q.fields) > 0 {
			makeRow = (&projection.Projector{Fields: q.fields}).ProjectRow
		}
		written := int64(0)
		for event, err := range q.orderedEvents(ctx, run) {
			if err != nil {
				yield(nil, err)
				return
			}
			row, err := makeRow(event)
			if err != nil {
				run.rejectEvent(event, err)
				continue
			}
			if !yield(row, nil) {
				return
			}
			if written++; written == q.events.Limit {
				outcome.Limited = true
				return
			}
		}
	}
}

// wholeRecord returns a function that makes the row of a whole record: its own bytes,
// or, if it spans lines or has line breaks in its texts, the same on one line.
func wholeRecord() func(*trailq.Event) ([]table.Value, error) {
	row := make([]table.Value, 1)
	var line bytes.Buffer
	return func(event *trailq.Event) ([]table.Value, error) {
		raw := []byte(event.Raw)
		if jsontext.HasControls(raw) {
			line.Reset()
			if err := json.Compact(&line, jsontext.EscapeControls(raw)); err != nil {
				return nil, fmt.Errorf("%w: %w", projection.ErrInvalidJSON, err)
			}
			raw = line.Bytes()
		}
		row[0] = table.JSON(raw)
		return row, nil
	}
}
