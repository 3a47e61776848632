package dialect

import (
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// resolveNames resolves a statement's names over the logs' table.
func (r *rewriter) resolveNames(statement syntax.Statement) *resolve.Info {
	catalog := resolve.Catalog{Known: r.known, Size: r.tokens / 2, Logs: make([]resolve.Column, 0, len(r.logs.Shape))}
	for name, t := range r.logs.Shape {
		catalog.Logs = append(catalog.Logs, resolve.Column{Name: name, Type: sqlType(t), Hidden: r.logs.IsHidden(name)})
	}
	return resolve.Statement(statement, catalog)
}

// sqlType returns the type that SQL knows a column by.
func sqlType(t schema.Type) resolve.Type {
	switch t.Kind {
	case schema.Boolean:
		return resolve.Type{Kind: resolve.Boolean}
	case schema.Timestamp:
		return resolve.Type{Kind: resolve.Timestamp}
	case schema.Instant:
		return resolve.Type{Kind: resolve.TimestampZone}
	case schema.BigInt:
		return resolve.Type{Kind: resolve.Bigint, Length: 19}
	case schema.Blob:
		return resolve.Type{Kind: resolve.Varbinary}
	case schema.List:
		return resolve.ArrayOf(sqlType(*t.Element))
	case schema.Double:
		return resolve.Type{Kind: resolve.Double}
	case schema.Date:
		return resolve.Type{Kind: resolve.Date}
	case schema.Decimal:
		return resolve.Type{Kind: resolve.Decimal, Precision: t.Precision, Scale: t.Scale}
	case schema.Map:
		if t.Element != nil {
			return resolve.MapOf(resolve.Type{Kind: resolve.Varchar}, sqlType(*t.Element))
		}
		return resolve.MapOf(resolve.Type{Kind: resolve.Varchar}, resolve.Type{Kind: resolve.Varchar})
	case schema.Struct:
		row := resolve.Type{Kind: resolve.Row}
		for _, f := range t.Fields {
			row.Fields = append(row.Fields, resolve.Field{Name: f.Name, Type: sqlType(f.Type)})
		}
		return row
	}
	return resolve.Type{Kind: resolve.Varchar}
}

// comparison is subject operator operands: a comparison taken apart.
type comparison struct {
	subject  syntax.Expression
	operator string // = <> != < <= > >= between in like
	operands []syntax.Expression
}

// comparisonOf takes a condition apart; ok is false if it is no comparison, or
// a negated one.
func comparisonOf(e syntax.Expression) (c comparison, ok bool) {
	switch e := e.(type) {
	case *syntax.Binary:
		return comparison{syntax.Unwrap(e.Left), e.Operator, []syntax.Expression{syntax.Unwrap(e.Right)}}, syntax.IsComparison(e.Operator)
	case *syntax.Between:
		return comparison{syntax.Unwrap(e.Operand), "between", []syntax.Expression{syntax.Unwrap(e.Low), syntax.Unwrap(e.High)}}, !e.Negated
	case *syntax.In:
		return comparison{syntax.Unwrap(e.Operand), "in", e.List}, !e.Negated && e.Query == nil
	case *syntax.Like:
		return comparison{syntax.Unwrap(e.Operand), "like", []syntax.Expression{syntax.Unwrap(e.Pattern)}}, !e.Negated && e.Escape == nil
	}
	return comparison{}, false
}

// swapSides returns the comparison with its sides exchanged.
func (c comparison) swapSides() (comparison, bool) {
	mirror := c.operator
	switch c.operator {
	case "=", "<>", "!=":
	case "<":
		mirror = ">"
	case "<=":
		mirror = ">="
	case ">":
		mirror = "<"
	case ">=":
		mirror = "<="
	default:
		return c, false
	}
	return comparison{c.operands[0], mirror, []syntax.Expression{c.subject}}, true
}
