package projection

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/fieldpath"
	"github.com/trailq/trailq/internal/jsontext"
	"github.com/trailq/trailq/internal/records"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/target"
)

// Field is a column of events.
type Field struct {
	// Name is as the user wrote it.
	Name string
	path fieldpath.Path
	// place, if it is set, returns where the record is, in place of a path.
	place func(*trailq.Event) table.Value
	// meaning, if it is set, returns what several fields say together, in place of a
	// path. Empty is nothing.
	meaning func(*records.Record) string
}

// meaningOf returns the meaning of a short name, nil for any other.
func meaningOf(name string) func(*records.Record) string {
	switch name {
	case "caller":
		return func(r *records.Record) string {
			return cmp.Or(fact.ReadIdentity(r.Get("userIdentity")).Caller(), fact.Insight(r, name))
		}
	case "error":
		return func(r *records.Record) string { return fact.ReadFailure(r).Name() }
	case "call":
		return nameCall
	case "target":
		if finder, err := target.NewFinder(); err == nil { // its paths are tested
			return finder.Find
		}
	}
	return nil
}

// nameCall returns the call with its service for short: s3:GetObject.
func nameCall(r *records.Record) string {
	name := func(field string) string { return cmp.Or(records.Text(r.Get(field)), fact.Insight(r, field)) }
	service, call := strings.ReplaceAll(name("eventSource"), ".amazonaws.com", ""), name("eventName")
	if service == "" || call == "" {
		return service + call
	}
	return service + ":" + call
}

// PeopleFields are the columns of tables for people where no fields are named: an event
// fits a line of 80 characters.
const PeopleFields = "eventTime,caller,call,target,awsRegion,sourceIPAddress,error"

// Column returns the column of the field in tables. One of [PeopleFields] has what makes
// it fit.
func (f *Field) Column(people bool) table.Column {
	column := table.Column{Name: f.Name, Type: table.TypeText} // records can differ in the type of a field
	if f.Name == "eventTime" {
		column.Unit = table.UnitTime
	}
	if people {
		column.Short, column.Unasked = true, true
		column.Detail = f.Name == "awsRegion" || f.Name == "sourceIPAddress"
		column.Rare = f.Name == "error"
	}
	return column
}

// DefaultFields are the columns of tables where no fields are named.
const DefaultFields = "eventTime,awsRegion,eventSource,eventName,caller,sourceIPAddress,errorCode"

// Parse reads a list of fields.
func Parse(text string) ([]Field, error) {
	var fields []Field
	for _, name := range fieldpath.Split(text) {
		f, err := parseField(name)
		if err != nil {
			return nil, err
		}
		fields = append(fields, f)
	}
	return fields, nil
}

func parseField(name string) (Field, error) {
	f := Field{Name: name}
	switch name {
	case "":
		return f, errors.New("an empty field")
	case "$path":
		f.place = func(event *trailq.Event) table.Value { return table.Text(event.File) }
		return f, nil
	case "$record":
		f.place = func(event *trailq.Event) table.Value { return table.Int(int64(event.Record)) }
		return f, nil
	}
	if f.meaning = meaningOf(name); f.meaning != nil {
		return f, nil
	}
	path, err := fieldpath.Parse(name)
	f.path = path
	return f, err
}

// Projector reads the fields of one event after another. It is for one goroutine.
type Projector struct {
	Fields  []Field
	objects records.Scanner // kept: its memory takes long to clear
	record  records.Record
	row     []table.Value
}

// ProjectRow returns the event's values, good until the next call, or what is wrong
// with its JSON.
func (p *Projector) ProjectRow(event *trailq.Event) ([]table.Value, error) {
	p.record.Raw = event.Raw
	p.record.Fields, _ = p.objects.Object(event.Raw, p.record.Fields[:0])
	p.row = p.row[:0]
	for i := range p.Fields {
		value, err := p.Fields[i].readValue(event, &p.record)
		if err != nil {
			return nil, err
		}
		p.row = append(p.row, value)
	}
	return p.row, nil
}

// readValue returns the field's value. The scanner has found where it starts and ends
// but not whether it is JSON.
func (f *Field) readValue(event *trailq.Event, record *records.Record) (table.Value, error) {
	if f.place != nil {
		return f.place(event), nil
	}
	if f.meaning != nil {
		if text := f.meaning(record); text != "" {
			return table.Text(text), nil
		}
		return table.Value{}, nil
	}
	raw := f.path.Get(record)
	if raw == nil {
		if text := fact.Insight(record, f.Name); text != "" {
			return table.Text(text), nil
		}
		return table.Value{}, nil
	}
	if raw = jsontext.EscapeControls(raw); !isPlainString(raw) && !json.Valid(raw) {
		return table.Value{}, fmt.Errorf("%s: %w", f.path, ErrInvalidJSON)
	}
	return table.JSON(raw), nil
}

// isPlainString reports whether raw, which has no control characters in a string, is a
// JSON string without escapes: all else between its quotes is valid. json.Valid took a
// twelfth of the time of reading three fields.
func isPlainString(raw []byte) bool {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return false
	}
	inner := raw[1 : len(raw)-1]
	return bytes.IndexByte(inner, '"') < 0 && bytes.IndexByte(inner, '\\') < 0
}

// ErrInvalidJSON means that the value of a field is not JSON.
var ErrInvalidJSON = errors.New("invalid JSON")

// knownFields are CloudTrail's top-level fields (AWS CloudTrail User Guide,
// "CloudTrail record contents"), to recognise misspelt ones.
const knownFields = `eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent
errorCode errorMessage requestParameters responseElements additionalEventData requestID eventID eventType
apiVersion managementEvent readOnly resources recipientAccountId serviceEventDetails sharedEventID vpcEndpointId
vpcEndpointAccountId eventCategory addendum sessionCredentialFromConsole eventContext edgeDeviceDetails tlsDetails
insightDetails`

// CorrectSpelling returns CloudTrail's spelling of a field whose case is wrong, which
// would be null in every event.
func (f *Field) CorrectSpelling() (right string, wrong bool) {
	if f.place != nil || f.meaning != nil {
		return "", false
	}
	for _, known := range strings.Fields(knownFields) {
		if first := f.path.First(); strings.EqualFold(first, known) && first != known {
			return known, true
		}
	}
	return "", false
}
