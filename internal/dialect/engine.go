package dialect

import (
	"strconv"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// engineCall makes a call of one of the engine's functions.
func engineCall(at syntax.Node, name string, arguments ...syntax.Expression) *syntax.Call {
	pos := syntax.Pos(at.Start())
	return &syntax.Call{Pos: pos, Name: []syntax.Name{{Pos: pos, Text: name}}, Arguments: arguments}
}

// renamedCall returns a call with another name.
func renamedCall(c *syntax.Call, name string) *syntax.Call {
	copied := *c
	copied.Name = []syntax.Name{{Pos: c.Pos, Text: name}}
	return &copied
}

// aggregateCall returns a call of another aggregate over the same rows.
func aggregateCall(c *syntax.Call, name string, arguments ...syntax.Expression) *syntax.Call {
	copied := renamedCall(c, name)
	copied.Arguments = arguments
	return copied
}

// verbatim makes text of the engine's, with expressions between the texts.
func verbatim(at syntax.Node, texts []string, parts ...syntax.Expression) *syntax.Verbatim {
	return &syntax.Verbatim{Pos: syntax.Pos(at.Start()), Texts: texts, Parts: parts}
}

// verbatimAt makes text of the engine's.
func verbatimAt(at syntax.Node, text string) *syntax.Verbatim {
	return verbatim(at, []string{text})
}

func textAt(at syntax.Node, text string) *syntax.StringLiteral {
	return &syntax.StringLiteral{Pos: syntax.Pos(at.Start()), Value: text}
}

func numberAt(at syntax.Node, n int) *syntax.NumberLiteral {
	return &syntax.NumberLiteral{Pos: syntax.Pos(at.Start()), Text: strconv.Itoa(n)}
}

// arrayAt makes an array.
func arrayAt(at syntax.Node, items ...syntax.Expression) *syntax.Array {
	return &syntax.Array{Pos: syntax.Pos(at.Start()), Items: items}
}

// parenthesize puts brackets around an expression.
func parenthesize(e syntax.Expression) syntax.Expression {
	return &syntax.Paren{Pos: syntax.Pos(e.Start()), Inner: e}
}

// bracket puts brackets around an operand that needs them.
func bracket(e syntax.Expression) syntax.Expression {
	switch e.(type) {
	case *syntax.Reference, *syntax.Field, *syntax.NumberLiteral, *syntax.StringLiteral, *syntax.Call, *syntax.Paren, *syntax.Cast,
		*syntax.NullLiteral, *syntax.BooleanLiteral, *syntax.Subquery, *syntax.Verbatim, *syntax.Array:
		return e
	}
	return parenthesize(e)
}

// castTo makes a cast of Trino's to a type without parameters.
func castTo(e syntax.Expression, name string) *syntax.Cast {
	pos := syntax.Pos(e.Start())
	return &syntax.Cast{Pos: pos, Operand: e, Type: &syntax.Type{Pos: pos, Name: name}}
}
