package rowgroup

import (
	"fmt"

	"github.com/trailq/trailq/internal/dialect/schema"
)

// Kind says what the values of a column are.
type Kind int

// The kinds of columns.
const (
	Text      Kind = iota
	Blob           // bytes that need not be UTF-8
	Number         // 64-bit integer
	LocalTime      // microseconds since 1970, of a clock without a zone
	Instant        // the same, in UTC
	Group          // Fields
	List           // of Element
	Map            // text to text
)

// Field is a column, or a part of one.
type Field struct {
	Name    string
	Keys    []string // of the value in the JSON of the struct around
	Kind    Kind
	Fields  []Field
	Element *Field
	// Unique says that values hardly come twice, so that no dictionary is tried.
	Unique bool
	// Late says that values are put when the rows of the group are there.
	Late bool
}

// NewField returns the field of a name and a type of the documented table.
func NewField(name string, t schema.Type) (Field, error) {
	f := Field{Name: name}
	switch t.Kind {
	case schema.Text:
	case schema.Blob:
		f.Kind = Blob
	case schema.BigInt:
		f.Kind = Number
	case schema.Timestamp:
		f.Kind = LocalTime
	case schema.Map:
		f.Kind = Map
	case schema.List:
		f.Kind = List
		element, err := NewField("element", *t.Element)
		if err != nil {
			return f, err
		}
		f.Element = &element
	case schema.Struct:
		f.Kind = Group
		for _, part := range t.Fields {
			inner, err := NewField(part.Name, part.Type)
			if err != nil {
				return f, err
			}
			if inner.Keys = []string{part.Key}; part.Key == "ARN" {
				inner.Keys = append(inner.Keys, "arn") // as older records have it
			}
			f.Fields = append(f.Fields, inner)
		}
	default:
		return f, fmt.Errorf("no column can be of kind %d", t.Kind)
	}
	return f, nil
}
