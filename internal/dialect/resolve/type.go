package resolve

import (
	"strconv"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// Kind says what a [Type] is.
type Kind int

// The kinds of Trino's types: https://trino.io/docs/current/language/types.html
const (
	Unknown Kind = iota
	Varchar
	Boolean
	Bigint  // and all smaller integers
	Decimal // with Precision and Scale
	Double  // and real
	Date
	Time
	Timestamp
	TimestampZone // with time zone
	IntervalDays  // day to second
	IntervalMonths
	JSON
	Varbinary
	IPAddress
	Array // of Element
	Map   // of Key to Element
	Row   // of Fields
	Function
	Other // a type that decides nothing here
)

// Type is the type of an expression.
type Type struct {
	Kind             Kind
	Precision, Scale int
	Key, Element     *Type
	Fields           []Field
	Length           int    // digits of an integer's type, which its decimal has
	Real             bool   // a Double of 32 bits
	Zone             string // of a TimestampZone, if known and not UTC: a name, an offset, MixedZone or TextZone
	Offset           bool   // a Varchar whose text can be a time with an offset, as those in JSON
}

// Field is a field of a Row; its name is in lower case, or empty.
type Field struct {
	Name string
	Type Type
}

// ArrayOf returns the type of an array.
func ArrayOf(element Type) Type { return Type{Kind: Array, Element: &element} }

// MapOf returns the type of a map.
func MapOf(key, element Type) Type { return Type{Kind: Map, Key: &key, Element: &element} }

// field returns the field of a row.
func (t Type) field(name string) Type {
	for _, f := range t.Fields {
		if t.Kind == Row && f.Name == name {
			return f.Type
		}
	}
	return Type{}
}

// fieldAt returns a field of a row by its place, from 0.
func (t Type) fieldAt(i int) Type {
	if i >= len(t.Fields) {
		return Type{}
	}
	return t.Fields[i].Type
}

func (t Type) element() Type {
	if t.Element == nil {
		return Type{}
	}
	return *t.Element
}

func (t Type) key() Type {
	if t.Key == nil {
		return Type{}
	}
	return *t.Key
}

// IsNumber reports whether values of the type are numbers.
func (t Type) IsNumber() bool {
	return t.Kind == Bigint || t.Kind == Decimal || t.Kind == Double
}

// IsTime reports whether values of the type are a moment with a date.
func (t Type) IsTime() bool {
	return t.Kind == Date || t.Kind == Timestamp || t.Kind == TimestampZone
}

// Named returns the type that the syntax names.
func Named(t *syntax.Type) Type {
	switch t.Name {
	case "varchar", "char", "string":
		return Type{Kind: Varchar}
	case "boolean":
		return Type{Kind: Boolean}
	case "tinyint", "smallint", "int", "integer", "bigint":
		return Type{Kind: Bigint, Length: digitsOf(t.Name)}
	case "decimal", "numeric", "dec":
		return decimalOf(t)
	case "double":
		return Type{Kind: Double}
	case "real", "float":
		return Type{Kind: Double, Real: true}
	case "date":
		return Type{Kind: Date}
	case "time":
		return Type{Kind: Time}
	case "timestamp":
		if t.Zone == "with" {
			return Type{Kind: TimestampZone}
		}
		return Type{Kind: Timestamp}
	case "interval day to second":
		return Type{Kind: IntervalDays}
	case "interval year to month":
		return Type{Kind: IntervalMonths}
	case "json":
		return Type{Kind: JSON}
	case "varbinary":
		return Type{Kind: Varbinary}
	case "ipaddress":
		return Type{Kind: IPAddress}
	case "array":
		if len(t.Parameters) == 1 {
			return ArrayOf(Named(t.Parameters[0]))
		}
	case "map":
		if len(t.Parameters) == 2 {
			return MapOf(Named(t.Parameters[0]), Named(t.Parameters[1]))
		}
	case "row":
		row := Type{Kind: Row}
		for _, f := range t.Fields {
			row.Fields = append(row.Fields, Field{Name: f.Name.Key(), Type: Named(f.Type)})
		}
		return row
	}
	return Type{Kind: Other}
}

func digitsOf(name string) int {
	switch name {
	case "tinyint":
		return 3
	case "smallint":
		return 5
	case "int", "integer":
		return 10
	}
	return 19
}

func decimalOf(t *syntax.Type) Type {
	d := Type{Kind: Decimal, Precision: 38}
	if len(t.Sizes) > 0 {
		d.Precision, _ = strconv.Atoi(t.Sizes[0])
	}
	if len(t.Sizes) > 1 {
		d.Scale, _ = strconv.Atoi(t.Sizes[1])
	}
	return d
}
