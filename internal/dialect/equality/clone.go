package equality

import "github.com/trailq/trailq/internal/dialect/syntax"

// cloneExpression returns a copy of an expression, with the meaning of its names; ok is false for
// expressions that have more in them than names, literals, operators, casts and calls.
func (w *writer) cloneExpression(e syntax.Expression) (copied syntax.Expression, ok bool) {
	switch e := e.(type) {
	case *syntax.StringLiteral, *syntax.NumberLiteral, *syntax.NullLiteral, *syntax.BooleanLiteral, *syntax.TypedLiteral:
		return e, true
	case *syntax.Reference:
		copied := *e
		return w.withMeaning(e, &copied), true
	case *syntax.Field:
		copied := *e
		copied.Base, ok = w.cloneExpression(e.Base)
		return w.withMeaning(e, &copied), ok
	case *syntax.Paren:
		copied := *e
		copied.Inner, ok = w.cloneExpression(e.Inner)
		return w.withMeaning(e, &copied), ok
	case *syntax.Unary:
		copied := *e
		copied.Operand, ok = w.cloneExpression(e.Operand)
		return w.withMeaning(e, &copied), ok
	case *syntax.Cast:
		copied := *e
		copied.Operand, ok = w.cloneExpression(e.Operand)
		return w.withMeaning(e, &copied), ok
	case *syntax.Binary:
		copied := *e
		var both bool
		copied.Left, ok = w.cloneExpression(e.Left)
		copied.Right, both = w.cloneExpression(e.Right)
		return w.withMeaning(e, &copied), ok && both
	case *syntax.Row:
		copied := *e
		copied.Items, ok = w.cloneAll(e.Items)
		return w.withMeaning(e, &copied), ok
	case *syntax.Array:
		copied := *e
		copied.Items, ok = w.cloneAll(e.Items)
		return w.withMeaning(e, &copied), ok
	case *syntax.Call:
		if e.Over != nil || e.Filter != nil || len(e.OrderBy) > 0 || len(e.WithinGroup) > 0 {
			return e, false
		}
		copied := *e
		copied.Arguments, ok = w.cloneAll(e.Arguments)
		return w.withMeaning(e, &copied), ok
	}
	return e, false
}

// cloneAll clones each of a list.
func (w *writer) cloneAll(list []syntax.Expression) (copied []syntax.Expression, ok bool) {
	copied = make([]syntax.Expression, len(list))
	for k, e := range list {
		if copied[k], ok = w.cloneExpression(e); !ok {
			return nil, false
		}
	}
	return copied, true
}

// withMeaning gives a copy the meaning and the type of the original.
func (w *writer) withMeaning(original, copied syntax.Expression) syntax.Expression {
	if use := w.info.Columns[original]; use != nil {
		w.info.Columns[copied] = use
	}
	if t, known := w.info.Types[original]; known {
		w.info.Types[copied] = t
	}
	return copied
}
