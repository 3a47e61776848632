package dialect

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// columnShapes returns the columns that SELECT * gives, and the types of all
// columns that can be named.
func columnShapes(table Table, columns []Column) (visible map[string]bool, shape map[string]Type) {
	visible, shape = map[string]bool{}, map[string]Type{}
	scan := map[string]Type{}
	for _, c := range columns {
		scan[c.Name] = c.Type
	}
	for _, c := range slices.Concat(hiddenColumns(table), table.Columns) {
		name := strings.ToLower(c.Name)
		shape[name] = typeOfExpression(c.Expression, scan)
	}
	for _, c := range table.Columns {
		visible[strings.ToLower(c.Name)] = true
	}
	return visible, shape
}

// typeOfExpression knows the few forms of expression that tables have.
func typeOfExpression(expression string, scan map[string]Type) Type {
	switch {
	case strings.HasSuffix(expression, "AS MAP(VARCHAR, VARCHAR))"):
		return Type{Kind: Map}
	case strings.HasSuffix(expression, "AS TIMESTAMP)"):
		return Type{Kind: Timestamp}
	case strings.HasSuffix(expression, "AS BIGINT)"):
		return Type{Kind: BigInt}
	case strings.HasSuffix(expression, "AS BOOLEAN)"):
		return Type{Kind: Boolean}
	}
	return scan[strings.Trim(expression, `"`)]
}

// hidden says whether a name is a column that SELECT * leaves out.
func (r *rewriter) hidden(name string) bool {
	_, known := r.shape[name]
	return known && !r.visible[name]
}

// chainLength returns how many nodes make a name with its fields: a.b.c has
// five. A function's name is no chain.
func chainLength(nodes []node) int {
	if len(nodes) == 0 || !nodes[0].isName() {
		return 0
	}
	i := 1
	for i+1 < len(nodes) && nodes[i].isOperator(".") && nodes[i+1].isName() {
		i += 2
	}
	if i < len(nodes) && nodes[i].parens() && (nodes[i-1].kind != wordToken || !nodes[i-1].is(
		"in", "and", "or", "not", "any", "all", "some", "between", "like", "when", "then", "else", "on", "where", "exists")) {
		return 0
	}
	return i
}

// chainNames returns the names of a chain in lower case.
func chainNames(chain []node) []string {
	names := make([]string, 0, len(chain)/2+1)
	for i := 0; i < len(chain); i += 2 {
		names = append(names, chain[i].name())
	}
	return names
}

// needsWide says whether a block names a column that SELECT * leaves out, or
// a leaf of a struct that the scan can give without the struct.
func (r *rewriter) needsWide(b *block) bool {
	for _, c := range b.clauses {
		late := c.keyword == "group" || c.keyword == "having" || c.keyword == "order"
		if r.namesHidden(c.body, b, late) {
			return true
		}
	}
	return false
}

func (r *rewriter) namesHidden(nodes []node, b *block, late bool) bool {
	for i := 0; i < len(nodes); {
		if r.namesHidden(nodes[i].kids, b, late) {
			return true
		}
		if nodes[i].is("element_at") && i+1 < len(nodes) && len(b.logs) > 0 {
			if column, _ := r.mapColumn(at0(split(nodes[i+1].kids)), b); column != "" {
				return true
			}
		}
		if nodes[i].is("json_extract_scalar") && i+1 < len(nodes) {
			if _, _, ok := r.scalarOf(split(nodes[i+1].kids), b); ok {
				return true
			}
		}
		length := chainLength(nodes[i:])
		literal := i+1 < len(nodes) && nodes[i+1].kind == stringToken // DATE '…'
		if length == 0 || length == 1 && literal || i > 0 && (nodes[i-1].is("as") || nodes[i-1].isOperator(".")) {
			i++
			continue
		}
		column, qualified := b.columnOf(chainNames(nodes[i : i+length]))
		if len(column) > 0 && r.columnNeedsWide(column, qualified, b, late) {
			return true
		}
		i += length
	}
	return false
}

func (r *rewriter) columnNeedsWide(column []string, qualified bool, b *block, late bool) bool {
	name := column[0]
	if r.hidden(name) && !b.locals[name] {
		if qualified || b.alone {
			return qualified || !(late && b.aliases[name] > 0)
		}
		return !r.aliases[name]
	}
	return len(column) > 1 && !b.star && !b.whole[name] && r.isLeaf(column) && (qualified || b.alone && !b.locals[name])
}

// isLeaf says whether names are the path of a leaf that is a column itself.
func (r *rewriter) isLeaf(names []string) bool {
	t, ok := r.shape[strings.Join(names, ".")]
	whole, visible := r.shape[names[0]]
	return ok && t.Kind == Text && visible && whole.Kind == Struct && leafKind(whole, names[1:]) == Text
}

// leafKind returns the kind of a field of a struct; Struct if there is none.
func leafKind(t Type, path []string) Kind {
	for _, name := range path {
		i := slices.IndexFunc(t.Fields, func(f Field) bool { return f.Name == name })
		if t.Kind != Struct || i < 0 {
			return Struct
		}
		t = t.Fields[i].Type
	}
	return t.Kind
}

// columnOf strips the table's name from a chain. It returns nothing if the
// chain belongs to another table.
func (b *block) columnOf(names []string) (column []string, qualified bool) {
	if slices.Contains(b.others, names[0]) && len(names) > 1 {
		return nil, false
	}
	for i := 0; i < min(len(names)-1, 3); i++ {
		if slices.Contains(b.logs, names[i]) {
			return names[i+1:], true
		}
	}
	return names, false
}

// mapColumn returns the column if nodes name one of Lake's maps that can be
// read as JSON, and the prefix that names its table.
func (r *rewriter) mapColumn(nodes []node, b *block) (column, prefix string) {
	if !r.lake || b.star || len(nodes) == 0 || chainLength(nodes) != len(nodes) {
		return "", ""
	}
	names, qualified := b.columnOf(chainNames(nodes))
	if len(names) != 1 || b.whole[names[0]] || r.shape[names[0]].Kind != Map || !qualified && (!b.alone || b.locals[names[0]]) {
		return "", ""
	}
	if _, ok := r.shape[names[0]+".json"]; !ok {
		return "", ""
	}
	if qualified {
		prefix = sqltext.Identifier(nodes[len(nodes)-3].name()) + "."
	}
	return names[0], prefix
}

// chain rewrites a name with its fields. It returns the nodes and, if they
// are no longer a plain name, the name that a result's column should have.
func (r *rewriter) chain(nodes []node, env environment) (out []node, name string) {
	names := chainNames(nodes)
	if replacement, ok := env.lambda[names[0]]; ok {
		return r.lambdaChain(nodes, replacement), ""
	}
	if len(env.blocks) == 0 {
		return r.plainChain(nodes), ""
	}
	b := env.blocks[len(env.blocks)-1]
	if column, length := b.flat.column(names); length > 0 {
		return b.flat.chain(nodes, column, length)
	}
	column, qualified := b.columnOf(names)
	if len(b.logs) == 0 || len(column) == 0 || !qualified && (!b.alone || b.locals[column[0]]) {
		return r.plainChain(nodes), ""
	}
	nodes = nodes[2*(len(names)-len(column)):]
	prefix := ""
	if qualified {
		prefix = sqltext.Identifier(names[len(names)-len(column)-1]) + "."
	}
	return r.logsColumn(nodes, column, prefix, b)
}

// logsColumn rewrites a chain that begins with a column of the logs.
func (r *rewriter) logsColumn(nodes []node, column []string, prefix string, b *block) ([]node, string) {
	if format, ok := r.formats[column[0]]; ok && len(column) == 1 {
		expression := strings.ReplaceAll(dayExpression(format), `"timestamp"`, prefix+`"timestamp"`)
		return []node{raw(expression, nodes[0])}, column[0]
	}
	last := nodes[len(nodes)-1]
	if len(column) > 1 {
		if b.wide && !b.star && !b.whole[column[0]] && r.isLeaf(column) {
			return []node{raw(prefix+sqltext.Identifier(strings.Join(column, ".")), nodes[0])}, unquoted(last)
		}
		r.checkFields(nodes, column)
	}
	out := r.plainChain(nodes)
	if prefix != "" {
		out[0].text = prefix + out[0].text
		out[0].before = nodes[0].before
	}
	return out, ""
}

// unquoted returns a name as written, without quotes.
func unquoted(n node) string {
	if n.kind == quotedToken {
		return unquote(n.text)
	}
	return n.text
}

// checkFields explains the access to a field of what has no such field.
func (r *rewriter) checkFields(nodes []node, column []string) {
	t, known := r.shape[column[0]]
	for i := 1; known && i < len(column); i++ {
		at, path := nodes[0], strings.Join(column[:i], ".")
		switch t.Kind {
		case Struct:
			k := slices.IndexFunc(t.Fields, func(f Field) bool { return f.Name == column[i] })
			if k < 0 {
				r.fail(nodes[2*i], "%s has no field %s: it has %s", path, column[i], fieldNames(t))
				return
			}
			t = t.Fields[k].Type
			continue
		case Map:
			r.fail(at, "%s is a map: use element_at(%s, '%s')", path, path, unquoted(nodes[2*i]))
		case List:
			r.fail(at, "%s is an array: use element_at(%s, 1).%s, or CROSS JOIN UNNEST(%s) AS t(item) and item.%s",
				path, path, column[i], path, column[i])
		case Text:
			keys := make([]string, 0, len(column))
			for k := 2 * i; k < len(nodes); k += 2 {
				keys = append(keys, unquoted(nodes[k]))
			}
			r.fail(at, "%s is text: use json_extract_scalar(%s, '$.%s')", path, path, strings.Join(keys, "."))
		default:
			r.fail(at, "%s has no fields", path)
		}
		return
	}
}

func fieldNames(t Type) string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

// plainChain writes a chain so that DuckDB takes its words for names.
func (r *rewriter) plainChain(nodes []node) []node {
	out := slices.Clone(nodes)
	for i := 0; i < len(out); i += 2 {
		n := out[i]
		switch {
		case i > 0 || len(nodes) > 1 || n.kind == quotedToken:
			out[i] = asIdentifier(n)
		case nameInTrino(n.name()) || n.is("timestamp", "date", "time"):
			out[i].text = sqltext.Identifier(n.text)
		}
	}
	return out
}

// lambdaChain writes a lambda's parameter with its fields.
func (r *rewriter) lambdaChain(nodes []node, replacement string) []node {
	out := r.plainChain(nodes)
	out[0].text = replacement
	return out
}
