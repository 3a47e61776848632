package schema

import (
	"slices"
	"strconv"

	"github.com/trailq/trailq/internal/dialect/hive"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// ownColumn makes a column of a user's table, of the type that its DDL says.
func ownColumn(c hive.Column, scan map[string]Type) TableColumn {
	known, isKnown := scan[c.Name]
	own := typeOf(c.Type)
	column := TableColumn{Name: c.Name, Expression: c.Name}
	switch {
	case isKnown && fits(known, own):
	case isKnown && known.Kind == Text && !hive.IsNested(c.Type):
		column.Expression, column.Type = "TRY_CAST("+c.Name+" AS "+hive.EngineType(c.Type)+")", &own
	case isKnown && known.Kind == Text && own.Kind == Map && own.Element == nil:
		column.Expression = LakeMap(c.Name)
	case isKnown && known.Kind == Text:
		column.Expression, column.Type = shapedExpression("trino_hive_shape("+c.Name, c.Type), &own
	case c.Name == "records" && c.Type.Name == "array": // each record is a file's
		element := shapedExpression("trino_hive_shape(record", c.Type.Parameters[0])
		column.Expression, column.Type = "["+element+"]", &own
	default:
		column.Expression, column.Type = shapedExpression("trino_hive_field(record, "+sqltext.Literal(c.Name), c.Type), &own
	}
	return column
}

// shapedExpression ends a call that gives JSON of a type, and makes a value of it.
func shapedExpression(call string, t *syntax.Type) string {
	call += ", " + sqltext.Literal(hive.TypeText(t)) + ")"
	if t.Name == "varchar" {
		return call
	}
	return "CAST(CAST(" + call + " AS JSON) AS " + hive.EngineType(t) + ")"
}

// fits reports whether values of a column of the scan are those of a user's type:
// the fields that it has are the same.
func fits(scan, own Type) bool {
	switch {
	case scan.Kind != own.Kind:
		return false
	case scan.Kind == List:
		return fits(*scan.Element, *own.Element)
	case scan.Kind == Map:
		return own.Element == nil
	}
	for _, f := range own.Fields {
		i := slices.IndexFunc(scan.Fields, func(g Field) bool { return g.Name == f.Name })
		if i < 0 || !fits(scan.Fields[i].Type, f.Type) {
			return false
		}
	}
	return true
}

// typeOf returns the type that a DDL's type is here.
func typeOf(t *syntax.Type) Type {
	switch t.Name {
	case "row":
		own := Type{Kind: Struct}
		for _, f := range t.Fields {
			own.Fields = append(own.Fields, Field{Name: f.Name.Text, Key: f.Name.Text, Type: typeOf(f.Type)})
		}
		return own
	case "array":
		element := typeOf(t.Parameters[0])
		return Type{Kind: List, Element: &element}
	case "map":
		if element := typeOf(t.Parameters[1]); element.Kind != Text {
			return Type{Kind: Map, Element: &element}
		}
		return Type{Kind: Map}
	case "decimal":
		own := Type{Kind: Decimal, Precision: 10}
		for i, into := range []*int{&own.Precision, &own.Scale} {
			if i < len(t.Sizes) {
				*into, _ = strconv.Atoi(t.Sizes[i])
			}
		}
		return own
	}
	kinds := map[string]Kind{
		"boolean": Boolean, "tinyint": BigInt, "smallint": BigInt, "integer": BigInt, "bigint": BigInt, "double": Double, "real": Double,
		"date": Date, "timestamp": Timestamp, "varbinary": Blob,
	}
	return Type{Kind: kinds[t.Name]} // the zero Kind is Text
}

// typedPartition makes a partition column of another type than text. A date is the
// path's day, compared as 2023-11-01, however the path writes it.
func typedPartition(column TableColumn, c hive.Column) TableColumn {
	if c.Type.Name == "varchar" || hive.IsNested(c.Type) {
		return column
	}
	if c.Type.Name == "date" {
		column.Partition, column.Format = DayPartition, "yyyy-MM-dd"
		column.Expression = PartitionExpression(DayPartition, column.Format)
	}
	own := typeOf(c.Type)
	column.Type, column.Expression = &own, "TRY_CAST("+column.Expression+" AS "+hive.EngineType(c.Type)+")"
	return column
}
