package resolve

import (
	"slices"
	"strconv"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// Column is a column of a table.
type Column struct {
	Name   string // in lower case
	Type   Type
	Hidden bool // SELECT * leaves it out
}

// Catalog is what a statement's names can mean.
type Catalog struct {
	Logs  []Column        // of the logs: every table that no other name explains
	Known map[string]bool // tables made before, whose columns are not known
	Size  int             // of the statement: about the number of its expressions
}

// Relation is a table of a FROM clause.
type Relation struct {
	Name    string   // by which the query knows it, in lower case; may be empty
	Path    []string // of its own name, before any alias
	Aliased bool
	Node    syntax.Relation // what it is in the tree
	Scan    bool            // it reads the logs
	Logs    bool            // and its columns are theirs, by the same names
	Known   bool            // it was made before
	Open    bool            // its columns are not all known
	Columns []Column
}

// Use says which column an expression names.
type Use struct {
	Relation  *Relation
	Name      string    // of the column
	Fields    []string  // of it, in turn
	Qualified bool      // the table's name stands before
	Maybe     *Relation // which it could be of, where another table could have it, too
}

// Path returns the column's name and those of the fields.
func (u *Use) Path() []string { return append([]string{u.Name}, u.Fields...) }

// Select is what is known of one SELECT.
type Select struct {
	Node      *syntax.Select
	Relations []*Relation
}

// Info is what is known of a statement.
type Info struct {
	Selects []*Select
	Columns map[syntax.Expression]*Use // of names, with all their fields
	Types   map[syntax.Expression]Type // what is not there is Unknown

	zoned    map[*syntax.Query][]Column // of queries with times of zones of their own
	clash    syntax.Node                // where columns of several time zones meet first
	hasZones bool                       // some expression has a zone
}

// Statement resolves a statement.
func Statement(statement syntax.Statement, catalog Catalog) *Info {
	r := &resolver{catalog: catalog, info: &Info{
		Columns: make(map[syntax.Expression]*Use, catalog.Size/4), Types: make(map[syntax.Expression]Type, catalog.Size),
		zoned: map[*syntax.Query][]Column{},
	}}
	r.statement(statement)
	return r.info
}

func (r *resolver) statement(statement syntax.Statement) {
	switch s := statement.(type) {
	case *syntax.Query:
		r.query(s, nil)
	case *syntax.Explain:
		r.statement(s.Statement)
	default:
		v := &syntax.Visitor{Query: func(q *syntax.Query) { r.query(q, nil) }}
		v.VisitParts(s)
	}
}

// Type returns the type of an expression.
func (i *Info) Type(e syntax.Expression) Type { return i.Types[e] }

// noteClash keeps the first place where columns of several time zones meet.
func (r *resolver) noteClash(at syntax.Node) {
	if r.info.clash == nil {
		r.info.clash = at
	}
}

type resolver struct {
	catalog Catalog
	info    *Info
}

// scope is what names mean at a place.
type scope struct {
	parent    *scope
	tables    map[string][]Column // of WITH
	relations []*Relation
	lambda    map[string]Type
	aliases   map[string]Type // of the SELECT list
	visitor   *syntax.Visitor // that resolves the parts of an expression here; nil before it is used
}

func (s *scope) inside() *scope { return &scope{parent: s} }

// table returns the columns of a table of WITH.
func (s *scope) table(name string) ([]Column, bool) {
	for ; s != nil; s = s.parent {
		if columns, ok := s.tables[name]; ok {
			return columns, true
		}
	}
	return nil, false
}

// query resolves a query and returns its columns; nil where they are not known.
func (r *resolver) query(q *syntax.Query, outer *scope) []Column {
	s := outer.inside()
	if q.With != nil {
		for _, t := range q.With.Tables {
			inner := s
			if q.With.Recursive {
				inner = s.inside()
				inner.tables = map[string][]Column{t.Name.Key(): nil}
			}
			columns := renamed(r.query(t.Query, inner), t.Columns)
			next := s.inside()
			next.tables = map[string][]Column{t.Name.Key(): columns}
			s = next
		}
	}
	columns, within := r.body(q.Body, s)
	for _, item := range q.OrderBy {
		r.sortItem(item.Expression, columns, within)
	}
	if slices.ContainsFunc(columns, func(c Column) bool { return !IsUTC(c.Type.Zone) }) {
		r.info.zoned[q] = columns
	}
	return columns
}

// sortItem resolves an item of ORDER BY, which can be the name of an output.
func (r *resolver) sortItem(e syntax.Expression, columns []Column, s *scope) {
	inner := s.inside()
	inner.aliases = map[string]Type{}
	for _, c := range columns {
		inner.aliases[c.Name] = c.Type
	}
	r.expression(e, inner)
}

// renamed gives columns the names of an alias.
func renamed(columns []Column, names []syntax.Name) []Column {
	if len(names) == 0 {
		return columns
	}
	out := make([]Column, len(names))
	for i, n := range names {
		if i < len(columns) {
			out[i] = columns[i]
		}
		out[i].Name, out[i].Hidden = n.Key(), false
	}
	return out
}

// body resolves a body; within is the scope for ORDER BY.
func (r *resolver) body(body syntax.Body, s *scope) (columns []Column, within *scope) {
	switch b := body.(type) {
	case *syntax.Select:
		return r.selectBody(b, s)
	case *syntax.SetOperation:
		left, _ := r.body(b.Left, s)
		right, _ := r.body(b.Right, s)
		if len(left) == len(right) {
			left = slices.Clone(left)
			for i := range left {
				switch {
				case left[i].Type.Kind == Unknown: // NULL has any type
					left[i].Type = right[i].Type
				case right[i].Type.Kind != Unknown && left[i].Type.Kind != right[i].Type.Kind:
					left[i].Type = Type{}
				case left[i].Type.differsInZone(right[i].Type):
					r.noteClash(b.Right)
				}
			}
		}
		return left, s
	case *syntax.ParenBody:
		return r.query(b.Query, s), s
	case *syntax.Values:
		return r.values(b, s), s
	case *syntax.TableBody:
		relation := r.tableRelation(b.Table, s)
		return visible(relation), s
	}
	return nil, s
}

// visible returns the columns that SELECT * gives; nil where not all are known.
func visible(relations ...*Relation) []Column {
	columns := []Column{}
	for _, relation := range relations {
		if relation.Open {
			return nil
		}
		for _, c := range relation.Columns {
			if !c.Hidden {
				columns = append(columns, c)
			}
		}
	}
	return columns
}

func (r *resolver) values(b *syntax.Values, s *scope) []Column {
	var lists [][]syntax.Expression // of each column
	for _, row := range b.Rows {
		items := []syntax.Expression{row}
		if list, ok := row.(*syntax.Row); ok {
			items = list.Items
		}
		for k, item := range items {
			r.expression(item, s)
			if k == len(lists) {
				lists = append(lists, nil)
			}
			lists[k] = append(lists[k], item)
		}
	}
	columns := make([]Column, len(lists))
	for k, list := range lists {
		columns[k] = Column{Name: "_col" + strconv.Itoa(k), Type: r.common(list)}
		if columns[k].Type.hasZone(MixedZone) && r.info.haveZones(list) {
			r.noteClash(b)
		}
	}
	return columns
}

func (r *resolver) selectBody(b *syntax.Select, outer *scope) ([]Column, *scope) {
	s := outer.inside()
	for _, relation := range b.From {
		r.relation(relation, s)
	}
	r.info.Selects = append(r.info.Selects, &Select{Node: b, Relations: s.relations})
	columns := r.selectItems(b, s)
	r.expression(b.Where, s)
	named := s.inside()
	named.aliases = map[string]Type{}
	for _, c := range columns {
		named.aliases[c.Name] = c.Type
	}
	if b.GroupBy != nil {
		for _, element := range b.GroupBy.Elements {
			for _, item := range element.Items {
				r.expression(item, s)
			}
		}
	}
	r.expression(b.Having, s)
	for _, w := range b.Windows {
		r.window(w.Window, s)
	}
	return columns, s
}

func (r *resolver) selectItems(b *syntax.Select, s *scope) []Column {
	columns := []Column{}
	for i, item := range b.Items {
		switch {
		case item.Star && item.Expression == nil:
			all := visible(s.relations...)
			if all == nil {
				columns = nil
			} else if columns != nil {
				columns = append(columns, all...)
			}
			continue
		case item.Star:
			columns = append(columns, r.starOf(item, s)...)
			continue
		}
		t := r.expression(item.Expression, s)
		if columns != nil {
			columns = append(columns, Column{Name: outputName(item, i), Type: t})
		}
	}
	return columns
}

// starOf returns the columns of t.*.
func (r *resolver) starOf(item *syntax.SelectItem, s *scope) []Column {
	names := chainOf(item.Expression)
	for _, relation := range s.relations {
		if len(names) > 0 && relation.Name == names[len(names)-1] {
			return renamed(visible(relation), item.Columns)
		}
	}
	r.expression(item.Expression, s)
	return renamed(nil, item.Columns)
}

// outputName returns the name of an item's column.
func outputName(item *syntax.SelectItem, place int) string {
	if item.Alias != nil {
		return item.Alias.Key()
	}
	if names := chainOf(item.Expression); len(names) > 0 {
		return names[len(names)-1]
	}
	return "_col" + strconv.Itoa(place)
}

// chainOf returns the names of a.b.c in lower case; nil for all else.
func chainOf(e syntax.Expression) []string {
	switch e := e.(type) {
	case *syntax.Reference:
		return []string{e.Key()}
	case *syntax.Field:
		if names := chainOf(e.Base); names != nil {
			return append(names, e.Name.Key())
		}
	}
	return nil
}
