package resolve

import (
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// relation adds the tables of a part of FROM to a scope.
func (r *resolver) relation(relation syntax.Relation, s *scope) {
	switch n := relation.(type) {
	case *syntax.Table:
		s.relations = append(s.relations, r.tableRelation(n, s))
	case *syntax.Derived:
		outer := s.parent
		if n.Lateral {
			outer = s
		}
		columns := r.query(n.Query, outer)
		s.relations = append(s.relations, aliased(&Relation{Node: n, Columns: columns, Open: columns == nil}, n.Alias))
	case *syntax.Unnest:
		s.relations = append(s.relations, r.unnest(n, s))
	case *syntax.ParenRelation:
		r.relation(n.Relation, s)
	case *syntax.Sampled:
		r.relation(n.Relation, s)
	case *syntax.Join:
		first := len(s.relations)
		r.relation(n.Left, s)
		middle := len(s.relations)
		r.relation(n.Right, s)
		r.expression(n.On, s)
		for _, name := range n.Using {
			left, right := columnType(s.relations[first:middle], name.Key()), columnType(s.relations[middle:], name.Key())
			if left.differsInZone(right) {
				r.noteClash(n)
			}
		}
	}
}

// columnType returns the type of the first column of a name.
func columnType(relations []*Relation, name string) Type {
	for _, relation := range relations {
		for _, column := range relation.Columns {
			if column.Name == name {
				return column.Type
			}
		}
	}
	return Type{}
}

// tableRelation returns what a table's name means.
func (r *resolver) tableRelation(n *syntax.Table, s *scope) *Relation {
	relation := &Relation{Node: n}
	for _, name := range n.Path {
		relation.Path = append(relation.Path, name.Key())
	}
	relation.Name = relation.Path[len(relation.Path)-1]
	columns, isCommon := s.table(relation.Name)
	switch {
	case len(relation.Path) == 1 && isCommon:
		relation.Columns, relation.Open = columns, columns == nil
	case len(relation.Path) == 1 && r.catalog.Known[relation.Name]:
		relation.Open, relation.Known = true, true
	default:
		relation.Scan, relation.Logs, relation.Columns = true, true, r.catalog.Logs
	}
	return aliased(relation, n.Alias)
}

// aliased gives a relation the names of an alias.
func aliased(relation *Relation, alias *syntax.Alias) *Relation {
	if alias == nil {
		return relation
	}
	relation.Name, relation.Aliased = alias.Name.Key(), true
	if len(alias.Columns) > 0 {
		relation.Columns, relation.Open = renamed(visible(relation), alias.Columns), false
		relation.Logs = false
	}
	return relation
}

// unnest returns the columns that UNNEST gives: of an array its elements, or
// their fields where the elements are rows and the alias has as many names; of
// a map its keys and values.
func (r *resolver) unnest(n *syntax.Unnest, s *scope) *Relation {
	names := 0
	if n.Alias != nil {
		names = len(n.Alias.Columns)
	}
	if n.Ordinality {
		names--
	}
	relation := &Relation{Node: n, Open: n.Alias == nil || len(n.Alias.Columns) == 0}
	for _, argument := range n.Arguments {
		t := r.expression(argument, s)
		element := t.element()
		switch {
		case t.Kind == Map:
			relation.Columns = append(relation.Columns, Column{Name: "key", Type: t.key()}, Column{Name: "value", Type: element})
		case element.Kind == Row && len(n.Arguments) == 1 && names != 1:
			for _, f := range element.Fields {
				relation.Columns = append(relation.Columns, Column{Name: f.Name, Type: f.Type})
			}
		default:
			relation.Columns = append(relation.Columns, Column{Type: element})
		}
	}
	if n.Ordinality {
		relation.Columns = append(relation.Columns, Column{Name: "ordinality", Type: Type{Kind: Bigint, Length: 19}})
	}
	open := relation.Open
	relation.Open = false
	relation = aliased(relation, n.Alias)
	relation.Open = open
	return relation
}
