package syntax

func (q *Query) print(p *printer) {
	p.at(q)
	if q.With != nil {
		q.With.print(p)
	}
	q.Body.print(p)
	if len(q.OrderBy) > 0 {
		p.words("ORDER BY")
		p.sortItems(q.OrderBy)
	}
	if q.Offset != nil {
		p.words("OFFSET")
		q.Offset.print(p)
	}
	if q.Limit != nil {
		q.Limit.print(p)
	}
}

func (w *With) print(p *printer) {
	p.at(w)
	p.words("WITH")
	if w.Recursive {
		p.words("RECURSIVE")
	}
	for i, t := range w.Tables {
		if i > 0 {
			p.comma()
		}
		p.name(t.Name)
		if len(t.Columns) > 0 {
			p.glued = true
			p.names(t.Columns)
		}
		p.words("AS")
		p.bracketed(t.Query)
	}
}

func (l *Limit) print(p *printer) {
	p.at(l)
	if !l.Fetch {
		p.words("LIMIT")
		if l.Count == nil {
			p.words("ALL")
			return
		}
		l.Count.print(p)
		return
	}
	p.words("FETCH FIRST")
	if l.Count != nil {
		l.Count.print(p)
	}
	p.words("ROWS")
	if l.WithTies {
		p.words("WITH TIES")
		return
	}
	p.words("ONLY")
}

func (s *Select) print(p *printer) {
	p.at(s)
	p.words("SELECT")
	p.words(s.Quantifier)
	for i, item := range s.Items {
		if i > 0 {
			p.comma()
		}
		item.print(p)
	}
	if len(s.From) > 0 {
		p.words("FROM")
		for i, r := range s.From {
			if i > 0 {
				p.comma()
			}
			r.print(p)
		}
	}
	if s.Where != nil {
		p.words("WHERE")
		s.Where.print(p)
	}
	if s.GroupBy != nil {
		s.GroupBy.print(p)
	}
	if s.Having != nil {
		p.words("HAVING")
		s.Having.print(p)
	}
	for i, w := range s.Windows {
		if i == 0 {
			p.words("WINDOW")
		} else {
			p.comma()
		}
		p.name(w.Name)
		p.words("AS")
		w.Window.print(p)
	}
}

func (i *SelectItem) print(p *printer) {
	p.at(i)
	if i.Expression != nil {
		i.Expression.print(p)
	}
	switch {
	case i.Star && i.Expression != nil:
		p.tight(".")
		p.operator("*")
	case i.Star:
		p.operator("*")
	}
	if len(i.Columns) > 0 {
		p.words("AS")
		p.names(i.Columns)
	}
	if i.Alias != nil {
		p.words("AS")
		p.name(*i.Alias)
	}
}

func (g *GroupBy) print(p *printer) {
	p.at(g)
	p.words("GROUP BY")
	p.words(g.Quantifier)
	for i, e := range g.Elements {
		if i > 0 {
			p.comma()
		}
		p.at(e)
		if e.Kind == "" {
			p.list(e.Items)
			continue
		}
		p.words(e.Kind)
		p.open()
		p.list(e.Items)
		p.closing(")")
	}
}

func (s *SetOperation) print(p *printer) {
	s.Left.print(p)
	p.at(s)
	p.words(s.Operator)
	p.words(s.Quantifier)
	s.Right.print(p)
}

func (b *Values) print(p *printer) {
	p.at(b)
	p.words("VALUES")
	p.list(b.Rows)
}

func (b *TableBody) print(p *printer) {
	p.at(b)
	p.words("TABLE")
	b.Table.print(p)
}

func (b *ParenBody) print(p *printer) {
	p.at(b)
	p.bracketed(b.Query)
}

func (r *Table) print(p *printer) {
	p.path(r.Path)
	r.Alias.print(p)
}

func (a *Alias) print(p *printer) {
	if a == nil {
		return
	}
	p.words("AS")
	p.name(a.Name)
	if len(a.Columns) > 0 {
		p.glued = true
		p.names(a.Columns)
	}
}

func (r *Derived) print(p *printer) {
	p.at(r)
	if r.Lateral {
		p.words("LATERAL")
	}
	p.bracketed(r.Query)
	r.Alias.print(p)
}

func (r *Unnest) print(p *printer) {
	p.at(r)
	p.words("UNNEST")
	p.tight("(")
	p.list(r.Arguments)
	p.closing(")")
	if r.Ordinality {
		p.words("WITH ORDINALITY")
	}
	r.Alias.print(p)
}

func (r *ParenRelation) print(p *printer) {
	p.at(r)
	p.open()
	r.Relation.print(p)
	p.closing(")")
	r.Alias.print(p)
}

func (r *Sampled) print(p *printer) {
	r.Relation.print(p)
	p.at(r)
	p.words("TABLESAMPLE " + r.Method)
	p.open()
	r.Percentage.print(p)
	p.closing(")")
}

func (r *Join) print(p *printer) {
	r.Left.print(p)
	p.at(r)
	if r.Natural {
		p.words("NATURAL")
	}
	if r.Kind != "inner" {
		p.words(r.Kind)
	}
	p.words("JOIN")
	r.Right.print(p)
	switch {
	case r.On != nil:
		p.words("ON")
		r.On.print(p)
	case len(r.Using) > 0:
		p.words("USING")
		p.names(r.Using)
	}
}

func (s *Explain) print(p *printer) {
	p.at(s)
	p.words("EXPLAIN")
	if s.Analyze {
		p.words("ANALYZE")
	}
	s.Statement.print(p)
}

func (s *Create) print(p *printer) {
	p.at(s)
	p.words("CREATE")
	if s.Replace {
		p.words("OR REPLACE")
	}
	p.words(tableOrView(s.View))
	if s.IfNotExists {
		p.words("IF NOT EXISTS")
	}
	p.path(s.Name)
	if len(s.Columns) > 0 {
		p.glued = true
		p.names(s.Columns)
	}
	p.words("AS")
	s.Query.print(p)
}

func tableOrView(view bool) string {
	if view {
		return "VIEW"
	}
	return "TABLE"
}

func (s *Insert) print(p *printer) {
	p.at(s)
	p.words("INSERT INTO")
	p.path(s.Name)
	if len(s.Columns) > 0 {
		p.glued = true
		p.names(s.Columns)
	}
	s.Query.print(p)
}

func (s *Drop) print(p *printer) {
	p.at(s)
	p.words("DROP " + tableOrView(s.View))
	if s.IfExists {
		p.words("IF EXISTS")
	}
	p.path(s.Name)
}

func (s *Describe) print(p *printer) {
	p.at(s)
	p.words("DESCRIBE")
	s.Table.print(p)
}

func (s *ShowTables) print(p *printer) {
	p.at(s)
	p.words("SHOW TABLES")
}
