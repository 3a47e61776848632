package rewrite

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/duckdb"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// name rewrites a name with its fields: a lambda's parameter, a column of the logs
// or of an UNNEST, or one of another table.
func (t *transformer) name(e syntax.Expression) syntax.Expression {
	names, _ := syntax.DottedNames(e)
	use := t.info.Columns[e]
	if use == nil {
		if l, place := t.lambdaOf(names[0].Key()); l != nil {
			return t.parameter(l, place, names)
		}
		return plainName(e, names)
	}
	if column := t.flatColumn(e, use); column != nil {
		return t.rename(fieldsOf(column, names[len(names)-len(use.Fields):]))
	}
	if !isLogs(use) {
		return plainName(e, names)
	}
	return t.logsColumn(e, use, names[len(names)-len(use.Fields)-1:])
}

// logsColumn rewrites a column of the logs; names are its own and its fields'.
func (t *transformer) logsColumn(e syntax.Expression, use *resolve.Use, names []*syntax.Name) syntax.Expression {
	prefix := t.prefix(use)
	if expression, ok := t.expressions[use.Name]; ok && len(use.Fields) == 0 {
		return t.rename(verbatimAt(e, strings.ReplaceAll(expression, `"timestamp"`, prefix+`"timestamp"`)))
	}
	if len(use.Fields) > 0 {
		if b := t.owners[use.Relation]; b != nil && t.isLeafOf(use, b) {
			return t.rename(verbatimAt(names[0], prefix+sqltext.Identifier(strings.Join(use.Path(), "."))))
		}
		t.checkFields(names, use.Path())
	}
	if !use.Qualified {
		return plainName(e, names)
	}
	quoteAll(names)
	table := syntax.Name{Pos: names[0].Pos, Text: use.Relation.Name, Quoted: true}
	return fieldsOf(&syntax.Field{Base: &syntax.Reference{Name: table}, Name: *names[0]}, names[1:])
}

// prefix names the table of a column where the query does, and where the column is
// one of an outer query.
func (t *transformer) prefix(use *resolve.Use) string {
	if use.Qualified || t.owners[use.Relation] != t.block && use.Relation.Name != "" {
		return sqltext.Identifier(use.Relation.Name) + "."
	}
	return ""
}

// rename notes that an expression stands for a name that was another one.
func (t *transformer) rename(e syntax.Expression) syntax.Expression {
	t.renamed[e] = true
	return e
}

// fieldsOf returns fields of an expression, in turn.
func fieldsOf(e syntax.Expression, names []*syntax.Name) syntax.Expression {
	for _, name := range names {
		quoteName(name)
		e = &syntax.Field{Base: e, Name: *name}
	}
	return e
}

// plainName writes a name so that DuckDB takes its words for names. Beside another
// name they can only be names; alone, a word can be one of DuckDB's keywords.
func plainName(e syntax.Expression, names []*syntax.Name) syntax.Expression {
	if len(names) > 1 {
		quoteAll(names)
		return e
	}
	n := names[0]
	switch key := n.Key(); {
	case n.Quoted:
	case duckdb.IsTrinoName(key) || key == "timestamp" || key == "date" || key == "time":
		n.Quoted = true
	}
	return e
}

// quoteName quotes a name that DuckDB would not take for one.
func quoteName(n *syntax.Name) {
	n.Quoted = n.Quoted || duckdb.IsReserved(n.Key()) || n.Text == "" || !syntax.IsNameByte(n.Text[0])
}

func quoteAll(names []*syntax.Name) {
	for _, n := range names {
		quoteName(n)
	}
}

func quoteNames(names []syntax.Name) {
	for i := range names {
		quoteName(&names[i])
	}
}

// checkFields explains the access to a field of what has no such field.
func (t *transformer) checkFields(names []*syntax.Name, column []string) {
	kind, known := t.logs.Shape[column[0]]
	for i := 1; known && i < len(column); i++ {
		at, path := names[0].Start(), strings.Join(column[:i], ".")
		switch kind.Kind {
		case schema.Struct:
			k := slices.IndexFunc(kind.Fields, func(f schema.Field) bool { return f.Name == column[i] })
			if k < 0 {
				t.failAt(names[i].Start(), "%s has no field %s: it has %s", path, column[i], schema.FieldNames(kind))
				return
			}
			kind = kind.Fields[k].Type
			continue
		case schema.Map:
			t.failAt(at, "%s is a map: use element_at(%s, '%s')", path, path, names[i].Text)
		case schema.List:
			t.failAt(at, "%s is an array: use element_at(%s, 1).%s, or CROSS JOIN UNNEST(%s) AS t(item) and item.%s",
				path, path, column[i], path, column[i])
		case schema.Text:
			keys := make([]string, 0, len(column))
			for _, name := range names[i:] {
				keys = append(keys, name.Text)
			}
			t.failAt(at, "%s is text: use json_extract_scalar(%s, '$.%s')", path, path, strings.Join(keys, "."))
		default:
			t.failAt(at, "%s has no fields", path)
		}
		return
	}
}
