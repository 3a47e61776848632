package dialect

import (
	"cmp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// partKind says what a part of a FROM clause is.
type partKind int

const (
	gluePart      partKind = iota // commas and JOIN keywords
	logsPart                      // a table that is taken as the logs
	otherPart                     // a common table expression or a table made before
	queryPart                     // a subquery
	nestedPart                    // joins in brackets
	unnestPart                    // UNNEST(…)
	conditionPart                 // ON … or USING (…)
)

// fromPart is a part of a FROM clause.
type fromPart struct {
	kind       partKind
	nodes      []node   // without the alias
	path       []string // of a table: database and name, in lower case
	alias      []node   // [AS] name [(columns)]
	name       string   // the alias or the table's own name, in lower case
	columns    []string // names in the alias
	ordinality bool
	lateral    bool
	inner      []fromPart // of a nestedPart
}

// joinWords begin or make up what connects tables.
func isJoinWord(n node) bool {
	return n.is("join", "inner", "left", "right", "full", "outer", "cross", "natural")
}

// parseFrom cuts the body of a FROM clause into parts.
func (r *rewriter) parseFrom(body []node, env environment) []fromPart {
	var parts []fromPart
	factor := true
	if len(body) == 0 {
		r.err = cmp.Or(r.err, &Error{Message: "a table's name is missing after FROM"})
	}
	for i := 0; i < len(body) && r.err == nil; {
		n := body[i]
		switch {
		case n.isOperator(",") || isJoinWord(n) && !(factor && i+1 < len(body) && body[i+1].isOperator(".")):
			parts = append(parts, fromPart{kind: gluePart, nodes: body[i : i+1]})
			factor = true
			i++
		case factor:
			part, length := r.parseFactor(body[i:], env)
			parts = append(parts, part)
			factor = false
			i += max(length, 1)
		default:
			length := 1
			for i+length < len(body) && !body[i+length].isOperator(",") && !isJoinWord(body[i+length]) {
				length++
			}
			parts = append(parts, fromPart{kind: conditionPart, nodes: body[i : i+length]})
			i += length
		}
	}
	return parts
}

// parseFactor reads a table, subquery or UNNEST with its alias and returns
// how many nodes it took.
func (r *rewriter) parseFactor(body []node, env environment) (fromPart, int) {
	part := fromPart{}
	i := 0
	if body[0].is("lateral") && len(body) > 1 {
		part.lateral = true
		i = 1
	}
	n := body[i]
	switch {
	case n.parens() && isQuery(n.kids):
		part.kind, part.nodes = queryPart, body[:i+1]
		i++
	case n.parens():
		part.kind, part.nodes, part.inner = nestedPart, body[:i+1], r.parseFrom(n.kids, env)
		i++
	case n.is("unnest") && i+1 < len(body) && body[i+1].parens():
		part.kind, part.nodes = unnestPart, body[i:i+2]
		i += 2
		if i+1 < len(body) && body[i].is("with") && body[i+1].is("ordinality") {
			part.ordinality = true
			i += 2
		}
	default:
		length := r.parseTableName(body[i:], env, &part)
		i += length
	}
	return part, i + parseAlias(body[i:], &part)
}

// parseTableName reads database.name. Names with hyphens and CloudTrail
// Lake's ids need no quotes.
func (r *rewriter) parseTableName(body []node, env environment, part *fromPart) int {
	i := 0
	for {
		length := gluedName(body[i:])
		if length == 0 {
			r.notATable(body, i)
			return max(i, 1)
		}
		part.path = append(part.path, gluedText(body[i:i+length]))
		i += length
		if i+1 >= len(body) || !body[i].isOperator(".") {
			break
		}
		i++
	}
	part.nodes = body[:i]
	part.name = part.path[len(part.path)-1]
	part.kind = logsPart
	if len(part.path) == 1 && (env.tables[part.name] || r.known[part.name]) {
		part.kind = otherPart
		return i
	}
	if len(part.path) > 1 && slices.Contains([]string{"information_schema", "pg_catalog"}, part.path[len(part.path)-2]) {
		r.fail(body[0], "%s is not there: a query can read the logs and nothing else", gluedText(body[:i]))
	}
	if i < len(body) && body[i].parens() && body[i].before == "" {
		r.fail(body[0], "%s(…) is not a table: a query can read the logs and nothing else", part.name)
	}
	r.noteName(body[:i])
	return i
}

// notATable explains what stands where a table should.
func (r *rewriter) notATable(body []node, i int) {
	if len(body) == 0 {
		r.err = cmp.Or(r.err, &Error{Message: "a table's name is missing at the end"})
		return
	}
	if i >= len(body) {
		r.fail(body[len(body)-1], "a table's name is missing after this")
		return
	}
	n := body[i]
	if n.isOperator("<", "{", "$", "[") || n.brackets() {
		r.fail(n, "this is a placeholder: write a table's name here, for example cloudtrail_logs (any name means the logs)")
		return
	}
	r.fail(n, "a table's name is expected here, not %s", n.text)
}

// gluedName returns how many nodes make one name: a name, or pieces with
// hyphens and nothing between, as my-table or 5e2676f8-9fce-46ef-8142-3e36a94e6691.
func gluedName(body []node) int {
	if len(body) == 0 || !namePiece(body[0]) {
		return 0
	}
	if body[0].kind == wordToken && isClauseWord(body[0]) && !(len(body) > 1 && body[1].isOperator(".")) {
		return 0
	}
	i := 1
	for i+1 < len(body) && body[i].isOperator("-") && body[i].before == "" && namePiece(body[i+1]) && body[i+1].before == "" {
		i += 2
	}
	// A piece that begins with a number may lex as two tokens.
	for i < len(body) && body[i].before == "" && namePiece(body[i]) {
		i++
	}
	return i
}

func isClauseWord(n node) bool {
	return n.is("select", "from", "where", "group", "order", "having", "limit", "union", "on", "using", "and", "or", "as")
}

func namePiece(n node) bool {
	return n.isName() || n.kind == numberToken
}

func gluedText(nodes []node) string {
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(n.name())
	}
	return b.String()
}

// noteName keeps a name as written, once.
func (r *rewriter) noteName(nodes []node) {
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(n.text)
	}
	name := b.String()
	if !slices.Contains(r.names, name) {
		r.names = append(r.names, name)
	}
}

// parseAlias reads [AS] name [(columns)] and returns how many nodes it took.
func parseAlias(body []node, part *fromPart) int {
	i := 0
	if i < len(body) && body[i].is("as") {
		i++
	}
	if i >= len(body) || !body[i].isName() || i == 0 && notAnAlias(body[i]) {
		return 0
	}
	part.name = body[i].name()
	i++
	if i < len(body) && body[i].parens() {
		for _, column := range split(body[i].kids) {
			if len(column) == 1 {
				part.columns = append(part.columns, column[0].name())
			}
		}
		i++
	}
	part.alias = body[:i]
	return i
}

func notAnAlias(n node) bool {
	return isJoinWord(n) || n.is("on", "using", "tablesample", "where", "and", "or", "is", "like", "between", "in", "for", "with", "match_recognize")
}

// emitFrom writes the parts of a FROM clause again.
func (r *rewriter) emitFrom(parts []fromPart, b *block, env environment) []node {
	var out []node
	for _, part := range parts {
		out = append(out, r.emitPart(part, b, env)...)
	}
	return out
}

func (r *rewriter) emitPart(part fromPart, b *block, env environment) []node {
	switch part.kind {
	case logsPart:
		return r.emitLogs(part, b)
	case queryPart:
		last := len(part.nodes) - 1
		g := part.nodes[last]
		g.kids = r.query(g.kids, env.inside(b))
		return slices.Concat(part.nodes[:last], []node{g}, r.aliasNodes(part.alias))
	case nestedPart:
		g := part.nodes[len(part.nodes)-1]
		g.kids = r.emitFrom(part.inner, b, env)
		return append([]node{g}, r.aliasNodes(part.alias)...)
	case unnestPart:
		return r.emitUnnest(part, b, env)
	case conditionPart:
		return r.condition(part.nodes, env.inside(b))
	case otherPart:
		return slices.Concat(r.identifiers(part.nodes), r.aliasNodes(part.alias))
	default:
		return part.nodes
	}
}

// emitLogs names the view, under the name that the query knows it by.
func (r *rewriter) emitLogs(part fromPart, b *block) []node {
	view := r.viewName(b.wide)
	from := view
	if r.known[view] || r.ctes[view] {
		from = "main." + view // the query gives that name to something else
	}
	out := []node{raw(from, part.nodes[0])}
	if len(part.alias) > 0 {
		return append(out, r.aliasNodes(part.alias)...)
	}
	if part.name != view {
		alias := raw("AS "+sqltext.Identifier(part.name), part.nodes[0])
		alias.before = " "
		out = append(out, alias)
	}
	return out
}

func (r *rewriter) viewName(wide bool) string {
	switch {
	case r.lake && wide:
		return lakeAllView
	case r.lake:
		return lakeView
	case wide:
		return logsAllView
	}
	return logsView
}

// aliasNodes writes an alias so that DuckDB takes its words for names.
func (r *rewriter) aliasNodes(alias []node) []node {
	out := slices.Clone(alias)
	for i, n := range out {
		switch {
		case n.isName() && !(i == 0 && n.is("as")):
			out[i] = asIdentifier(n)
		case n.parens():
			out[i].kids = r.identifiers(n.kids)
		}
	}
	return out
}

// identifiers writes names so that DuckDB takes them for names.
func (r *rewriter) identifiers(nodes []node) []node {
	out := slices.Clone(nodes)
	for i, n := range out {
		if n.isName() {
			out[i] = asIdentifier(n)
		}
	}
	return out
}

// condition rewrites ON … and USING (…).
func (r *rewriter) condition(nodes []node, env environment) []node {
	switch {
	case nodes[0].is("on"):
		return append([]node{nodes[0]}, r.expression(nodes[1:], env)...)
	case nodes[0].is("tablesample"):
		return r.tableSample(nodes)
	case nodes[0].is("using"):
		return nodes
	}
	remedy := ""
	if nodes[0].is("and", "or") {
		remedy = ": WHERE is missing"
	}
	r.fail(nodes[0], "%s is not expected here, after a table%s", nodes[0].text, remedy)
	return nodes
}

// tableSample writes BERNOULLI (10) as DuckDB does: percents.
func (r *rewriter) tableSample(nodes []node) []node {
	out := slices.Clone(nodes)
	for i, n := range out {
		if n.parens() {
			out[i].kids = append(slices.Clone(n.kids), raw("%", n))
		}
	}
	return out
}
