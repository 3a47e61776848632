package table

import "strings"

// Type is the type of all values of a column, for forms that have one type a column. The
// zero value is not known.
type Type uint8

// The types. TypeTime is a point in time, and TypeDate a day.
const (
	TypeUnknown Type = iota
	TypeText
	TypeInteger
	TypeFloat
	TypeBool
	TypeTime
	TypeDate
)

// SQLType returns the type of a column by the name that an engine has for it, such as
// BIGINT or TIMESTAMP WITH TIME ZONE. Arrays, maps and structs are texts: their JSON.
func SQLType(name string) Type {
	name = strings.ToUpper(name)
	switch word, _, _ := strings.Cut(name, "("); strings.TrimSpace(word) {
	case "TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "UHUGEINT":
		return TypeInteger
	case "REAL", "FLOAT", "DOUBLE", "DECIMAL":
		return TypeFloat
	case "BOOLEAN":
		return TypeBool
	case "DATE":
		return TypeDate
	}
	if strings.HasPrefix(name, "TIMESTAMP") {
		return TypeTime
	}
	return TypeText
}

// ValueType returns the type of the column's values, as far as the column says it: its
// unit counts first.
func (c *Column) ValueType() Type {
	switch c.Unit {
	case UnitShare, UnitPercent, UnitDollars:
		return TypeFloat
	case UnitTime:
		return TypeTime
	}
	return c.Type
}
