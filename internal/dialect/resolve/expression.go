package resolve

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// expression resolves an expression and notes its type.
func (r *resolver) expression(e syntax.Expression, s *scope) Type {
	if e == nil {
		return Type{}
	}
	t := r.typeOf(e, s)
	if t.Kind != Unknown {
		r.info.Types[e] = t
		r.info.hasZones = r.info.hasZones || t.Zone != ""
	}
	return t
}

func (r *resolver) typeOf(e syntax.Expression, s *scope) Type {
	if names := chainOf(e); names != nil {
		return r.chain(e, names, s)
	}
	switch e := e.(type) {
	case *syntax.Field:
		return r.expression(e.Base, s).field(e.Name.Key())
	case *syntax.Paren:
		return r.expression(e.Inner, s)
	case *syntax.Subscript:
		base := r.expression(e.Base, s)
		r.expression(e.Index, s)
		return base.element()
	case *syntax.Lambda:
		return r.lambda(e, s)
	case *syntax.Call:
		return r.call(e, s)
	case *syntax.Subquery:
		if columns := r.query(e.Query, s); len(columns) == 1 {
			return columns[0].Type
		}
		return Type{}
	case *syntax.Binary:
		return r.binary(e, s)
	}
	r.parts(e, s)
	return r.plainType(e)
}

// parts resolves the parts of an expression.
func (r *resolver) parts(e syntax.Expression, s *scope) {
	if s.visitor == nil {
		s.visitor = &syntax.Visitor{
			Expression: func(part *syntax.Expression) { r.expression(*part, s) },
			Query:      func(q *syntax.Query) { r.query(q, s) },
		}
	}
	s.visitor.VisitParts(e)
}

// plainType returns the type of an expression whose parts are resolved.
func (r *resolver) plainType(e syntax.Expression) Type {
	switch e := e.(type) {
	case *syntax.StringLiteral:
		return Type{Kind: Varchar, Offset: zonePattern.MatchString(e.Value)}
	case *syntax.Trim, *syntax.SubstringFrom:
		return Type{Kind: Varchar}
	case *syntax.NumberLiteral:
		return numberType(e.Text)
	case *syntax.BooleanLiteral, *syntax.Not, *syntax.Between, *syntax.In, *syntax.Like, *syntax.IsNull, *syntax.IsDistinct,
		*syntax.Quantified, *syntax.Exists:
		return Type{Kind: Boolean}
	case *syntax.TypedLiteral:
		return literalType(e)
	case *syntax.IntervalLiteral:
		if e.From == "year" || e.From == "month" {
			return Type{Kind: IntervalMonths}
		}
		return Type{Kind: IntervalDays}
	case *syntax.CurrentValue:
		return currentType(e.Name)
	case *syntax.Unary:
		return r.info.Types[e.Operand]
	case *syntax.Array:
		return ArrayOf(r.common(e.Items))
	case *syntax.Row:
		row := Type{Kind: Row}
		for _, item := range e.Items {
			row.Fields = append(row.Fields, Field{Type: r.info.Types[item]})
		}
		return row
	case *syntax.AtTimeZone:
		return zoned(zoneOf(e.Zone))
	case *syntax.Cast:
		t := Named(e.Type)
		if t.Kind == TimestampZone {
			t = zonedCast(e, r.info.Types[e.Operand])
		}
		t.Offset = t.Kind == Varchar && r.info.Types[e.Operand].Kind == JSON
		return t
	case *syntax.Case:
		var results []syntax.Expression
		for _, w := range e.Whens {
			results = append(results, w.Result)
		}
		if e.Else != nil {
			results = append(results, e.Else)
		}
		return r.common(results)
	case *syntax.Extract, *syntax.PositionIn:
		return Type{Kind: Bigint, Length: 19}
	case *syntax.JSONCall:
		return jsonType(e)
	}
	return Type{}
}

func jsonType(e *syntax.JSONCall) Type {
	switch {
	case e.Name == "json_exists":
		return Type{Kind: Boolean}
	case e.Returning != nil:
		return Named(e.Returning)
	}
	return Type{Kind: Varchar}
}

// numberType returns the type of a number: an integer, a decimal of its digits,
// or a double where it has an exponent.
func numberType(text string) Type {
	if strings.ContainsAny(text, "eE") {
		return Type{Kind: Double}
	}
	whole, fraction, isDecimal := strings.Cut(text, ".")
	whole = strings.TrimLeft(whole, "0")
	if isDecimal {
		return Type{Kind: Decimal, Precision: max(len(whole)+len(fraction), 1), Scale: len(fraction)}
	}
	if len(whole) < 10 || len(whole) == 10 && whole <= "2147483647" {
		return Type{Kind: Bigint, Length: 10}
	}
	return Type{Kind: Bigint, Length: 19}
}

func literalType(e *syntax.TypedLiteral) Type {
	switch e.Type {
	case "x":
		return Type{Kind: Varbinary}
	case "timestamp":
		if text := e.Value.Value; len(text) > 10 && strings.ContainsAny(text[10:], "+-/ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			return zoned(zoneOfText(e.Value))
		}
		return Type{Kind: Timestamp}
	case "decimal":
		digits := strings.Trim(e.Value.Value, "+- ")
		if !strings.Contains(digits, ".") {
			digits += "."
		}
		return numberType(digits)
	}
	return Named(&syntax.Type{Name: e.Type})
}

func currentType(name string) Type {
	switch name {
	case "current_date":
		return Type{Kind: Date}
	case "current_timestamp":
		return Type{Kind: TimestampZone}
	case "localtimestamp":
		return Type{Kind: Timestamp}
	case "current_time", "localtime":
		return Type{Kind: Time}
	}
	return Type{Kind: Varchar}
}

// common returns the type that all expressions have, Unknown where they differ;
// NULL has any.
func (r *resolver) common(list []syntax.Expression) Type {
	found := Type{}
	for i, e := range list {
		if _, isNull := e.(*syntax.NullLiteral); isNull {
			continue
		}
		t := r.info.Types[e]
		switch {
		case found.Kind == Unknown && (i == 0 || t.Kind != Unknown):
			found = t
		case t.Kind == found.Kind:
			found = wider(found, t)
		case found.IsNumber() && t.IsNumber():
			found = arithmetic("+", found, t, true)
		default:
			return Type{}
		}
	}
	return found
}

// wider returns the type that holds the numbers of both.
func wider(a, b Type) Type {
	switch {
	case a.Zone == b.Zone:
	case a.Zone != MixedZone && b.Zone != MixedZone && IsUTC(a.Zone) && IsUTC(b.Zone):
		a.Zone = TextZone
	default:
		a.Zone = MixedZone
	}
	a.Offset = a.Offset || b.Offset
	if a.Kind == Decimal {
		scale := max(a.Scale, b.Scale)
		return Type{Kind: Decimal, Scale: scale, Precision: min(38, max(a.Precision-a.Scale, b.Precision-b.Scale)+scale)}
	}
	a.Length = max(a.Length, b.Length)
	return a
}

func (r *resolver) binary(e *syntax.Binary, s *scope) Type {
	left, right := r.expression(e.Left, s), r.expression(e.Right, s)
	switch e.Operator {
	case "+", "-", "*", "/", "%":
		return arithmetic(e.Operator, left, right, false)
	case "||":
		switch {
		case left.Kind == Array:
			return left
		case right.Kind == Array:
			return right
		}
		return Type{Kind: Varchar}
	}
	return Type{Kind: Boolean}
}

// asDecimal returns the decimal that an integer becomes beside a decimal.
func asDecimal(t Type) Type {
	if t.Kind == Bigint {
		return Type{Kind: Decimal, Precision: max(t.Length, 1)}
	}
	return t
}

// arithmetic returns the type of an operator's result:
// https://trino.io/docs/current/functions/decimal.html. With union, it is the
// type that holds both.
func arithmetic(operator string, a, b Type, union bool) Type {
	switch {
	case a.Kind == Double && b.IsNumber() || b.Kind == Double && a.IsNumber():
		return Type{Kind: Double, Real: (a.Kind != Double || a.Real) && (b.Kind != Double || b.Real)}
	case a.Kind == Bigint && b.Kind == Bigint:
		return Type{Kind: Bigint, Length: max(a.Length, b.Length)}
	case a.IsNumber() && b.IsNumber():
		a, b = asDecimal(a), asDecimal(b)
		if union {
			return wider(a, b)
		}
		return decimalResult(operator, a, b)
	case a.IsTime() && (b.Kind == IntervalDays || b.Kind == IntervalMonths):
		return a
	case b.IsTime() && (a.Kind == IntervalDays || a.Kind == IntervalMonths):
		return b
	case a.IsTime() && b.IsTime():
		return Type{Kind: IntervalDays}
	case a.Kind == IntervalDays || a.Kind == IntervalMonths:
		return a
	case b.Kind == IntervalDays || b.Kind == IntervalMonths:
		return b
	}
	return Type{}
}

func decimalResult(operator string, a, b Type) Type {
	d := Type{Kind: Decimal}
	switch operator {
	case "+", "-":
		d.Scale = max(a.Scale, b.Scale)
		d.Precision = min(38, 1+d.Scale+max(a.Precision-a.Scale, b.Precision-b.Scale))
	case "*":
		d.Scale, d.Precision = a.Scale+b.Scale, min(38, a.Precision+b.Precision)
	case "/":
		d.Scale = max(a.Scale, b.Scale)
		d.Precision = min(38, a.Precision+b.Scale+max(0, b.Scale-a.Scale))
	default:
		d.Scale = max(a.Scale, b.Scale)
		d.Precision = min(b.Precision-b.Scale, a.Precision-a.Scale) + d.Scale
	}
	return d
}
