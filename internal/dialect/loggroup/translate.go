package loggroup

import (
	"slices"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// IsWritten reports whether tokens are of a query of a log group: Athena has no names
// in backticks but in a table's DDL.
func IsWritten(tokens []syntax.Token) bool {
	return slices.ContainsFunc(tokens, func(t syntax.Token) bool { return t.Kind == syntax.QuotedName && t.Text[0] == '`' })
}

// Translate changes a statement, whose source is given, to Athena's SQL. Its errors are
// of type [*syntax.Error].
func Translate(statement syntax.Statement, source string) error {
	t := &translator{source: source}
	t.visitor = &syntax.Visitor{Expression: t.translateExpression, Query: t.translateQuery}
	if q, isQuery := statement.(*syntax.Query); isQuery {
		t.translateQuery(q)
	} else {
		t.visitor.VisitParts(statement)
	}
	if t.err != nil {
		return t.err
	}
	return nil
}

// translator translates one statement, and keeps its first error.
type translator struct {
	source  string
	visitor *syntax.Visitor
	err     *syntax.Error
}

// failAt keeps the first error.
func (t *translator) failAt(at syntax.Node, message string) {
	if t.err == nil {
		t.err = syntax.NewError(at.Start(), "%s", message)
	}
}

// translateQuery translates a query, its parts first.
func (t *translator) translateQuery(q *syntax.Query) {
	t.visitor.VisitParts(q)
	orderNulls(q.OrderBy)
	t.translateBody(q.Body)
}

// translateBody translates the sources of SELECTs.
func (t *translator) translateBody(body syntax.Body) {
	switch b := body.(type) {
	case *syntax.SetOperation:
		t.translateBody(b.Left)
		t.translateBody(b.Right)
	case *syntax.Select:
		for _, relation := range b.From {
			t.addConditions(b, relation, false)
		}
	}
}

// orderNulls puts NULL first, as the service does where the order ascends.
func orderNulls(items []syntax.SortItem) {
	for i := range items {
		if items[i].Nulls == "" && items[i].Order != "desc" {
			items[i].Nulls = "first"
		}
	}
}

// translateExpression translates an expression in place, its parts first.
func (t *translator) translateExpression(e *syntax.Expression) {
	t.visitor.VisitParts(*e)
	switch node := (*e).(type) {
	case *syntax.Reference:
		if node.Quoted && t.source[node.Start()] == '"' {
			*e = syntax.NewText(node, node.Text)
		}
	case *syntax.Call:
		if node.Over != nil {
			orderNulls(node.Over.OrderBy)
		}
		*e = t.translateCall(node)
	case *syntax.Subscript:
		place := syntax.Expression(&syntax.Binary{Pos: node.Pos, Operator: "+", Left: node.Index, Right: syntax.NewInteger(node, 1)})
		if n, isNumber := syntax.LiteralInteger(node.Index); isNumber {
			place = syntax.NewInteger(node, n+1)
		}
		*e = syntax.NewCall(node, "element_at", node.Base, place)
	case *syntax.Binary:
		if node.Operator == "/" { // of doubles, and NULL where the divisor is 0
			double := syntax.NewCast(node.Left, "double")
			node.Left, node.Right = double, syntax.NewCall(node, "nullif", node.Right, syntax.NewInteger(node, 0))
		}
	}
}
