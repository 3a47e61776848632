package syntax

// Visitor is called for the parts of a node. A function that is nil stands for
// one that goes on to the parts of the part. Parts can be replaced in place.
type Visitor struct {
	Expression func(*Expression)
	Query      func(*Query)
	Relation   func(*Relation)
}

// VisitParts calls the visitor for each part of a node, in the order of the
// text.
func (v *Visitor) VisitParts(node Node) {
	if part, ok := node.(interface{ visitParts(*Visitor) }); ok {
		part.visitParts(v)
	}
}

// Walk calls f for a node and all below it, as long as f returns true.
func Walk(node Node, f func(Node) bool) {
	v := &Visitor{}
	v.Expression = func(e *Expression) {
		if f(*e) {
			(*e).visitParts(v)
		}
	}
	v.Query = func(q *Query) {
		if f(q) {
			q.visitParts(v)
		}
	}
	v.Relation = func(r *Relation) {
		if f(*r) {
			(*r).visitParts(v)
		}
	}
	if f(node) {
		v.VisitParts(node)
	}
}

func (v *Visitor) expression(e *Expression) {
	switch {
	case *e == nil:
	case v.Expression != nil:
		v.Expression(e)
	default:
		(*e).visitParts(v)
	}
}

func (v *Visitor) expressions(list []Expression) {
	for i := range list {
		v.expression(&list[i])
	}
}

func (v *Visitor) query(q *Query) {
	switch {
	case q == nil:
	case v.Query != nil:
		v.Query(q)
	default:
		q.visitParts(v)
	}
}

func (v *Visitor) relation(r *Relation) {
	switch {
	case *r == nil:
	case v.Relation != nil:
		v.Relation(r)
	default:
		(*r).visitParts(v)
	}
}

func (v *Visitor) sortItems(items []SortItem) {
	for i := range items {
		v.expression(&items[i].Expression)
	}
}

func (*Reference) visitParts(*Visitor)       {}
func (*StringLiteral) visitParts(*Visitor)   {}
func (*NumberLiteral) visitParts(*Visitor)   {}
func (*BooleanLiteral) visitParts(*Visitor)  {}
func (*NullLiteral) visitParts(*Visitor)     {}
func (*TypedLiteral) visitParts(*Visitor)    {}
func (*IntervalLiteral) visitParts(*Visitor) {}
func (*Parameter) visitParts(*Visitor)       {}
func (*CurrentValue) visitParts(*Visitor)    {}

func (e *Field) visitParts(v *Visitor) { v.expression(&e.Base) }
func (e *Unary) visitParts(v *Visitor) { v.expression(&e.Operand) }
func (e *Binary) visitParts(v *Visitor) {
	v.expression(&e.Left)
	v.expression(&e.Right)
}
func (e *Not) visitParts(v *Visitor) { v.expression(&e.Operand) }
func (e *Between) visitParts(v *Visitor) {
	v.expression(&e.Operand)
	v.expression(&e.Low)
	v.expression(&e.High)
}

func (e *In) visitParts(v *Visitor) {
	v.expression(&e.Operand)
	v.expressions(e.List)
	v.query(e.Query)
}

func (e *Like) visitParts(v *Visitor) {
	v.expression(&e.Operand)
	v.expression(&e.Pattern)
	v.expression(&e.Escape)
}
func (e *IsNull) visitParts(v *Visitor) { v.expression(&e.Operand) }
func (e *IsDistinct) visitParts(v *Visitor) {
	v.expression(&e.Left)
	v.expression(&e.Right)
}

func (e *Quantified) visitParts(v *Visitor) {
	v.expression(&e.Left)
	v.query(e.Query)
}
func (e *Exists) visitParts(v *Visitor)   { v.query(e.Query) }
func (e *Subquery) visitParts(v *Visitor) { v.query(e.Query) }
func (e *Paren) visitParts(v *Visitor)    { v.expression(&e.Inner) }
func (e *Row) visitParts(v *Visitor)      { v.expressions(e.Items) }
func (e *Array) visitParts(v *Visitor)    { v.expressions(e.Items) }
func (e *Subscript) visitParts(v *Visitor) {
	v.expression(&e.Base)
	v.expression(&e.Index)
}

func (e *AtTimeZone) visitParts(v *Visitor) {
	v.expression(&e.Operand)
	v.expression(&e.Zone)
}
func (e *Lambda) visitParts(v *Visitor) { v.expression(&e.Body) }
func (e *Cast) visitParts(v *Visitor)   { v.expression(&e.Operand) }
func (e *Case) visitParts(v *Visitor) {
	v.expression(&e.Operand)
	for i := range e.Whens {
		v.expression(&e.Whens[i].Condition)
		v.expression(&e.Whens[i].Result)
	}
	v.expression(&e.Else)
}
func (e *Extract) visitParts(v *Visitor) { v.expression(&e.Operand) }
func (e *PositionIn) visitParts(v *Visitor) {
	v.expression(&e.Needle)
	v.expression(&e.Operand)
}

func (e *Trim) visitParts(v *Visitor) {
	v.expression(&e.Characters)
	v.expression(&e.Operand)
}

func (e *SubstringFrom) visitParts(v *Visitor) {
	v.expression(&e.Operand)
	v.expression(&e.First)
	v.expression(&e.Length)
}

func (e *Call) visitParts(v *Visitor) {
	v.expressions(e.Arguments)
	v.sortItems(e.OrderBy)
	v.sortItems(e.WithinGroup)
	v.expression(&e.Filter)
	e.Over.visitParts(v)
}

func (w *Window) visitParts(v *Visitor) {
	if w == nil {
		return
	}
	v.expressions(w.PartitionBy)
	v.sortItems(w.OrderBy)
	if w.Frame == nil {
		return
	}
	v.expression(&w.Frame.From.Value)
	if w.Frame.To != nil {
		v.expression(&w.Frame.To.Value)
	}
}

func (e *JSONCall) visitParts(v *Visitor) {
	v.expression(&e.Input)
	for i := range e.Passing {
		v.expression(&e.Passing[i].Value)
	}
	for i := range e.Clauses {
		v.expression(&e.Clauses[i].Default)
	}
}

func (q *Query) visitParts(v *Visitor) {
	if q.With != nil {
		for _, t := range q.With.Tables {
			v.query(t.Query)
		}
	}
	if q.Body != nil {
		q.Body.visitParts(v)
	}
	v.sortItems(q.OrderBy)
	v.expression(&q.Offset)
	if q.Limit != nil {
		v.expression(&q.Limit.Count)
	}
}

func (s *Select) visitParts(v *Visitor) {
	for _, item := range s.Items {
		v.expression(&item.Expression)
	}
	for i := range s.From {
		v.relation(&s.From[i])
	}
	v.expression(&s.Where)
	if s.GroupBy != nil {
		for _, element := range s.GroupBy.Elements {
			v.expressions(element.Items)
		}
	}
	v.expression(&s.Having)
	for _, w := range s.Windows {
		w.Window.visitParts(v)
	}
}

func (s *SetOperation) visitParts(v *Visitor) {
	s.Left.visitParts(v)
	s.Right.visitParts(v)
}
func (b *Values) visitParts(v *Visitor)    { v.expressions(b.Rows) }
func (b *TableBody) visitParts(v *Visitor) { b.Table.visitParts(v) }
func (b *ParenBody) visitParts(v *Visitor) { v.query(b.Query) }

func (*Table) visitParts(*Visitor)             {}
func (r *Derived) visitParts(v *Visitor)       { v.query(r.Query) }
func (r *Unnest) visitParts(v *Visitor)        { v.expressions(r.Arguments) }
func (r *ParenRelation) visitParts(v *Visitor) { v.relation(&r.Relation) }
func (r *Sampled) visitParts(v *Visitor) {
	v.relation(&r.Relation)
	v.expression(&r.Percentage)
}

func (r *Join) visitParts(v *Visitor) {
	v.relation(&r.Left)
	v.relation(&r.Right)
	v.expression(&r.On)
}

func (s *Explain) visitParts(v *Visitor) { s.Statement.visitParts(v) }
func (s *Create) visitParts(v *Visitor)  { v.query(s.Query) }
func (s *Insert) visitParts(v *Visitor)  { v.query(s.Query) }
func (*Drop) visitParts(*Visitor)        {}
func (*Describe) visitParts(*Visitor)    {}
func (*ShowTables) visitParts(*Visitor)  {}
