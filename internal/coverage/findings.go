package coverage

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/records"
)

// findings are what records tell. They are for one goroutine.
type findings struct {
	cells      map[key]*Cell
	deliveries map[string]delivery // by the name of the file
	changes    []Change
	calls      map[string]need
	last       key
	lastCell   *Cell
}

// delivery is CloudTrail's own PutObject of a file.
type delivery struct {
	bucket, key string
	at          time.Time
	event       string // eventID
}

func newFindings() *findings {
	return &findings{cells: map[key]*Cell{}, deliveries: map[string]delivery{}, calls: trailCalls()}
}

// cell returns the cell of a key.
func (f *findings) cell(at key) *Cell {
	if f.lastCell != nil && f.last == at {
		return f.lastCell
	}
	c := f.cells[at]
	if c == nil {
		c = &Cell{Place: at.Place, Hour: startOf(at.hour)}
		f.cells[at] = c
	}
	f.last, f.lastCell = at, c
	return c
}

// addRecord counts a record.
func (f *findings) addRecord(record *trailq.Record) {
	at := fact.Time(record.Get("eventTime"))
	place := Place{record.Path.Account, record.Path.Region}
	if place.Account == "" {
		place.Account = records.Text(record.Get("recipientAccountId"))
	}
	if place.Region == "" {
		place.Region = records.Text(record.Get("awsRegion"))
	}
	cell := f.cell(key{place, hourOf(at)})
	cell.Events++
	if record.Repeated() {
		cell.Repeated++
	}
	if isIncomplete(record) {
		cell.Incomplete++
	}
	if !at.IsZero() && !record.Path.WholeDay && !record.Path.Delivered.IsZero() {
		cell.delays.addDelay(record.Path.Delivered.Sub(at))
	}
	name := records.TextBytes(record.Get("eventName"))
	if string(name) == "PutObject" {
		f.addDelivery(record, at)
	}
	if needs, ok := f.calls[string(name)]; ok {
		f.addChange(record, at, needs)
	}
}

// isIncomplete reports whether a record says that something is left out of it:
// parameters that were too large, names that are hidden, and events that came late or
// were completed by an addendum. See "CloudTrail record contents" in the CloudTrail user
// guide (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
func isIncomplete(record *trailq.Record) bool {
	for _, name := range []string{"requestParameters", "responseElements"} {
		if raw := record.Get(name); bytes.Contains(raw, []byte(`"omitted"`)) {
			var parameters struct{ Omitted bool }
			if json.Unmarshal(raw, &parameters) == nil && parameters.Omitted {
				return true
			}
		}
	}
	return bytes.Contains(record.Get("userIdentity"), []byte("HIDDEN_DUE_TO_SECURITY_REASONS")) || len(record.Get("addendum")) > len("null")
}

// addDelivery adds the delivery of a file, if the record is one.
func (f *findings) addDelivery(record *trailq.Record, at time.Time) {
	if !bytes.Contains(record.Get("userIdentity"), []byte("cloudtrail.amazonaws.com")) || len(records.TextBytes(record.Get("errorCode"))) > 0 {
		return
	}
	var parameters struct{ BucketName, Key string }
	if json.Unmarshal(record.Get("requestParameters"), &parameters) != nil || parameters.Key == "" {
		return
	}
	f.deliveries[baseName(parameters.Key)] = delivery{parameters.BucketName, parameters.Key, at, records.Text(record.Get("eventID"))}
}

func (f *findings) addFindings(other *findings) {
	for at, cell := range other.cells {
		f.cell(at).addCell(cell)
	}
	for name, delivered := range other.deliveries {
		f.deliveries[name] = delivered
	}
	f.changes = append(f.changes, other.changes...)
}
