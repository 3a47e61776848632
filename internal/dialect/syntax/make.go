package syntax

import "strconv"

// NewCall makes a call of a function, at the place of another node.
func NewCall(at Node, name string, arguments ...Expression) *Call {
	pos := Pos(at.Start())
	return &Call{Pos: pos, Name: []Name{{Pos: pos, Text: name}}, Arguments: arguments}
}

// NewText makes a text.
func NewText(at Node, text string) *StringLiteral {
	return &StringLiteral{Pos: Pos(at.Start()), Value: text}
}

// NewInteger makes a number.
func NewInteger(at Node, n int) *NumberLiteral {
	return &NumberLiteral{Pos: Pos(at.Start()), Text: strconv.Itoa(n)}
}

// NewArray makes an array.
func NewArray(at Node, items ...Expression) *Array {
	return &Array{Pos: Pos(at.Start()), Items: items}
}

// NewParen puts brackets around an expression.
func NewParen(e Expression) *Paren {
	return &Paren{Pos: Pos(e.Start()), Inner: e}
}

// NewCast makes a cast to a type without parameters.
func NewCast(e Expression, typeName string) *Cast {
	pos := Pos(e.Start())
	return &Cast{Pos: pos, Operand: e, Type: &Type{Pos: pos, Name: typeName}}
}
