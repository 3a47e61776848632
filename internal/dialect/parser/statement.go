package parser

import "github.com/trailq/trailq/internal/dialect/syntax"

// parseStatement parses a statement. What is no query about tables is refused
// with a reason.
func (p *parser) parseStatement() syntax.Statement {
	t := p.peek()
	switch {
	case p.isQueryAt(p.at):
		return p.parseQuery()
	case t.IsWord("EXPLAIN"):
		return p.parseExplain()
	case t.IsWord("CREATE"):
		return p.parseCreate()
	case t.IsWord("INSERT"):
		return p.parseInsert()
	case t.IsWord("DROP"):
		return p.parseDrop()
	case t.IsOneOf("DESCRIBE", "DESC"):
		p.next()
		if p.peek().Kind == syntax.End {
			p.fail(t, "DESCRIBE expects a table's name")
		}
		return &syntax.Describe{Pos: syntax.Pos(t.Offset), Table: p.parseTableName()}
	case t.IsWord("SHOW"):
		return p.parseShow()
	case t.IsWord("UNLOAD"):
		p.fail(t, "UNLOAD writes to S3: give the SELECT alone, and the output's format as a flag")
	case t.IsWord("FROM"):
		p.fail(t, "a query begins with SELECT or WITH")
	case t.Kind == syntax.End:
		p.fail(t, "there is no statement: write SELECT …")
	default:
		p.fail(t, "%s is not available: a statement is a SELECT, WITH, CREATE TABLE … AS SELECT, EXPLAIN, DESCRIBE or SHOW", t.Text)
	}
	return nil
}

// parseExplain reads EXPLAIN [ANALYZE [VERBOSE]] [(options)] statement.
func (p *parser) parseExplain() syntax.Statement {
	first := p.next()
	e := &syntax.Explain{Pos: syntax.Pos(first.Offset), Analyze: p.accept("ANALYZE")}
	p.accept("VERBOSE")
	if p.peek().IsOperator("(") && p.peekAt(1).IsOneOf("TYPE", "FORMAT") {
		p.at = p.closing[p.at] + 1
	}
	if !p.isQueryAt(p.at) || p.peek().IsOperator("(") {
		p.fail(first, "EXPLAIN expects a query")
		return nil
	}
	e.Statement = p.parseQuery()
	return e
}

// parseCreate reads CREATE [OR REPLACE] TABLE or VIEW … AS query.
func (p *parser) parseCreate() syntax.Statement {
	c := &syntax.Create{Pos: syntax.Pos(p.next().Offset), Replace: p.accept("OR", "REPLACE")}
	if !p.peek().IsOneOf("TABLE", "VIEW") {
		p.fail(p.peek(), "only CREATE TABLE … AS SELECT and CREATE VIEW … AS SELECT are available; a table's DDL is for --ddl")
		return nil
	}
	c.View = p.next().IsWord("VIEW")
	c.IfNotExists = p.accept("IF", "NOT", "EXISTS")
	c.Name = p.parsePath("a table's name")
	if p.peek().IsOperator("(") && p.tokens[p.closing[p.at]+1].IsOneOf("AS", "WITH", "COMMENT") && !p.peekAt(2).IsName() {
		c.Columns = p.parseNames("a column's name")
	}
	p.skipOptions()
	if !p.accept("AS") {
		p.fail(p.peek(), "AS and a query are expected here; a table's DDL is for --ddl")
		return nil
	}
	c.Query = p.parseStatementQuery()
	if !p.accept("WITH", "DATA") {
		p.accept("WITH", "NO", "DATA")
	}
	return c
}

// skipOptions passes what says where and how Athena would store a table.
func (p *parser) skipOptions() {
	for {
		switch {
		case p.peek().IsWord("COMMENT") && p.peekAt(1).Kind == syntax.String:
			p.at += 2
		case p.peek().IsWord("WITH") && p.peekAt(1).IsOperator("("):
			p.at = p.closing[p.at+1] + 1
		case p.accept("SECURITY", "DEFINER"), p.accept("SECURITY", "INVOKER"):
		default:
			return
		}
	}
}

// parseStatementQuery reads the query of a statement, which can stand in
// brackets.
func (p *parser) parseStatementQuery() *syntax.Query {
	if !p.isQueryAt(p.at) {
		p.failExpecting("a query")
		return nil
	}
	return p.parseQuery()
}

// parseInsert reads INSERT INTO name [(columns)] query.
func (p *parser) parseInsert() syntax.Statement {
	i := &syntax.Insert{Pos: syntax.Pos(p.next().Offset)}
	p.expect("INTO")
	i.Name = p.parsePath("a table's name")
	if p.peek().IsOperator("(") && !p.isQueryAt(p.at) {
		i.Columns = p.parseNames("a column's name")
	}
	i.Query = p.parseStatementQuery()
	return i
}

// parseDrop reads DROP TABLE [IF EXISTS] name.
func (p *parser) parseDrop() syntax.Statement {
	first := p.next()
	if !p.peek().IsOneOf("TABLE", "VIEW") {
		p.fail(first, "DROP TABLE expects the name of a table made in this run")
		return nil
	}
	d := &syntax.Drop{Pos: syntax.Pos(first.Offset), View: p.next().IsWord("VIEW")}
	d.IfExists = p.accept("IF", "EXISTS")
	d.Name = p.parsePath("a table's name")
	return d
}

// parseShow reads SHOW COLUMNS FROM table and SHOW TABLES.
func (p *parser) parseShow() syntax.Statement {
	first := p.next()
	switch {
	case p.accept("COLUMNS", "FROM"), p.accept("COLUMNS", "IN"):
		return &syntax.Describe{Pos: syntax.Pos(first.Offset), Table: p.parseTableName()}
	case p.accept("TABLES"):
		if p.accept("FROM") || p.accept("IN") {
			p.parsePath("a database's name")
		}
		if p.peek().Kind == syntax.String || p.accept("LIKE") && p.peek().Kind == syntax.String {
			p.next()
		}
		return &syntax.ShowTables{Pos: syntax.Pos(first.Offset)}
	}
	p.fail(first, "SHOW COLUMNS FROM table and SHOW TABLES are available")
	return nil
}

// parsePath reads name[.name…].
func (p *parser) parsePath(what string) []syntax.Name {
	path := []syntax.Name{p.parseTablePiece(what)}
	for p.acceptOperator(".") {
		if t := p.peek(); t.Kind == syntax.Word && syntax.IsReserved(t.Text) { // as published queries have it: database.table
			p.next()
			path = append(path, nameOf(t))
			continue
		}
		path = append(path, p.parseTablePiece(what))
	}
	return path
}
