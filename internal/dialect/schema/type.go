package schema

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// Kind says what a [Type] is.
type Kind int

// The kinds of the documented table's columns.
const (
	Text      Kind = iota // text; objects and arrays are their JSON text
	Boolean               // true or false
	Timestamp             // UTC, without zone
	BigInt                // 64-bit integer
	Double                // of DDLs alone, as the next two
	Date
	Decimal // of Precision and Scale
	List    // list of Element
	Map     // text to text, or to Element
	Struct  // Fields, in order
	Blob    // bytes
	Instant // a timestamp with time zone, UTC; of expressions alone
)

// Type is the type of a column or of a part of it.
type Type struct {
	Kind    Kind
	Element *Type   // of a List
	Fields  []Field // of a Struct

	Precision, Scale int
}

// Field is one field of a [Struct].
type Field struct {
	Name string // in SQL: lower case
	Key  string // in CloudTrail's JSON
	Type Type
}

// DuckDB returns the type as DuckDB writes it, for example
// STRUCT("arn" VARCHAR, "type" VARCHAR)[].
func (t Type) DuckDB() string {
	switch t.Kind {
	case Boolean:
		return "BOOLEAN"
	case Timestamp:
		return "TIMESTAMP"
	case BigInt:
		return "BIGINT"
	case Double:
		return "DOUBLE"
	case Blob:
		return "BLOB"
	case List:
		return t.Element.DuckDB() + "[]"
	case Map:
		return "MAP(VARCHAR, VARCHAR)"
	case Struct:
		parts := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			parts[i] = sqltext.Identifier(f.Name) + " " + f.Type.DuckDB()
		}
		return "STRUCT(" + strings.Join(parts, ", ") + ")"
	default:
		return "VARCHAR"
	}
}

// texts makes text fields of CloudTrail's keys; SQL names are lower case.
func texts(keys ...string) []Field {
	fields := make([]Field, len(keys))
	for i, key := range keys {
		fields[i] = field(key, Type{})
	}
	return fields
}

// field makes a field named after CloudTrail's key.
func field(key string, t Type) Field {
	return Field{Name: strings.ToLower(key), Key: key, Type: t}
}

// structOf makes a struct of groups of fields.
func structOf(groups ...[]Field) Type {
	return Type{Kind: Struct, Fields: slices.Concat(groups...)}
}
