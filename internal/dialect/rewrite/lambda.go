package rewrite

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// parameter is where a lambda's parameter is named.
type parameter struct {
	lambda *syntax.Lambda
	place  int
}

// lambdaOf returns the innermost lambda around a place that has a parameter of a
// name; nil if there is none.
func (t *transformer) lambdaOf(name string) (*syntax.Lambda, int) {
	for _, l := range slices.Backward(t.lambdas) {
		for place, p := range l.Parameters {
			if p.Key() == name {
				return l, place
			}
		}
	}
	return nil, 0
}

// parameter writes a lambda's parameter with its fields.
func (t *transformer) parameter(l *syntax.Lambda, place int, names []*syntax.Name) syntax.Expression {
	itself := &syntax.Reference{Name: syntax.Name{Pos: names[0].Pos, Text: names[0].Key(), Quoted: true}}
	t.parameters[itself] = parameter{l, place}
	return fieldsOf(itself, names[1:])
}

// lambda rewrites what is in a lambda. The call that it is an argument of decides
// how it is written.
func (t *transformer) lambda(l *syntax.Lambda) {
	t.lambdas = append(t.lambdas, l)
	t.rewrite(&l.Body)
	t.lambdas = t.lambdas[:len(t.lambdas)-1]
}

// engineLambda writes lambda x, y: body.
func engineLambda(l *syntax.Lambda) syntax.Expression {
	names := make([]string, len(l.Parameters))
	for i, p := range l.Parameters {
		names[i] = sqltext.Identifier(p.Key())
	}
	return verbatim(l, []string{"lambda " + strings.Join(names, ", ") + ": "}, l.Body)
}

// engineLambdas writes the lambdas among arguments.
func engineLambdas(arguments []syntax.Expression) {
	for i, argument := range arguments {
		if l, ok := argument.(*syntax.Lambda); ok {
			arguments[i] = engineLambda(l)
		}
	}
}

// innerName returns a name for a lambda's parameter that no lambda around has.
func (t *transformer) innerName(name string) string {
	if len(t.lambdas) == 0 {
		return name
	}
	return name + strconv.Itoa(len(t.lambdas)+1)
}

// boundBody returns the body of a lambda with other texts for its parameters.
func (t *transformer) boundBody(l *syntax.Lambda, texts ...string) syntax.Expression {
	v := &syntax.Visitor{}
	v.Expression = func(e *syntax.Expression) {
		if name, ok := (*e).(*syntax.Reference); ok {
			if p, isParameter := t.parameters[name]; isParameter && p.lambda == l {
				*e = verbatimAt(name, texts[p.place])
			}
			return
		}
		v.VisitParts(*e)
	}
	v.Expression(&l.Body)
	return l.Body
}

// boundLambda writes a lambda of one parameter, itself, for one of Trino's
// whose parameters are parts of it.
func (t *transformer) boundLambda(e syntax.Expression, itself string, parts ...string) syntax.Expression {
	l, ok := e.(*syntax.Lambda)
	if !ok || len(l.Parameters) != len(parts) {
		t.failAt(e.Start(), "a lambda with %d parameters is expected here", len(parts))
		return e
	}
	itself = t.innerName(itself)
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = itself + part
	}
	return verbatim(l, []string{"lambda " + itself + ": "}, t.boundBody(l, texts...))
}

// lambdaCall rewrites functions of lambdas that DuckDB has not.
func (t *transformer) lambdaCall(name string, c *syntax.Call) syntax.Expression {
	arguments := c.Arguments
	switch name {
	case "reduce":
		return t.reduce(c)
	case "array_sort":
		return t.sortBy(c)
	case "reduce_agg":
		return t.reduceRows(c)
	case "map_zip_with":
		if !t.takes(c, 3, 3) {
			return c
		}
		zipped := syntax.NewCall(c, "trino_zip_maps", arguments[0], arguments[1])
		entry := t.innerName("entry")
		keys := syntax.NewCall(c, "list_transform", zipped, verbatimAt(c, "lambda "+entry+": "+entry+".k"))
		return syntax.NewCall(c, "map", keys, syntax.NewCall(c, "list_transform", zipped, t.boundLambda(arguments[2], "entry", ".k", ".v", ".w")))
	case "zip_with":
		if !t.takes(c, 3, 3) {
			return c
		}
		zipped := syntax.NewCall(c, "trino_zip_lists", arguments[0], arguments[1])
		return syntax.NewCall(c, "list_transform", zipped, t.boundLambda(arguments[2], "pair", "[1]", "[2]"))
	}
	if !t.takes(c, 2, 2) {
		return c
	}
	value := arguments[0]
	entries := syntax.NewCall(c, "map_entries", value)
	switch name {
	case "map_filter":
		return syntax.NewCall(c, "map_from_entries", syntax.NewCall(c, "list_filter", entries, t.boundLambda(arguments[1], "entry", ".key", ".value")))
	case "transform_values":
		return syntax.NewCall(c, "map", syntax.NewCall(c, "map_keys", value), syntax.NewCall(c, "list_transform", entries, t.boundLambda(arguments[1], "entry", ".key", ".value")))
	case "transform_keys":
		keys := syntax.NewCall(c, "list_transform", entries, t.boundLambda(arguments[1], "entry", ".key", ".value"))
		return syntax.NewCall(c, "map", keys, syntax.NewCall(c, "map_values", value))
	}
	engineLambdas(arguments)
	return syntax.NewCall(c, "trino_"+name, syntax.NewCall(c, "list_transform", arguments...))
}

// reduce writes reduce(array, start, step, end).
func (t *transformer) reduce(c *syntax.Call) syntax.Expression {
	if !t.takes(c, 4, 4) {
		return c
	}
	engineLambdas(c.Arguments[3:])
	ended := syntax.NewCall(c, "list_transform", syntax.NewArray(c, t.foldList(c, c.Arguments[0])), c.Arguments[3])
	return syntax.NewParen(&syntax.Subscript{Pos: c.Pos, Base: ended, Index: syntax.NewInteger(c, 1)})
}

// foldList takes the values of a list into the state that the call starts with and
// changes by a lambda. The engine has one type for both: it gets pairs of them.
func (t *transformer) foldList(c *syntax.Call, list syntax.Expression) syntax.Expression {
	step, ok := c.Arguments[2].(*syntax.Lambda)
	if !ok || len(step.Parameters) != 2 {
		t.failAt(c.Arguments[2].Start(), "a lambda with 2 parameters is expected here")
		return c
	}
	folded, added := t.innerName("folded"), t.innerName("added")
	pairs := syntax.NewCall(c, "list_transform", list, verbatimAt(c, "lambda value: {'state': NULL, 'value': value}"))
	next := verbatim(step, []string{"lambda " + folded + ", " + added + ": {'state': ", ", 'value': " + added + ".value}"},
		t.boundBody(step, folded+".state", added+".value"))
	first := c.Arguments[1]
	switch state := t.info.Type(step.Body); {
	case state.Kind == resolve.Decimal:
		first = t.decimalCast(first, state)
	case state.Kind == resolve.Bigint && state.Length > 10:
		first = verbatim(c, []string{"CAST(", " AS BIGINT)"}, first)
	}
	start := verbatim(c, []string{"{'state': ", ", 'value': NULL}"}, first)
	return verbatim(c, []string{"", ".state"}, syntax.NewCall(c, "list_reduce", pairs, next, start))
}

// sortBy writes array_sort(array, comparator): each element goes behind those that
// are not greater.
func (t *transformer) sortBy(c *syntax.Call) syntax.Expression {
	l, ok := c.Arguments[1].(*syntax.Lambda)
	if !ok || len(c.Arguments) != 2 || len(l.Parameters) != 2 {
		t.failAt(c.Start(), "array_sort expects an array and a lambda of two parameters")
		return c
	}
	sorted, added, placed := t.innerName("sorted"), t.innerName("added"), t.innerName("placed")
	order := verbatim(l, []string{"lambda " + placed + ": coalesce(", ", 0) <= 0"}, t.boundBody(l, placed, added+"[1]"))
	place := syntax.NewCall(c, "len", syntax.NewCall(c, "list_filter", verbatimAt(c, sorted), order))
	insert := verbatim(c, []string{
		"lambda " + sorted + ", " + added + ": " + sorted + "[1 : ", "] || " + added + " || " + sorted + "[1 + ", " :]",
	}, place, place)
	array := c.Arguments[0]
	lists := syntax.NewCall(c, "list_transform", array, verbatimAt(c, "lambda element: [element]"))
	few := &syntax.Binary{Pos: c.Pos, Operator: "<", Left: syntax.NewCall(c, "len", array), Right: syntax.NewInteger(c, 2)}
	return syntax.NewParen(&syntax.Case{
		Pos: c.Pos, Whens: []syntax.When{{Pos: c.Pos, Condition: few, Result: array}}, Else: syntax.NewCall(c, "list_reduce", lists, insert),
	})
}

// reduceRows writes reduce_agg(value, start, step, combination): one step after
// another, over all rows that have a value.
func (t *transformer) reduceRows(c *syntax.Call) syntax.Expression {
	if !t.takes(c, 4, 4) {
		return c
	}
	values := syntax.NewCall(c, "list_filter", aggregateCall(c, "list", c.Arguments[0]), verbatimAt(c, "lambda value: value IS NOT NULL"))
	return t.foldList(c, values)
}
