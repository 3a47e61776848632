package equality

import (
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// WriteExact replaces the comparisons of a resolved statement that the engine would
// decide otherwise. To it NULL equals NULL within rows and arrays, and NaN is a number.
func WriteExact(statement syntax.Statement, info *resolve.Info) {
	w := &writer{info: info}
	v := &syntax.Visitor{}
	v.Expression = func(e *syntax.Expression) {
		v.VisitParts(*e)
		switch n := (*e).(type) {
		case *syntax.Binary:
			if exact := w.exactComparison(n); exact != nil {
				*e = exact
			}
		case *syntax.In:
			if exact := w.exactMembership(n); exact != nil {
				*e = exact
			}
		case *syntax.Cast:
			w.castByPlace(n)
		}
	}
	v.VisitParts(statement)
}

type writer struct{ info *resolve.Info }

// exactComparison returns a comparison as the engine has to do it; nil where its own is right.
func (w *writer) exactComparison(b *syntax.Binary) syntax.Expression {
	if !syntax.IsComparison(b.Operator) {
		return nil
	}
	isEquality := b.Operator == "=" || b.Operator == "<>" || b.Operator == "!="
	if isEquality && (w.arePairs(b.Left, b.Right) || w.areArrays(b.Left, b.Right)) {
		equal := w.equalValues(b.Left, b.Right)
		if b.Operator != "=" {
			equal = w.asBoolean(&syntax.Not{Pos: b.Pos, Operand: equal})
		}
		return w.asBoolean(syntax.NewParen(equal))
	}
	if !w.canBeNaN(b.Left) && !w.canBeNaN(b.Right) {
		return nil
	}
	name := "trino_unless_nan"
	if b.Operator == "<>" || b.Operator == "!=" {
		name = "trino_or_nan"
	}
	left, isLeft := w.cloneExpression(b.Left)
	right, isRight := w.cloneExpression(b.Right)
	if !isLeft || !isRight {
		return nil
	}
	return w.asBoolean(syntax.NewCall(b, name, b, left, right))
}

// exactMembership returns IN with a list of rows or arrays as comparisons with each; nil for
// other lists.
func (w *writer) exactMembership(in *syntax.In) syntax.Expression {
	var found syntax.Expression
	for _, item := range in.List {
		if !w.arePairs(in.Operand, item) && !w.areArrays(in.Operand, item) {
			return nil
		}
		operand, ok := w.cloneExpression(in.Operand)
		if !ok {
			return nil
		}
		equal := w.equalValues(operand, item)
		if found == nil {
			found = equal
			continue
		}
		found = w.asBoolean(&syntax.Binary{Pos: in.Pos, Operator: "or", Left: found, Right: equal})
	}
	if found == nil {
		return nil
	}
	if in.Negated {
		found = w.asBoolean(&syntax.Not{Pos: in.Pos, Operand: w.asBoolean(syntax.NewParen(found))})
	}
	return w.asBoolean(syntax.NewParen(found))
}

// equalValues compares two values, rows by their fields.
func (w *writer) equalValues(a, b syntax.Expression) syntax.Expression {
	if w.areArrays(a, b) {
		return w.asBoolean(syntax.NewCall(a, "trino_arrays_equal", a, b))
	}
	if !w.arePairs(a, b) {
		both := &syntax.Binary{Pos: syntax.Pos(a.Start()), Operator: "=", Left: a, Right: b}
		w.asBoolean(both)
		if exact := w.exactComparison(both); exact != nil {
			return exact
		}
		return both
	}
	var all syntax.Expression
	left, right := syntax.Unwrap(a).(*syntax.Row), syntax.Unwrap(b).(*syntax.Row)
	for k := range left.Items {
		equal := w.equalValues(left.Items[k], right.Items[k])
		if all == nil {
			all = equal
			continue
		}
		all = w.asBoolean(&syntax.Binary{Pos: left.Pos, Operator: "and", Left: all, Right: equal})
	}
	return w.asBoolean(syntax.NewParen(all))
}

// arePairs reports whether two expressions are rows of as many fields.
func (w *writer) arePairs(a, b syntax.Expression) bool {
	left, isLeft := syntax.Unwrap(a).(*syntax.Row)
	right, isRight := syntax.Unwrap(b).(*syntax.Row)
	return isLeft && isRight && len(left.Items) == len(right.Items) && len(left.Items) > 0
}

func (w *writer) areArrays(a, b syntax.Expression) bool {
	return w.info.Type(a).Kind == resolve.Array && w.info.Type(b).Kind == resolve.Array
}

// asBoolean notes the type of a condition.
func (w *writer) asBoolean(e syntax.Expression) syntax.Expression {
	w.info.Types[e] = resolve.Type{Kind: resolve.Boolean}
	return e
}

// canBeNaN reports whether an expression can be a double that is no number: a quotient,
// what is computed of others, what a text or a column holds.
func (w *writer) canBeNaN(e syntax.Expression) bool {
	e = syntax.Unwrap(e)
	if w.info.Type(e).Kind != resolve.Double {
		return false
	}
	switch e := e.(type) {
	case *syntax.NumberLiteral:
		return false
	case *syntax.Unary:
		return w.canBeNaN(e.Operand)
	case *syntax.Cast:
		kind := w.info.Type(e.Operand).Kind
		return kind != resolve.Bigint && kind != resolve.Decimal
	case *syntax.Binary:
		return e.Operator == "/" || e.Operator == "%" || w.canBeNaN(e.Left) || w.canBeNaN(e.Right)
	case *syntax.Call:
		switch e.Name[len(e.Name)-1].Key() {
		case "to_unixtime", "random", "rand", "pi", "e", "infinity", "percent_rank", "cume_dist":
			return false
		case "avg", "sum", "max", "min", "coalesce", "abs", "round", "floor", "ceil", "ceiling":
			return w.anyCanBeNaN(e.Arguments)
		}
	}
	return true
}

func (w *writer) anyCanBeNaN(list []syntax.Expression) bool {
	for _, e := range list {
		if w.canBeNaN(e) {
			return true
		}
	}
	return false
}
