package syntax

import "strings"

func (e *Reference) print(p *printer)     { p.name(e.Name) }
func (e *StringLiteral) print(p *printer) { p.text(e) }
func (e *NumberLiteral) print(p *printer) { p.at(e); p.put(Number, e.Text) }
func (e *NullLiteral) print(p *printer)   { p.at(e); p.words("NULL") }
func (e *Parameter) print(p *printer)     { p.at(e); p.operator("?") }
func (e *BooleanLiteral) print(p *printer) {
	p.at(e)
	if e.Value {
		p.words("TRUE")
		return
	}
	p.words("FALSE")
}

func (e *TypedLiteral) print(p *printer) {
	p.at(e)
	p.put(Word, typeName(e.Type))
	p.at(e.Value)
	p.glued = e.Type == "x"
	p.text(e.Value)
}

func (e *IntervalLiteral) print(p *printer) {
	p.at(e)
	p.words("INTERVAL")
	if e.Negative {
		p.operator("-")
	}
	p.text(e.Value)
	p.words(e.From)
	if e.To != "" {
		p.words("TO " + e.To)
	}
}

func (e *CurrentValue) print(p *printer) {
	p.at(e)
	p.words(e.Name)
	if e.Precision != "" {
		p.tight("(")
		p.put(Number, e.Precision)
		p.closing(")")
	}
}

func (e *Field) print(p *printer) {
	e.Base.print(p)
	p.tight(".")
	p.name(e.Name)
}

func (e *Unary) print(p *printer) {
	p.at(e)
	p.operator(e.Operator)
	_, isUnary := e.Operand.(*Unary)
	p.glued = !isUnary
	e.Operand.print(p)
}

func (e *Binary) print(p *printer) {
	e.Left.print(p)
	p.at(e)
	switch e.Operator {
	case "and", "or":
		p.words(e.Operator)
	default:
		p.operator(e.Operator)
	}
	e.Right.print(p)
}

func (e *Not) print(p *printer) {
	p.at(e)
	p.words("NOT")
	e.Operand.print(p)
}

func (e *Between) print(p *printer) {
	e.Operand.print(p)
	p.infix(e, e.Negated, "BETWEEN")
	e.Low.print(p)
	p.words("AND")
	e.High.print(p)
}

func (e *In) print(p *printer) {
	e.Operand.print(p)
	p.infix(e, e.Negated, "IN")
	if e.Query != nil {
		p.bracketed(e.Query)
		return
	}
	p.open()
	p.list(e.List)
	p.closing(")")
}

func (e *Like) print(p *printer) {
	e.Operand.print(p)
	p.infix(e, e.Negated, "LIKE")
	e.Pattern.print(p)
	if e.Escape != nil {
		p.words("ESCAPE")
		e.Escape.print(p)
	}
}

func (e *IsNull) print(p *printer) {
	e.Operand.print(p)
	p.infix(e, false, "IS")
	if e.Negated {
		p.words("NOT")
	}
	p.words("NULL")
}

func (e *IsDistinct) print(p *printer) {
	e.Left.print(p)
	p.infix(e, false, "IS")
	if e.Negated {
		p.words("NOT")
	}
	p.words("DISTINCT FROM")
	e.Right.print(p)
}

func (e *Quantified) print(p *printer) {
	e.Left.print(p)
	p.at(e)
	p.operator(e.Operator)
	p.words(e.Quantifier)
	p.bracketed(e.Query)
}

func (e *Exists) print(p *printer) {
	p.at(e)
	p.words("EXISTS")
	p.bracketed(e.Query)
}

func (e *Subquery) print(p *printer) {
	p.at(e)
	p.bracketed(e.Query)
}

func (e *Paren) print(p *printer) {
	p.at(e)
	p.open()
	e.Inner.print(p)
	p.closing(")")
}

func (e *Row) print(p *printer) {
	p.at(e)
	if e.Keyword {
		p.words("ROW")
		p.glued = true
	}
	p.open()
	p.list(e.Items)
	p.closing(")")
}

func (e *Array) print(p *printer) {
	p.at(e)
	p.words("ARRAY")
	p.tight("[")
	p.list(e.Items)
	p.closing("]")
}

func (e *Subscript) print(p *printer) {
	e.Base.print(p)
	p.at(e)
	p.tight("[")
	e.Index.print(p)
	p.closing("]")
}

func (e *AtTimeZone) print(p *printer) {
	e.Operand.print(p)
	p.infix(e, false, "AT TIME ZONE")
	e.Zone.print(p)
}

func (e *Lambda) print(p *printer) {
	p.at(e)
	if len(e.Parameters) == 1 {
		p.name(e.Parameters[0])
	} else {
		p.names(e.Parameters)
	}
	p.operator("->")
	e.Body.print(p)
}

func (e *Cast) print(p *printer) {
	p.at(e)
	if e.Try {
		p.words("TRY_CAST")
	} else {
		p.words("CAST")
	}
	p.tight("(")
	e.Operand.print(p)
	p.words("AS")
	e.Type.print(p)
	p.closing(")")
}

func (e *Case) print(p *printer) {
	p.at(e)
	p.words("CASE")
	if e.Operand != nil {
		e.Operand.print(p)
	}
	for _, w := range e.Whens {
		p.at(w)
		p.words("WHEN")
		w.Condition.print(p)
		p.words("THEN")
		w.Result.print(p)
	}
	if e.Else != nil {
		p.words("ELSE")
		e.Else.print(p)
	}
	p.words("END")
}

func (e *Extract) print(p *printer) {
	p.at(e)
	p.words("EXTRACT")
	p.tight("(")
	p.name(e.Field)
	p.words("FROM")
	e.Operand.print(p)
	p.closing(")")
}

func (e *PositionIn) print(p *printer) {
	p.at(e)
	p.words("POSITION")
	p.tight("(")
	e.Needle.print(p)
	p.words("IN")
	e.Operand.print(p)
	p.closing(")")
}

func (e *Trim) print(p *printer) {
	p.at(e)
	p.words("TRIM")
	p.tight("(")
	p.words(e.Side)
	if e.Characters != nil {
		e.Characters.print(p)
	}
	if e.Side != "" || e.Characters != nil {
		p.words("FROM")
	}
	e.Operand.print(p)
	p.closing(")")
}

func (e *SubstringFrom) print(p *printer) {
	p.at(e)
	p.words("SUBSTRING")
	p.tight("(")
	e.Operand.print(p)
	p.words("FROM")
	e.First.print(p)
	if e.Length != nil {
		p.words("FOR")
		e.Length.print(p)
	}
	p.closing(")")
}

func (e *Call) print(p *printer) {
	p.path(e.Name)
	p.tight("(")
	if e.Star {
		p.operator("*")
	}
	if e.Distinct {
		p.words("DISTINCT")
	}
	p.list(e.Arguments)
	if len(e.OrderBy) > 0 {
		p.words("ORDER BY")
		p.sortItems(e.OrderBy)
	}
	p.closing(")")
	if len(e.WithinGroup) > 0 {
		p.words("WITHIN GROUP")
		p.open()
		p.words("ORDER BY")
		p.sortItems(e.WithinGroup)
		p.closing(")")
	}
	if e.Filter != nil {
		p.words("FILTER")
		p.open()
		p.words("WHERE")
		e.Filter.print(p)
		p.closing(")")
	}
	if e.Nulls != "" {
		p.words(e.Nulls + " NULLS")
	}
	if e.Over != nil {
		p.words("OVER")
		e.Over.print(p)
	}
}

func (w *Window) print(p *printer) {
	p.at(w)
	if w.Name != nil {
		p.name(*w.Name)
		return
	}
	p.open()
	if len(w.PartitionBy) > 0 {
		p.words("PARTITION BY")
		p.list(w.PartitionBy)
	}
	if len(w.OrderBy) > 0 {
		p.words("ORDER BY")
		p.sortItems(w.OrderBy)
	}
	if w.Frame != nil {
		w.Frame.print(p)
	}
	p.closing(")")
}

func (f *Frame) print(p *printer) {
	p.at(f)
	p.words(f.Unit)
	if f.To == nil {
		f.From.print(p)
		return
	}
	p.words("BETWEEN")
	f.From.print(p)
	p.words("AND")
	f.To.print(p)
}

func (b *FrameBound) print(p *printer) {
	p.at(b)
	switch {
	case b.Value != nil:
		b.Value.print(p)
	case b.Direction != "current row":
		p.words("UNBOUNDED")
	}
	p.words(b.Direction)
}

func (e *JSONCall) print(p *printer) {
	p.at(e)
	p.words(e.Name)
	p.tight("(")
	e.Input.print(p)
	p.comma()
	p.text(e.Path)
	for i, passing := range e.Passing {
		if i == 0 {
			p.words("PASSING")
		} else {
			p.comma()
		}
		passing.Value.print(p)
		p.words("AS")
		p.name(passing.Name)
	}
	if e.Returning != nil {
		p.words("RETURNING")
		e.Returning.print(p)
	}
	for _, c := range e.Clauses {
		p.at(c)
		if c.Default != nil {
			p.words("DEFAULT")
			c.Default.print(p)
		}
		p.words(c.Words)
	}
	p.closing(")")
}

// String returns the type as text, in lower case but for the names of fields.
func (t *Type) String() string { return strings.TrimSpace(Print(t)) }
