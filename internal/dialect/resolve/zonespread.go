package resolve

import (
	"slices"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// SpreadZones moves functions that show times into the branches below them, where those
// are of several time zones: hour(coalesce(a, b)) becomes coalesce(hour(a), hour(b)). It
// reports whether the statement has changed; its names must be resolved again then.
func (i *Info) SpreadZones(statement syntax.Statement) bool {
	if !i.hasZones {
		return false
	}
	changed := false
	v := &syntax.Visitor{}
	v.Expression = func(e *syntax.Expression) {
		if spread := i.spreadBranches(*e); spread != nil {
			*e, changed = spread, true
		}
		v.VisitParts(*e)
	}
	v.VisitParts(statement)
	return changed
}

// spreadBranches returns a node that shows times with its function in the branches of its
// operand; nil where it shows none of several zones, or the operand has no branches.
func (i *Info) spreadBranches(n syntax.Expression) syntax.Expression {
	if !i.showsZone(n, MixedZone) {
		return nil
	}
	switch n := n.(type) {
	case *syntax.Extract:
		return spreadOver(n.Operand, func(branch syntax.Expression) syntax.Expression {
			return &syntax.Extract{Pos: n.Pos, Field: n.Field, Operand: branch}
		})
	case *syntax.Cast:
		return spreadOver(n.Operand, func(branch syntax.Expression) syntax.Expression {
			return &syntax.Cast{Pos: n.Pos, Try: n.Try, Operand: branch, Type: n.Type}
		})
	case *syntax.Call:
		place := slices.IndexFunc(n.Arguments, func(e syntax.Expression) bool { return i.Type(e).hasZone(MixedZone) })
		for k, argument := range n.Arguments {
			if _, isLiteral := syntax.LiteralText(argument); k != place && !isLiteral {
				return nil
			}
		}
		return spreadOver(n.Arguments[place], func(branch syntax.Expression) syntax.Expression {
			copied := *n
			copied.Arguments = slices.Clone(n.Arguments)
			copied.Arguments[place] = branch
			return &copied
		})
	}
	return nil
}

// spreadOver returns an expression with branches in which each is shown; nil for others.
func spreadOver(operand syntax.Expression, show func(syntax.Expression) syntax.Expression) syntax.Expression {
	switch operand := syntax.Unwrap(operand).(type) {
	case *syntax.Case:
		copied := *operand
		copied.Whens = slices.Clone(operand.Whens)
		for k := range copied.Whens {
			copied.Whens[k].Result = show(copied.Whens[k].Result)
		}
		if copied.Else != nil {
			copied.Else = show(copied.Else)
		}
		return &copied
	case *syntax.Call:
		first := 0
		switch operand.Name[len(operand.Name)-1].Key() {
		case "if":
			first = 1
		case "coalesce":
		default:
			return nil
		}
		copied := *operand
		copied.Arguments = slices.Clone(operand.Arguments)
		for k := first; k < len(copied.Arguments); k++ {
			copied.Arguments[k] = show(copied.Arguments[k])
		}
		return &copied
	}
	return nil
}
