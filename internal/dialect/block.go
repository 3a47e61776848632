package dialect

import (
	"maps"
	"slices"
	"strconv"
)

// environment is what a name can mean at some place of a statement.
type environment struct {
	tables map[string]bool   // common table expressions
	blocks []*block          // that enclose the place, the innermost last
	lambda map[string]string // parameters of lambdas and what to write for them
	// combined says that the query is made of several by UNION and the like.
	combined bool
}

// inside returns the environment within a block.
func (e environment) inside(b *block) environment {
	e.blocks = append(slices.Clone(e.blocks), b)
	return e
}

// with returns the environment with one more common table expression.
func (e environment) with(table string) environment {
	e.tables = maps.Clone(e.tables)
	if e.tables == nil {
		e.tables = map[string]bool{}
	}
	e.tables[table] = true
	return e
}

// binding returns the environment with parameters of a lambda.
func (e environment) binding(parameters map[string]string) environment {
	e.lambda = maps.Clone(e.lambda)
	if e.lambda == nil {
		e.lambda = map[string]string{}
	}
	maps.Copy(e.lambda, parameters)
	return e
}

// block is one SELECT with its FROM, WHERE and so on.
type block struct {
	clauses []clause
	parts   []fromPart
	logs    []string        // names by which the block knows the logs
	others  []string        // and other tables
	locals  map[string]bool // column names that UNNEST and subqueries give
	alone   bool            // nothing but the logs and UNNESTs: a bare name is a column of the logs
	star    bool            // the SELECT list has a star
	aliases map[string]int  // names in the SELECT list and their place, from 1
	whole   map[string]bool // structs and maps that are grouped by, whose parts must stay theirs
	scalars bool            // the reader may find the scalars in the logs' JSON
	wide    bool            // a column is needed that SELECT * leaves out
	outputs map[string]bool // names of the SELECT list's columns, also where nothing but a column is named
	flat    *flatFrom       // what the FROM clause becomes, if it has that form
}

// query rewrites a query: WITH, blocks, and what combines them.
func (r *rewriter) query(nodes []node, env environment) []node {
	list := clauses(nodes)
	var out []node
	if list[0].keyword == "with" {
		out, env = r.with(list[0], env)
		list = list[1:]
	}
	isSet := func(c clause) bool { return c.keyword == "set" }
	env.combined = slices.ContainsFunc(list, isSet)
	for len(list) > 0 {
		end := slices.IndexFunc(list, isSet)
		if end < 0 {
			end = len(list)
		}
		out = append(out, r.block(list[:end], env)...)
		if end == len(list) {
			break
		}
		out = append(out, list[end].head...)
		if len(list[end].body) > 0 { // a query in brackets after UNION
			out = append(out, r.bracketed(list[end].body, env)...)
		}
		list = list[end+1:]
	}
	return out
}

// with rewrites WITH name [(columns)] AS (query), …
func (r *rewriter) with(c clause, env environment) ([]node, environment) {
	out := slices.Clone(c.head)
	for i, part := range split(c.body) {
		if i > 0 {
			out = append(out, raw(",", part[0]))
		}
		if len(part) < 3 || !part[0].isName() || !part[len(part)-1].parens() {
			r.fail(c.head[0], "WITH expects name AS (query)")
			return out, env
		}
		name, last := part[0].name(), part[len(part)-1]
		r.ctes[name] = true
		inner := env
		if len(c.head) == 2 { // RECURSIVE
			inner = env.with(name)
		}
		last.kids = r.query(last.kids, inner)
		out = append(out, asIdentifier(part[0]))
		out = append(out, r.columnNames(part[1:len(part)-1])...)
		out = append(out, last)
		env = env.with(name)
	}
	return out, env
}

// columnNames rewrites what stands between a common table expression's name
// and its query: (columns) AS.
func (r *rewriter) columnNames(nodes []node) []node {
	out := slices.Clone(nodes)
	for i, n := range out {
		if n.parens() {
			out[i].kids = r.identifiers(n.kids)
		}
	}
	return out
}

// bracketed rewrites nodes that are queries in brackets.
func (r *rewriter) bracketed(nodes []node, env environment) []node {
	out := slices.Clone(nodes)
	for i, n := range out {
		if n.parens() && isQuery(n.kids) {
			out[i].kids = r.query(n.kids, env)
		}
	}
	return out
}

// block rewrites one SELECT.
func (r *rewriter) block(list []clause, env environment) []node {
	if len(list) == 0 {
		return nil
	}
	b := r.newBlock(list, env)
	inner := env.inside(b)
	var out []node
	for _, c := range list {
		out = append(out, r.clause(c, b, env, inner)...)
	}
	return out
}

// clause rewrites one clause of a block.
func (r *rewriter) clause(c clause, b *block, env, inner environment) []node {
	switch c.keyword {
	case "":
		return r.bracketed(c.body, env)
	case "select":
		return slices.Concat(c.head, r.selectList(c.body, b, inner))
	case "from":
		if b.flat != nil {
			return slices.Concat(c.head, spaced(r.emitFlat(b.flat, b, env)))
		}
		return slices.Concat(c.head, r.emitFrom(b.parts, b, env))
	case "values":
		return slices.Concat(c.head, r.values(c.body, inner))
	case "group":
		return slices.Concat(c.head, r.groupBy(c.body, b, inner))
	case "order":
		if b.flat != nil {
			return slices.Concat(c.head, spaced(r.orderBy(c.body, b, inner)))
		}
		return slices.Concat(c.head, r.expression(c.body, inner))
	case "fetch":
		return r.fetch(c)
	case "offset":
		return slices.Concat(c.head, dropWords(c.body, "row", "rows"))
	default:
		return slices.Concat(c.head, r.expression(c.body, inner))
	}
}

// values writes VALUES a, b and VALUES ROW(a), ROW(b) as VALUES (a), (b).
func (r *rewriter) values(body []node, env environment) []node {
	var rows [][]node
	for _, row := range split(body) {
		if len(row) == 2 && row[0].is("row") && row[1].parens() {
			row = row[1:]
		}
		out := r.expression(row, env)
		if len(row) > 0 && !(len(row) == 1 && row[0].parens()) {
			out = []node{group(row[0], "(", out, ")")}
		}
		rows = append(rows, spaced(out))
	}
	return join(rows, ",")
}

// fetch writes FETCH FIRST n ROWS ONLY as LIMIT n.
func (r *rewriter) fetch(c clause) []node {
	count := dropWords(c.body, "row", "rows", "only")
	if len(count) == 0 {
		count = []node{raw(" 1", c.head[0])}
	}
	return append([]node{raw("LIMIT", c.head[0])}, count...)
}

func dropWords(nodes []node, words ...string) []node {
	return slices.DeleteFunc(slices.Clone(nodes), func(n node) bool { return n.is(words...) })
}

// newBlock learns what a block's names mean.
func (r *rewriter) newBlock(list []clause, env environment) *block {
	b := &block{clauses: list, alone: true, aliases: map[string]int{}, locals: map[string]bool{}, outputs: map[string]bool{}}
	for _, c := range list {
		switch c.keyword {
		case "select":
			b.learnSelect(c.body)
		case "from":
			b.parts = r.parseFrom(c.body, env)
			b.learnFrom(b.parts)
		}
	}
	b.alone = b.alone && len(b.logs) == 1
	b.whole = r.groupedWhole(list, b)
	b.scalars = r.canGiveScalars(b, env)
	b.wide = len(b.logs) > 0 && r.needsWide(b)
	b.flat = r.flatten(b, env)
	return b
}

// groupedWhole finds the structs and maps that a block groups by: GROUP BY
// useridentity allows useridentity.arn in the SELECT list, so that may not
// become a column of its own.
func (r *rewriter) groupedWhole(list []clause, b *block) map[string]bool {
	whole := map[string]bool{}
	i := slices.IndexFunc(list, func(c clause) bool { return c.keyword == "group" })
	if i < 0 {
		return whole
	}
	items := split(list[i].body)
	for _, c := range list {
		if c.keyword == "select" { // GROUP BY 1
			items = append(items, split(c.body)...)
		}
	}
	for _, item := range items {
		length := chainLength(item)
		if length == 0 {
			continue
		}
		column, _ := b.columnOf(chainNames(item[:length]))
		if len(column) > 0 && !r.isLeaf(column) {
			whole[column[0]] = true
		}
	}
	return whole
}

func (b *block) learnSelect(body []node) {
	for i, item := range split(body) {
		if isStar(item) {
			b.star = true
		}
		if name, _ := itemAlias(item); name != "" {
			b.aliases[name] = i + 1
			b.outputs[name] = true
		} else if length := chainLength(item); length > 0 && length == len(item) {
			b.outputs[item[length-1].name()] = true
		}
	}
}

func (b *block) learnFrom(parts []fromPart) {
	for _, part := range parts {
		for _, column := range part.columns {
			b.locals[column] = true
		}
		switch part.kind {
		case logsPart:
			b.logs = append(b.logs, part.name)
		case nestedPart:
			b.learnFrom(part.inner)
		case unnestPart:
			b.others = append(b.others, part.name)
		case otherPart, queryPart:
			b.others = append(b.others, part.name)
			b.alone = false
		}
	}
}

// groupBy rewrites GROUP BY. A name that the SELECT list gives, and that is
// a column only of the wide view, means the SELECT list: it becomes its place.
func (r *rewriter) groupBy(body []node, b *block, env environment) []node {
	var parts [][]node
	for _, part := range split(body) {
		if len(part) == 1 && part[0].isName() {
			name := part[0].name()
			if place := b.aliases[name]; place > 0 && b.wide && r.hidden(name) {
				parts = append(parts, []node{raw(strconv.Itoa(place), part[0])})
				continue
			}
		}
		parts = append(parts, r.expression(part, env))
	}
	return join(parts, ",")
}
