package facet

import (
	"cmp"
	"time"

	"github.com/trailq/trailq/internal/report"
)

// Place is where an event is in the order of the newest first.
type Place struct {
	Time   int64 // in milliseconds since 1970
	NoTime bool  // the event has none
	File   string
	Record int
}

// Compare orders places, the newest first.
func (p *Place) Compare(other *Place) int {
	switch {
	case p.NoTime && !other.NoTime:
		return 1
	case !p.NoTime && other.NoTime:
		return -1
	}
	return cmp.Or(cmp.Compare(other.Time, p.Time), cmp.Compare(other.File, p.File), cmp.Compare(other.Record, p.Record))
}

// rowFields lists the fields of a row, in order.
func rowFields() []report.Dimension {
	var fields []report.Dimension
	for _, name := range []report.Name{"service", "eventName", "caller", "bucket", "resource", "ip", "error"} {
		fields = append(fields, report.Dimension{Name: name})
	}
	return fields
}

// Rows returns the query for the newest events after a place, nil for the very newest, in
// no order (see [Place.Compare]):
// the time in milliseconds, service, eventName, caller, bucket, resource, ip, error, the
// file and the number of the record in it.
func (v *View) Rows(after *Place, limit int) (*report.Report, error) {
	p := v.newParameters()
	p.Fields, p.Limit = rowFields(), limit
	if after != nil {
		p.Where = append(p.Where, after.isOlder())
	}
	return report.New(files, "rows", p)
}

// isOlder returns the condition that an event comes after the place.
func (p *Place) isOlder() report.Expression {
	file := report.QuoteText(p.File)
	behind := report.Expressionf("(%[1]v < %[3]v OR %[1]v = %[3]v AND %[2]v < %[4]d)", fileColumn, recordColumn, file, p.Record)
	if p.NoTime {
		return report.Expressionf("%v IS NULL AND %v", timeColumn, behind)
	}
	return report.Expressionf("(%[1]v < %[2]d OR %[1]v IS NULL OR %[1]v = %[2]d AND %[3]v)", timeColumn, p.Time, behind)
}

// RowAt returns the query for the fields of one event, with their values in the order of
// [Fields].
func RowAt(file string, record int) (*report.Report, error) {
	v := new(View)
	p := v.newParameters()
	for _, field := range Fields() {
		p.Fields = append(p.Fields, report.Dimension{Name: field.column()})
	}
	p.Where = []report.Expression{report.Expressionf("%v = %v AND %v = %d", fileColumn, report.QuoteText(file), recordColumn, record)}
	p.Limit = 1
	return report.New(files, "rows", p)
}

// Span returns the query for how many events of the view there are, and for the times of
// the first and the last, in milliseconds.
func (v *View) Span() (*report.Report, error) { return report.New(files, "span", v.newParameters()) }

// Outside returns the query for how many events meet the view's conditions before its
// window, and after it: the columns events, first, last, before and after.
func (v *View) Outside() (*report.Report, error) {
	p := v.newParameters()
	p.Where = v.conditions
	never := report.Expressionf("false")
	before, after := never, never
	if from := v.selection.From; !from.IsZero() {
		before = isWithin(time.Time{}, from)
	}
	if to := v.selection.To; !to.IsZero() {
		after = isWithin(to, time.Time{})
	}
	p.Counts = []report.Column{countEvents("before", before), countEvents("after", after)}
	return report.New(files, "span", p)
}

// CountWithin returns the query for how many events of the view are in a window: the
// columns events, first, last and within.
func (v *View) CountWithin(from, to time.Time) (*report.Report, error) {
	p := v.newParameters()
	p.Counts = []report.Column{countEvents("within", isWithin(from, to))}
	return report.New(files, "span", p)
}
