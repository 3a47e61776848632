package rewrite

import (
	"fmt"
	"strconv"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/duckdb"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// Input is a resolved statement, and what decides how it is written.
type Input struct {
	Statement   syntax.Statement
	Info        *resolve.Info
	Logs        *schema.Logs
	Expressions map[string]string // by column, of those that are written otherwise for this statement
	Known       map[string]bool   // tables and views that were made before
	Scalars     bool              // the reader can find scalars
}

// Output is a statement in the engine's terms.
type Output struct {
	Tokens  []syntax.Token
	Names   []string        // of tables, as written, that are the logs
	Scalars []schema.Scalar // what the reader shall find
	Creates string          // the table or view that the statement makes, if any
	View    bool            // it is a view
}

// WriteStatement writes a statement in the engine's terms; the input's tree changes.
// Errors are of type [*syntax.Error].
func WriteStatement(in Input) (*Output, error) {
	t := newTransformer(in)
	if t.out.Tokens = t.statement(in.Statement); t.err != nil {
		return nil, t.err
	}
	return t.out, nil
}

// transformer writes a resolved statement in the engine's terms. It works from the
// inside out: a rule finds the parts of its construct rewritten.
type transformer struct {
	info         *resolve.Info
	logs         *schema.Logs
	expressions  map[string]string
	known        map[string]bool
	scalarsGiven bool
	out          *Output
	visitor      *syntax.Visitor // that rewrites the parts of an expression
	err          *syntax.Error

	blocks     map[*syntax.Select]*block
	owners     map[*resolve.Relation]*block
	unnests    map[*resolve.Relation]*flatUnnest // that are columns of a subquery
	block      *block                            // around the place, the innermost
	lambdas    []*syntax.Lambda                  // around the place, the innermost last
	parameters map[*syntax.Reference]parameter
	renamed    map[syntax.Expression]bool // what a name became that was another one
	commons    map[string]bool            // names that WITH gives anywhere
	shown      *syntax.Select             // whose result the user sees
}

func newTransformer(in Input) *transformer {
	t := &transformer{
		info: in.Info, logs: in.Logs, expressions: in.Expressions, known: in.Known, scalarsGiven: in.Scalars, out: &Output{},
		block: &block{}, commons: map[string]bool{}, unnests: map[*resolve.Relation]*flatUnnest{},
		parameters: map[*syntax.Reference]parameter{}, renamed: map[syntax.Expression]bool{},
	}
	t.visitor = &syntax.Visitor{Expression: t.rewrite, Query: t.query}
	syntax.Walk(in.Statement, func(n syntax.Node) bool {
		if q, ok := n.(*syntax.Query); ok && q.With != nil {
			for _, table := range q.With.Tables {
				t.commons[table.Name.Key()] = true
			}
		}
		return true
	})
	return t
}

// failAt keeps the first error, at a place of the source.
func (t *transformer) failAt(offset int, format string, arguments ...any) {
	if t.err == nil {
		t.err = &syntax.Error{Offset: offset, Message: fmt.Sprintf(format, arguments...)}
	}
}

// rewrite rewrites an expression in place.
func (t *transformer) rewrite(e *syntax.Expression) {
	if *e == nil || t.err != nil {
		return
	}
	changed := t.rewritten(*e)
	if changed == *e {
		return
	}
	if known := t.info.Type(*e); known.Kind != resolve.Unknown {
		t.info.Types[changed] = known
	}
	if use := t.info.Columns[*e]; use != nil {
		t.info.Columns[changed] = use
	}
	*e = changed
}

func (t *transformer) rewritten(e syntax.Expression) syntax.Expression {
	if syntax.IsName(e) {
		return t.name(e)
	}
	if l, ok := e.(*syntax.Lambda); ok {
		t.lambda(l)
		return l
	}
	if column := t.elementColumn(e); column != nil {
		return column
	}
	t.visitor.VisitParts(e)
	return t.expression(e)
}

// expression applies the rule of a construct, whose parts are rewritten.
func (t *transformer) expression(e syntax.Expression) syntax.Expression {
	switch e := e.(type) {
	case *syntax.Call:
		return t.call(e)
	case *syntax.JSONCall:
		return t.jsonCall(e)
	case *syntax.Binary:
		return t.binary(e)
	case *syntax.Cast:
		return t.cast(e)
	case *syntax.Trim:
		return trimCall(e)
	case *syntax.Subscript:
		return t.subscript(e)
	case *syntax.AtTimeZone:
		return t.atTimeZone(e)
	case *syntax.Between:
		e.Operand, e.Low, e.High = t.instant(e.Operand), t.instant(e.Low), t.instant(e.High)
	case *syntax.In:
		e.Operand = t.instant(e.Operand)
		for i := range e.List {
			e.List[i] = t.instant(e.List[i])
		}
	case *syntax.IsDistinct:
		e.Left, e.Right = t.instant(e.Left), t.instant(e.Right)
	case *syntax.Case:
		t.caseResults(e)
	case *syntax.Extract:
		return t.extract(e)
	case *syntax.PositionIn:
		return syntax.NewCall(e, "strpos", e.Operand, e.Needle)
	case *syntax.SubstringFrom:
		if e.Length == nil {
			return syntax.NewCall(e, "trino_substr", e.Operand, e.First)
		}
		return syntax.NewCall(e, "trino_substr", e.Operand, e.First, e.Length)
	case *syntax.TypedLiteral:
		return t.typedLiteral(e)
	case *syntax.IntervalLiteral:
		return verbatimAt(e, duckdb.IntervalText(e))
	case *syntax.Field:
		quoteName(&e.Name)
	}
	return e
}

// caseResults makes instants of results that are of several zones.
func (t *transformer) caseResults(e *syntax.Case) {
	if t.info.Type(e).Zone != resolve.MixedZone {
		return
	}
	for i := range e.Whens {
		e.Whens[i].Result = t.instant(e.Whens[i].Result)
	}
	if e.Else != nil {
		e.Else = t.instant(e.Else)
	}
}

// trimCall makes TRIM without characters a call: white space is more than spaces.
func trimCall(e *syntax.Trim) syntax.Expression {
	if e.Characters != nil {
		return e
	}
	name := map[string]string{"leading": "trino_ltrim", "trailing": "trino_rtrim"}[e.Side]
	if name == "" {
		name = "trino_trim"
	}
	return syntax.NewCall(e, name, e.Operand)
}

// subscript makes a subscript fail where there is no such element, as in Trino.
// A map of CloudTrail Lake's gives NULL there, with a note.
func (t *transformer) subscript(e *syntax.Subscript) syntax.Expression {
	if t.logs.Lake && t.info.Columns[e.Base] != nil && t.kind(e.Base) == resolve.Map {
		return e
	}
	switch t.kind(e.Base) {
	case resolve.Array:
		return syntax.NewCall(e, "trino_array_subscript", e.Base, e.Index)
	case resolve.Map:
		return syntax.NewCall(e, "trino_map_subscript", e.Base, e.Index)
	case resolve.Row:
		return t.rowSubscript(e)
	}
	return e
}

// rowSubscript takes the field of a row by its name, if it has one.
func (t *transformer) rowSubscript(e *syntax.Subscript) syntax.Expression {
	place, ok := e.Index.(*syntax.NumberLiteral)
	if !ok {
		return e
	}
	fields := t.info.Type(e.Base).Fields
	if i, err := strconv.Atoi(place.Text); err == nil && i >= 1 && i <= len(fields) && fields[i-1].Name != "" {
		return syntax.NewCall(e, "struct_extract", e.Base, syntax.NewText(e, fields[i-1].Name))
	}
	return e
}

// kind returns what is known of an expression's type.
func (t *transformer) kind(e syntax.Expression) resolve.Kind { return t.info.Type(e).Kind }

// decimalCast casts to a decimal.
func (t *transformer) decimalCast(e syntax.Expression, d resolve.Type) syntax.Expression {
	pos := syntax.Pos(e.Start())
	sizes := []string{strconv.Itoa(d.Precision), strconv.Itoa(d.Scale)}
	return t.castForm(&syntax.Cast{Pos: pos, Operand: e, Type: &syntax.Type{Pos: pos, Name: "decimal", Sizes: sizes}})
}

// binary changes operators that mean something else with some types.
func (t *transformer) binary(e *syntax.Binary) syntax.Expression {
	result := t.info.Type(e)
	left, right := t.info.Type(e.Left), t.info.Type(e.Right)
	switch {
	case e.Operator == "||":
		copied := *e
		copied.Left, copied.Right = t.asArray(e.Left, right), t.asArray(e.Right, left)
		return &copied
	case syntax.IsComparison(e.Operator) && (left.Zone != "" || right.Zone != ""),
		e.Operator == "-" && left.Kind == resolve.TimestampZone && right.Kind == resolve.TimestampZone && left.Zone+right.Zone != "":
		copied := *e
		copied.Left, copied.Right = t.instant(e.Left), t.instant(e.Right)
		return &copied
	case left.Kind == resolve.IntervalDays && t.zoneOf(e.Right) != "" || right.Kind == resolve.IntervalDays && t.zoneOf(e.Left) != "":
		copied := *e
		copied.Left, copied.Right = t.instant(e.Left), t.instant(e.Right)
		return t.wallClock(e, &copied, result.Zone)
	case e.Operator == "-" && left.Kind == resolve.Date && right.Kind == resolve.Date:
		return syntax.NewCall(e, "trino_days_between", e.Left, e.Right)
	case result.Kind == resolve.Date:
		return syntax.NewCall(e, "trino_as_date", e) // a timestamp to the engine
	case e.Operator == "/" && left.Kind == resolve.IntervalDays:
		return syntax.NewCall(e, "trino_interval_quotient", e.Left, e.Right)
	case e.Operator == "/" && result.Kind == resolve.Decimal:
		scale := &syntax.NumberLiteral{Pos: e.Pos, Text: strconv.Itoa(result.Scale)}
		return t.decimalCast(syntax.NewCall(e, "trino_divide_decimal", e.Left, e.Right, scale), result)
	case result.Kind == resolve.Decimal && (e.Operator == "*" || e.Operator == "+" || e.Operator == "-"):
		copied := *e
		copied.Left, copied.Right = t.wholeOperand(e.Left), t.wholeOperand(e.Right)
		return boundDecimal(&copied, result)
	case e.Operator == "/" || e.Operator == "%":
		return t.divide(e)
	}
	return e
}

// asArray makes an operand an array where the other one is, and it is an element.
func (t *transformer) asArray(e syntax.Expression, other resolve.Type) syntax.Expression {
	own := t.kind(e)
	if other.Kind != resolve.Array || own == resolve.Array || own == resolve.Unknown {
		return e
	}
	return syntax.NewCall(e, "trino_as_array", e)
}

// wholeOperand makes a sum of integers, which the engine has more digits for than
// a decimal takes, a bigint. Other expressions can have one in them.
func (t *transformer) wholeOperand(e syntax.Expression) syntax.Expression {
	if t.kind(e) != resolve.Bigint {
		return e
	}
	switch operand := syntax.Unwrap(e).(type) {
	case *syntax.Call:
		if operand.Name[0].Key() == "count" {
			return e
		}
	case *syntax.Case, *syntax.Subscript:
	default:
		return e
	}
	return syntax.NewCall(e, "trino_whole", e)
}

// jsonCall makes SQL's JSON functions calls of Go functions.
func (t *transformer) jsonCall(c *syntax.JSONCall) syntax.Expression {
	if err := builtin.CheckPath(c.Path.Value); err != nil {
		t.failAt(c.Path.Start(), "%v", err)
		return c
	}
	if len(c.Passing) > 0 {
		t.failAt(c.Start(), "PASSING is not available")
		return c
	}
	clauses := ";"
	for _, clause := range c.Clauses {
		if clause.Default == nil {
			clauses += builtin.JSONClause(clause.Words) + ";"
		}
	}
	call := syntax.NewCall(c, "trino_sql_"+c.Name, c.Input, c.Path, syntax.NewText(c, clauses))
	if t.kind(c.Input) == resolve.JSON {
		call.Arguments[0] = syntax.NewCall(c, "trino_json_format", c.Input)
	}
	return t.withDefaults(c, call.Arguments[0], t.returning(c, call))
}

// withDefaults gives json_value the values of DEFAULT … ON EMPTY and ON ERROR.
func (t *transformer) withDefaults(c *syntax.JSONCall, input, value syntax.Expression) syntax.Expression {
	chosen := &syntax.Case{Pos: c.Pos, Operand: syntax.NewCall(c, "trino_sql_json_outcome", input, c.Path), Else: value}
	for _, clause := range c.Clauses {
		if clause.Default != nil {
			outcome := syntax.NewText(clause, clause.Words[len("on "):])
			chosen.Whens = append(chosen.Whens, syntax.When{Pos: clause.Pos, Condition: outcome, Result: clause.Default})
		}
	}
	if len(chosen.Whens) == 0 {
		return value
	}
	return chosen
}

// returning casts the text of json_value to the type of RETURNING.
func (t *transformer) returning(c *syntax.JSONCall, call syntax.Expression) syntax.Expression {
	if c.Returning == nil || c.Returning.Name == "varchar" {
		return call
	}
	if c.Returning.Name != "bigint" && c.Returning.Name != "integer" && c.Returning.Name != "double" && c.Returning.Name != "boolean" {
		t.failAt(c.Returning.Start(), "RETURNING %s is not available: cast the text that it gives without", c.Returning.Name)
	}
	if c.Returning.Name == "bigint" || c.Returning.Name == "integer" {
		whole := syntax.NewCall(c, "round", t.castForm(&syntax.Cast{Pos: c.Pos, Try: true, Operand: call, Type: &syntax.Type{Pos: c.Pos, Name: "double"}}))
		return t.castForm(&syntax.Cast{Pos: c.Pos, Try: true, Operand: whole, Type: c.Returning})
	}
	return t.castForm(&syntax.Cast{Pos: c.Pos, Try: true, Operand: call, Type: c.Returning})
}
