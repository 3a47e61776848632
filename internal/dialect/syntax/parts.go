package syntax

import "strconv"

// Unwrap returns an expression without brackets around it.
func Unwrap(e Expression) Expression {
	for {
		p, ok := e.(*Paren)
		if !ok {
			return e
		}
		e = p.Inner
	}
}

// LiteralText returns the text of a string literal.
func LiteralText(e Expression) (string, bool) {
	s, ok := Unwrap(e).(*StringLiteral)
	if !ok {
		return "", false
	}
	return s.Value, true
}

// LiteralInteger reads n or -n.
func LiteralInteger(e Expression) (int, bool) {
	sign := 1
	e = Unwrap(e)
	if u, ok := e.(*Unary); ok && u.Operator == "-" {
		sign, e = -1, Unwrap(u.Operand)
	}
	number, ok := e.(*NumberLiteral)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(number.Text)
	return sign * n, err == nil
}

// PlainCall returns the name and arguments of a plain call; "" for all else.
func PlainCall(e Expression) (string, []Expression) {
	c, ok := Unwrap(e).(*Call)
	if !ok || len(c.Name) != 1 || c.Star || c.Distinct || c.Over != nil || c.Filter != nil {
		return "", nil
	}
	return c.Name[0].Key(), c.Arguments
}

// IsComparison reports whether an operator compares.
func IsComparison(operator string) bool {
	switch operator {
	case "=", "<>", "!=", "<", "<=", ">", ">=":
		return true
	}
	return false
}

// DottedNames returns the names of a.b.c, and the expressions a, a.b and a.b.c; none
// for all else.
func DottedNames(e Expression) (names []*Name, bases []Expression) {
	switch part := e.(type) {
	case *Reference:
		const most = 4 // as most names have
		names, bases = append(make([]*Name, 0, most), &part.Name), make([]Expression, 0, most)
	case *Field:
		if names, bases = DottedNames(part.Base); names == nil {
			return nil, nil
		}
		names = append(names, &part.Name)
	default:
		return nil, nil
	}
	return names, append(bases, e)
}

// IsName reports whether an expression is a name with its fields: a, a.b, a.b.c.
func IsName(e Expression) bool {
	switch e := e.(type) {
	case *Reference:
		return true
	case *Field:
		return IsName(e.Base)
	}
	return false
}

// LastName returns the name of a column, which a result has; nil for all else.
func LastName(e Expression) *Name {
	switch e := Unwrap(e).(type) {
	case *Reference:
		return &e.Name
	case *Field:
		return &e.Name
	}
	return nil
}
