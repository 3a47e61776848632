package rewrite

import (
	"github.com/trailq/trailq/internal/dialect/syntax"
)

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

// bracket puts brackets around an operand that needs them.
func bracket(e syntax.Expression) syntax.Expression {
	switch e.(type) {
	case *syntax.Reference, *syntax.Field, *syntax.NumberLiteral, *syntax.StringLiteral, *syntax.Call, *syntax.Paren, *syntax.Cast,
		*syntax.NullLiteral, *syntax.BooleanLiteral, *syntax.Subquery, *syntax.Verbatim, *syntax.Array:
		return e
	}
	return syntax.NewParen(e)
}
