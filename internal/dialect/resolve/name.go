package resolve

import (
	"slices"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// chain resolves a name with its fields and returns its type.
func (r *resolver) chain(e syntax.Expression, names []string, s *scope) Type {
	for ; s != nil; s = s.parent {
		if t, ok := s.lambda[names[0]]; ok {
			return fieldsOf(t, names[1:])
		}
		if t, ok := s.aliases[names[0]]; ok && len(names) == 1 {
			if use, _ := s.find(names); use == nil || s.relations == nil {
				r.info.Types[e] = t
				return t
			}
		}
		use, t := s.find(names)
		if use == nil {
			continue
		}
		r.info.Columns[e] = use
		return fieldsOf(t, use.Fields)
	}
	return Type{}
}

// find looks for a column in the relations of one scope. A column that SELECT *
// gives comes before one that it leaves out.
func (s *scope) find(names []string) (*Use, Type) {
	for _, relation := range s.relations {
		if k := relation.qualifier(names); k > 0 {
			use := &Use{Relation: relation, Name: names[k], Fields: names[k+1:], Qualified: true}
			i := relation.index(names[k])
			if i >= 0 {
				return use, relation.Columns[i].Type
			}
			if column, t := s.findColumn(names); column != nil && !relation.Open { // a field of a column of the table's name
				return column, t
			}
			return use, Type{}
		}
	}
	return s.findColumn(names)
}

// findColumn looks for a column without its table's name.
func (s *scope) findColumn(names []string) (*Use, Type) {
	var found *Use
	var t Type
	open, foundHidden := false, false
	for _, relation := range s.relations {
		i := relation.index(names[0])
		open = open || relation.Open && i < 0
		if i < 0 {
			continue
		}
		hidden := relation.Columns[i].Hidden
		switch {
		case found == nil || foundHidden && !hidden:
			foundHidden = hidden
			found = &Use{Relation: relation, Name: names[0], Fields: names[1:]}
			t = relation.Columns[i].Type
		case hidden == foundHidden: // it could be either's
			found = &Use{Relation: &Relation{Open: true}, Name: names[0], Fields: names[1:], Maybe: found.Relation}
			if t.Kind != relation.Columns[i].Type.Kind {
				t = Type{}
			}
		}
	}
	if found != nil && open && found.Relation.isHidden(names[0]) {
		return &Use{Relation: &Relation{Open: true}, Name: names[0], Fields: names[1:], Maybe: found.Relation}, Type{}
	}
	return found, t
}

func (relation *Relation) index(name string) int {
	for i := range relation.Columns { // a Column is long: none is copied
		if relation.Columns[i].Name == name {
			return i
		}
	}
	return -1
}

func (relation *Relation) isHidden(name string) bool {
	i := relation.index(name)
	return i >= 0 && relation.Columns[i].Hidden
}

// qualifier returns how many names at the start mean the relation, if a column
// follows.
func (relation *Relation) qualifier(names []string) int {
	if len(names) < 2 || relation.Name == "" {
		return 0
	}
	if names[0] == relation.Name {
		return 1
	}
	if relation.Aliased {
		return 0
	}
	for k := 1; k <= len(relation.Path); k++ {
		if len(names) > k && slices.Equal(relation.Path[len(relation.Path)-k:], names[:k]) {
			return k
		}
	}
	return 0
}

// fieldsOf follows fields into rows.
func fieldsOf(t Type, fields []string) Type {
	for _, name := range fields {
		t = t.field(name)
	}
	return t
}
