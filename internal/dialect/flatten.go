package dialect

import (
	"slices"
	"strconv"

	"github.com/trailq/trailq/internal/sqltext"
)

// flatFrom is a FROM clause of one table and UNNESTs of what its rows hold:
//
//	FROM logs AS l CROSS JOIN UNNEST(l.resources) AS t(item)
//
// DuckDB joins the table with the elements of each row, by a number that it gives
// the row. Where the elements are in the SELECT list of a subquery, it need not,
// which takes a third of the time:
//
//	FROM (SELECT *, unnest(l.resources) AS "unnest.t.item" FROM … AS l) AS l
//
// The columns get names that no table has; t.item and item mean them.
type flatFrom struct {
	name    string // of the table and of the subquery
	table   fromPart
	unnests []flatUnnest
	columns map[string]string // of the subquery, by the names "t.item" and "item"
}

// flatUnnest is one of the UNNESTs.
type flatUnnest struct {
	fromPart
	arguments []flatArgument
	ordinal   string            // the column of WITH ORDINALITY, if any
	before    map[string]string // columns that UNNESTs before this one give
	isLeft    bool              // a row without elements stays
}

// flatArgument is an array or map, and the columns that it becomes: itself, or
// these fields of its elements.
type flatArgument struct {
	nodes   []node
	columns []string
	fields  []string
}

// flatten returns the FROM clause of a block as a flatFrom, nil where it has
// another form or where a name could mean something else then.
func (r *rewriter) flatten(b *block, env environment) *flatFrom {
	if b.star || len(b.parts) < 3 {
		return nil
	}
	f := &flatFrom{name: b.parts[0].name, table: b.parts[0], columns: map[string]string{}}
	if f.name == "" {
		f.name = "unnested"
	}
	switch f.table.kind {
	case logsPart, otherPart, queryPart:
	default:
		return nil
	}
	for rest := b.parts[1:]; len(rest) > 0; {
		length := crossJoin(rest)
		isLeft := length == 0
		if isLeft {
			length = leftJoin(rest)
		}
		if length == 0 || !r.addUnnest(f, rest[length], env) {
			return nil
		}
		rest = rest[length+1:]
		if isLeft {
			last := &f.unnests[len(f.unnests)-1]
			if last.isLeft = true; len(last.arguments) != 1 || last.ordinal != "" {
				return nil
			}
			rest = rest[1:] // ON true
		}
	}
	if f.isNamedBelow(b) {
		return nil
	}
	return f
}

// crossJoin returns how many parts stand before an UNNEST that is joined with
// every row; 0 where something else comes.
func crossJoin(parts []fromPart) int {
	glue := slices.IndexFunc(parts, func(p fromPart) bool { return p.kind != gluePart })
	switch {
	case glue < 0 || parts[glue].kind != unnestPart || parts[glue].lateral:
	case glue == 1 && parts[0].nodes[0].isOperator(","):
		return glue
	case glue == 2 && parts[0].nodes[0].is("cross") && parts[1].nodes[0].is("join"):
		return glue
	}
	return 0
}

// leftJoin returns how many parts stand before an UNNEST that is joined with every
// row by LEFT JOIN … ON true; 0 where something else comes.
func leftJoin(parts []fromPart) int {
	i := 0
	for i < len(parts) && parts[i].kind == gluePart {
		if !parts[i].nodes[0].is("left", "outer", "join") {
			return 0
		}
		i++
	}
	if i < 2 || i+1 >= len(parts) || parts[i].kind != unnestPart || parts[i].lateral || parts[i+1].kind != conditionPart {
		return 0
	}
	if on := parts[i+1].nodes; len(on) != 2 || !on[0].is("on") || !on[1].is("true") {
		return 0
	}
	return i
}

// addUnnest adds an UNNEST whose columns all have a name.
func (r *rewriter) addUnnest(f *flatFrom, part fromPart, env environment) bool {
	u := flatUnnest{fromPart: part, before: map[string]string{}}
	for name, column := range f.columns {
		u.before[name] = column
	}
	names := part.columns
	name := func() (column string) {
		if len(names) > 0 {
			column, names = "unnest."+part.name+"."+names[0], names[1:]
		}
		return column
	}
	arguments := split(part.nodes[1].kids)
	for _, nodes := range arguments {
		if isAbove(nodes, env) {
			return false
		}
		argument := flatArgument{nodes: nodes, fields: r.elementFields(nodes, f, len(arguments) == 1 && !isOnlyName(part))}
		for range max(len(argument.fields), 1) {
			argument.columns = append(argument.columns, name())
		}
		u.arguments = append(u.arguments, argument)
	}
	if part.ordinality {
		u.ordinal = name()
	}
	all := len(part.columns)
	if len(names) > 0 || all == 0 || slices.Contains(u.arguments[len(u.arguments)-1].columns, "") || part.ordinality && u.ordinal == "" {
		return false
	}
	if f.isTaken(part.name) || slices.ContainsFunc(part.columns, f.isTaken) {
		return false
	}
	for _, column := range part.columns {
		long := part.name + "." + column
		f.columns[long], f.columns[column] = "unnest."+long, "unnest."+long
	}
	f.unnests = append(f.unnests, u)
	return len(f.columns) == len(u.before)+2*len(part.columns)
}

// isTaken says whether the table or an UNNEST has a name already.
func (f *flatFrom) isTaken(name string) bool {
	return name == f.name || f.columns[name] != "" ||
		slices.ContainsFunc(f.unnests, func(u flatUnnest) bool { return u.name == name })
}

// isOnlyName says whether an UNNEST gives one name to all that an element is.
func isOnlyName(part fromPart) bool {
	return len(part.columns) == 1 || part.ordinality && len(part.columns) == 2
}

// elementFields returns the fields that become columns; none where an element
// itself does. Of an array of rows they do where rows says so, and then their
// names must be known.
func (r *rewriter) elementFields(nodes []node, f *flatFrom, rows bool) []string {
	switch {
	case r.isMap(nodes):
		return []string{"key", "value"}
	case rows && f.table.kind == logsPart && r.isRows(nodes):
		var fields []string
		for _, field := range r.columnType(nodes).Element.Fields {
			fields = append(fields, field.Name)
		}
		return fields
	}
	return nil
}

// isAbove says whether an expression has a query in it or may be about a query
// around this one: in a subquery of the FROM clause neither could be.
func isAbove(nodes []node, env environment) bool {
	for i, n := range nodes {
		if n.parens() && isQuery(n.kids) || isAbove(n.kids, env) {
			return true
		}
		isFirst := n.isName() && i+1 < len(nodes) && nodes[i+1].isOperator(".")
		for _, b := range env.blocks {
			if isFirst && (slices.Contains(b.logs, n.name()) || slices.Contains(b.others, n.name())) {
				return true
			}
		}
	}
	return false
}

// isNamedBelow says whether a query within the block has a name in it that could
// mean what the UNNESTs give, or the block has t.* as a value.
func (f *flatFrom) isNamedBelow(b *block) bool {
	names := map[string]bool{}
	for _, u := range f.unnests {
		names[u.name] = true
		for _, column := range u.columns {
			names[column] = true
		}
	}
	for _, c := range b.clauses {
		if c.keyword != "from" && hasName(c.body, names, false) {
			return true
		}
	}
	return false
}

// hasName looks for the names in the queries among nodes, or within one.
func hasName(nodes []node, names map[string]bool, within bool) bool {
	for i, n := range nodes {
		isRow := i+2 < len(nodes) && nodes[i+1].isOperator(".") && nodes[i+2].isOperator("*")
		if n.isName() && names[n.name()] && (within || isRow) ||
			hasName(n.kids, names, within || n.parens() && isQuery(n.kids)) {
			return true
		}
	}
	return false
}

// emitFlat writes the FROM clause: each UNNEST is a subquery around the last.
func (r *rewriter) emitFlat(f *flatFrom, b *block, env environment) []node {
	out := r.emitPart(f.table, b, env)
	for _, u := range f.unnests {
		inner := *b // an UNNEST does not know its own columns
		inner.flat = &flatFrom{name: f.name, columns: u.before}
		e := &expression{r: r, env: env.inside(&inner), operand: -1}
		out = f.around(r.emitFlatUnnest(e, u), out)
	}
	return out
}

// emitFlatUnnest writes the columns that an UNNEST adds; a second list has those
// that are made of fields.
func (r *rewriter) emitFlatUnnest(e *expression, u flatUnnest) (lists [2][][]node) {
	n := u.nodes[0]
	values := make([][]node, len(u.arguments))
	for i, argument := range u.arguments {
		value := e.argument(argument.nodes)
		if values[i] = value; r.isMap(argument.nodes) {
			values[i] = call("map_entries", n, value)
		}
		if u.isLeft {
			values[i] = call("trino_elements_or_null", n, values[i])
		}
		column := argument.columns[0]
		if len(argument.fields) > 0 {
			column = "unnest." + u.name + "." + strconv.Itoa(i)
		}
		lists[0] = append(lists[0], as(call("unnest", n, values[i]), column))
		for k, field := range argument.fields {
			part := raw(sqltext.Identifier(column)+"."+sqltext.Identifier(field), n)
			lists[1] = append(lists[1], as([]node{part}, argument.columns[k]))
		}
	}
	if u.ordinal != "" {
		lists[0] = append(lists[0], as(r.ordinals(n, values), u.ordinal))
	}
	return lists
}

// as gives a value its column's name.
func as(value []node, column string) []node {
	return append(value, spacedRaw("AS "+sqltext.Identifier(column), value[0]))
}

// around puts a subquery with more columns around a FROM clause, for each list
// that has some.
func (f *flatFrom) around(lists [2][][]node, from []node) []node {
	for _, items := range lists {
		if len(items) == 0 {
			continue
		}
		n := items[0][0]
		query := slices.Concat([]node{raw("SELECT *,", n)}, spaced(join(items, ",")), []node{spacedRaw("FROM", n)}, spaced(from))
		from = []node{group(n, "(", query, ")"), spacedRaw("AS "+sqltext.Identifier(f.name), n)}
	}
	return from
}

// column returns the subquery's column that a chain begins with, and how many of
// its names mean that; 0 if it begins with another.
func (f *flatFrom) column(names []string) (string, int) {
	if f == nil {
		return "", 0
	}
	if len(names) > 1 {
		if column := f.columns[names[0]+"."+names[1]]; column != "" {
			return column, 2
		}
	}
	if column := f.columns[names[0]]; column != "" {
		return column, 1
	}
	return "", 0
}

// chain rewrites a chain that begins with such a column, and names it.
func (f *flatFrom) chain(nodes []node, column string, length int) ([]node, string) {
	first := raw(sqltext.Identifier(f.name)+"."+sqltext.Identifier(column), nodes[0])
	out := append([]node{first}, nodes[2*length-1:]...)
	for i := 2; i < len(out); i += 2 {
		out[i] = asIdentifier(out[i])
	}
	return out, unquoted(nodes[len(nodes)-1])
}

// orderBy rewrites ORDER BY, where a name that the SELECT list gives comes
// before one that UNNEST gives.
func (r *rewriter) orderBy(body []node, b *block, env environment) []node {
	var parts [][]node
	for _, part := range split(body) {
		if len(part) > 0 && chainLength(part) == 1 && b.outputs[part[0].name()] {
			parts = append(parts, append(r.plainChain(part[:1]), r.expression(part[1:], env)...))
			continue
		}
		parts = append(parts, r.expression(part, env))
	}
	return join(parts, ",")
}
