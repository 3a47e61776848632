package facet

import (
	"strings"

	"github.com/trailq/trailq/internal/report"
)

// Field is a field of events whose values are counted out of the table.
type Field struct {
	// Name is a short name of package report, or a field of CloudTrail.
	Name  string
	Means string
	// Open says that it is one of those that are shown first.
	Open bool
}

// Fields returns the fields, in the order in which they are shown.
func Fields() []Field {
	fields := []Field{
		{Name: "service", Open: true},
		{Name: "eventName", Open: true, Means: "the call"},
		{Name: "caller", Open: true},
		{Name: "error", Open: true},
		{Name: "ip", Open: true},
		{Name: "agent", Open: true},
		{Name: "account"},
		{Name: "region"},
		{Name: "bucket"},
		{Name: "resource"},
		{Name: "accessKey"},
		{Name: "session"},
		{Name: "eventType", Means: "kind of event, such as AwsApiCall"},
		{Name: "mfa"},
		{Name: "vpce"},
	}
	for i := range fields {
		for _, short := range report.ShortNames() {
			if name, _, _ := strings.Cut(short.Name, ","); name == fields[i].Name {
				fields[i].Means = short.Means
			}
		}
	}
	return fields
}

// FieldNamed returns the field that a name means, and whether the table has it. Names
// can be in any case, and be others for the same.
func FieldNamed(name string) (Field, bool) {
	wanted, err := report.ParseDimension(name)
	if err != nil {
		return Field{}, false
	}
	for _, field := range Fields() {
		if d, err := report.ParseDimension(field.Name); err == nil && d.SQL == wanted.SQL {
			return field, true
		}
	}
	return Field{}, false
}

// column returns the column of the table that has the field's values.
func (f Field) column() report.Name { return report.Name(f.Name) }

// namesCallers reports whether the field has callers, whom other events of the
// selection can name better: see [report.Once].
func (f Field) namesCallers() bool { return f.Name == "caller" }
