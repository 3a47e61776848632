package dialect

import (
	"slices"

	"github.com/trailq/trailq/internal/sqltext"
)

// statement rewrites a whole statement. What is no question about the logs,
// or would reach outside, is refused with a reason.
func (r *rewriter) statement(nodes []node) []node {
	if len(nodes) == 0 {
		r.err = &Error{Message: "there is no statement: write SELECT …"}
		return nil
	}
	switch first := nodes[0]; {
	case isQuery(nodes):
		return r.query(nodes, environment{})
	case first.is("explain"):
		return r.explain(nodes)
	case first.is("create"):
		return r.create(nodes)
	case first.is("insert") && len(nodes) > 2 && nodes[1].is("into"):
		return r.insert(nodes)
	case first.is("drop"):
		return r.drop(nodes)
	case first.is("describe", "desc"):
		return r.describe(nodes[1:])
	case first.is("show"):
		return r.show(nodes)
	case first.is("unload"):
		r.fail(first, "UNLOAD writes to S3: give the SELECT alone, and the output's format as a flag")
	case first.is("from"):
		r.fail(first, "a query begins with SELECT or WITH")
	default:
		r.fail(first, "%s is not available: a statement is a SELECT, WITH, CREATE TABLE … AS SELECT, EXPLAIN, DESCRIBE or SHOW", first.text)
	}
	return nil
}

// explain rewrites EXPLAIN [ANALYZE] [(options)] query.
func (r *rewriter) explain(nodes []node) []node {
	for i := 1; i < len(nodes); i++ {
		if isQuery(nodes[i:]) && !nodes[i].parens() {
			return slices.Concat(r.explainHead(nodes[:i]), r.query(nodes[i:], environment{}))
		}
	}
	r.fail(nodes[0], "EXPLAIN expects a query")
	return nil
}

// explainHead drops Trino's options, as (TYPE LOGICAL).
func (r *rewriter) explainHead(nodes []node) []node {
	return slices.DeleteFunc(slices.Clone(nodes), func(n node) bool { return n.group || n.is("verbose") })
}

// create rewrites CREATE TABLE name [WITH (…)] AS query and CREATE VIEW. The
// table lives as long as the run.
func (r *rewriter) create(nodes []node) []node {
	i := 1
	for i < len(nodes) && nodes[i].is("or", "replace") {
		i++
	}
	if i >= len(nodes) || !nodes[i].is("table", "view") {
		r.fail(nodes[min(i, len(nodes)-1)], "only CREATE TABLE … AS SELECT and CREATE VIEW … AS SELECT are available; a table's DDL is for --ddl")
		return nil
	}
	kind := nodes[i]
	i++
	head := "CREATE OR REPLACE TEMP " + kind.text
	if i+2 < len(nodes) && nodes[i].is("if") && nodes[i+1].is("not") && nodes[i+2].is("exists") {
		head = "CREATE TEMP " + kind.text + " IF NOT EXISTS"
		i += 3
	}
	part := fromPart{}
	length := r.readName(nodes[i:], &part)
	if length == 0 {
		return nil
	}
	i += length
	if i+1 < len(nodes) && nodes[i].is("with") && nodes[i+1].parens() {
		i += 2 // where and how Athena would store it
	}
	if i+1 >= len(nodes) || !nodes[i].is("as") {
		r.fail(nodes[min(i, len(nodes)-1)], "AS and a query are expected here; a table's DDL is for --ddl")
		return nil
	}
	r.creates, r.view = part.name, kind.is("view")
	name := raw(head+" "+sqltext.Identifier(part.name), nodes[0])
	return slices.Concat([]node{name}, []node{spacedRaw("AS", nodes[i])}, r.wholeQuery(nodes[i+1:]))
}

// wholeQuery rewrites a query that may stand in brackets.
func (r *rewriter) wholeQuery(nodes []node) []node {
	if !isQuery(nodes) {
		r.fail(nodes[0], "a query is expected here")
		return nil
	}
	return spaced(r.query(nodes, environment{}))
}

// readName reads the name of a table that is made, which is the logs' never.
func (r *rewriter) readName(nodes []node, part *fromPart) int {
	i := 0
	for {
		length := gluedName(nodes[i:])
		if length == 0 {
			r.notATable(nodes, i)
			return 0
		}
		part.name = gluedText(nodes[i : i+length])
		i += length
		if i >= len(nodes) || !nodes[i].isOperator(".") {
			return i
		}
		i++
	}
}

// insert rewrites INSERT INTO name query, for a table made in this run.
func (r *rewriter) insert(nodes []node) []node {
	part := fromPart{}
	length := r.readName(nodes[2:], &part)
	if r.err != nil {
		return nil
	}
	if !r.known[part.name] {
		r.fail(nodes[2], "there is no table %s to insert into: CREATE TABLE %s AS SELECT … makes one for this run", part.name, part.name)
		return nil
	}
	rest := nodes[2+length:]
	name := raw("INSERT INTO "+sqltext.Identifier(part.name), nodes[0])
	if len(rest) > 0 && rest[0].parens() && !isQuery(rest[0].kids) {
		columns := rest[0]
		columns.kids = r.identifiers(columns.kids)
		return slices.Concat([]node{name, columns}, r.wholeQuery(rest[1:]))
	}
	if len(rest) == 0 {
		r.fail(nodes[0], "INSERT expects a query")
		return nil
	}
	return slices.Concat([]node{name}, r.wholeQuery(rest))
}

// drop rewrites DROP TABLE [IF EXISTS] name, for a table made in this run.
func (r *rewriter) drop(nodes []node) []node {
	last := fromPart{}
	i := 2
	if len(nodes) > 4 && nodes[2].is("if") {
		i = 4
	}
	if len(nodes) <= i || !nodes[1].is("table", "view") {
		r.fail(nodes[0], "DROP TABLE expects the name of a table made in this run")
		return nil
	}
	if length := r.readName(nodes[i:], &last); length == 0 {
		return nil
	}
	if !r.known[last.name] {
		r.fail(nodes[i], "%s was not made in this run: there is nothing to drop", last.name)
		return nil
	}
	return []node{raw("DROP "+nodes[1].text+" "+sqltext.Identifier(last.name), nodes[0])}
}

// describe rewrites DESCRIBE table.
func (r *rewriter) describe(nodes []node) []node {
	if len(nodes) == 0 {
		r.err = &Error{Message: "DESCRIBE expects a table's name"}
		return nil
	}
	part := fromPart{}
	r.parseTableName(nodes, environment{}, &part)
	name := r.viewName(false)
	if part.kind == otherPart {
		name = sqltext.Identifier(part.name)
	}
	return []node{raw("DESCRIBE "+name, nodes[0])}
}

// show rewrites SHOW COLUMNS FROM table and SHOW TABLES.
func (r *rewriter) show(nodes []node) []node {
	switch {
	case len(nodes) > 3 && nodes[1].is("columns") && nodes[2].is("from", "in"):
		return r.describe(nodes[3:])
	case len(nodes) > 1 && nodes[1].is("tables"):
		return []node{raw("SELECT '"+logsView+"' AS tab_name UNION ALL SELECT '"+lakeView+"'", nodes[0])}
	}
	r.fail(nodes[0], "SHOW COLUMNS FROM table and SHOW TABLES are available")
	return nil
}
