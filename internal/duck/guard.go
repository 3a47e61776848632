//go:build cgo

package duck

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	bindings "github.com/duckdb/duckdb-go-bindings"

	"github.com/trailq/trailq/internal/dialect"
)

// The guard is the second of four locks. Package dialect prints what it has
// understood of a statement and nothing else; the guard looks at what DuckDB
// itself understands of the printed text; DuckDB's settings allow no access to the
// outside; and the process can write nowhere else (see package confine). So a difference between dialect's reading and DuckDB's, such as
// the end of a nested comment, runs nothing.

// guarded is a statement as the guard divides it: a head that package dialect has
// made, with a name that it made in this run, and the query behind it.
type guarded struct {
	kind  bindings.StatementType
	name  string // of a table or view that the statement makes, fills or drops
	query string // empty where the head is all
}

const quotedName = `"((?:[^"]|"")*)"`

// guardedHeads are the heads, each with the type of statement that it begins.
func guardedHeads() []guardedHead {
	return []guardedHead{
		{regexp.MustCompile(`^EXPLAIN (?:ANALYZE )?`), bindings.StatementTypeExplain},
		{regexp.MustCompile(`^CREATE (?:OR REPLACE )?TEMP (?:TABLE|VIEW) (?:IF NOT EXISTS )?` + quotedName + ` AS `), bindings.StatementTypeCreate},
		{regexp.MustCompile(`^INSERT INTO ` + quotedName + `(?: ?\((?:"(?:[^"]|"")*"|[\w, ])*\))? ?`), bindings.StatementTypeInsert},
		{regexp.MustCompile(`^DROP (?:TABLE|VIEW) ` + quotedName + `$`), bindings.StatementTypeDrop},
	}
}

type guardedHead struct {
	pattern *regexp.Regexp
	kind    bindings.StatementType
}

// divideStatement divides a statement. Keywords of a head can be in lower case, as
// the user wrote them.
func divideStatement(sql string, heads []guardedHead) guarded {
	sql = strings.TrimSpace(sql)
	upper := upperHead(sql)
	for _, head := range heads {
		found := head.pattern.FindStringSubmatchIndex(upper)
		if found == nil {
			continue
		}
		g := guarded{kind: head.kind, query: sql[found[1]:]}
		if len(found) > 2 {
			g.name = strings.ReplaceAll(sql[found[2]:found[3]], `""`, `"`)
		}
		return g
	}
	return guarded{kind: bindings.StatementTypeSelect, query: sql}
}

// upperHead returns sql with its ASCII letters in upper case, so that offsets stay
// the same.
func upperHead(sql string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, sql)
}

// errUnparsed means that a statement is no SQL to DuckDB.
var errUnparsed = refuseStatement("the engine cannot parse it")

// checkStatement refuses a statement that is not what package dialect makes:
// one query, alone or behind a head for a table that is not ours, which calls no
// function that looks outside of the logs.
func (q *query) checkStatement(sql string) (bindings.StatementType, error) {
	g := divideStatement(sql, guardedHeads())
	if isReserved(q.db.defined, g.name) {
		return g.kind, refuseStatement("the name %q is taken", g.name)
	}
	if g.kind == bindings.StatementTypeDrop {
		return g.kind, nil
	}
	var text string
	err := q.db.conn.QueryRowContext(q.ctx, "SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR), skip_null := true, skip_empty := true) AS VARCHAR)", g.query).Scan(&text)
	if err != nil {
		return g.kind, err
	}
	var parsed struct {
		Error      bool   `json:"error"`
		Type       string `json:"error_type"`
		Statements []any  `json:"statements"`
	}
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		return g.kind, fmt.Errorf("DuckDB's reading of the statement: %w", err)
	}
	switch {
	case parsed.Error && parsed.Type == "parser":
		return g.kind, errUnparsed
	case parsed.Error:
		return g.kind, refuseStatement("it is not a query")
	case len(parsed.Statements) != 1:
		return g.kind, refuseStatement("it is more than one query")
	}
	tree := parsedQuery{tables: q.db.tableNames()}
	tree.addNames(parsed.Statements[0])
	return g.kind, tree.checkTree(parsed.Statements[0])
}

// checkKind refuses a prepared statement that is of another type than its text.
func (q *query) checkKind(want bindings.StatementType) error {
	if got := bindings.PreparedStatementType(q.prepared); got != want {
		return refuseStatement("DuckDB takes it as a statement of type %d", got)
	}
	return nil
}

// refuseStatement returns the error for a statement that the guard does not let through.
func refuseStatement(format string, values ...any) error {
	return &dialect.Error{Message: "the statement is refused: " + fmt.Sprintf(format, values...)}
}

// isReserved reports whether a table, view or function of the engine has the name.
// Reports make tables of their own, whose names begin with trailq_ as well.
func isReserved(defined *definitions, name string) bool {
	name = strings.ToLower(name)
	return slices.Contains([]string{scanName, writeScanName, parquetView, repeatedTable}, name) || defined.byName[name] != nil
}

// tableNames returns the names of tables and views that a query can read.
func (db *DB) tableNames() []string {
	db.mu.Lock()
	defer db.mu.Unlock()
	names := make([]string, 0, len(db.known)+4)
	for _, name := range db.known {
		names = append(names, strings.ToLower(name))
	}
	for name := range db.defined.byName {
		if !strings.HasPrefix(name, "trino_") {
			names = append(names, name)
		}
	}
	return names
}

// parsedQuery checks the tree that DuckDB has made of a query.
type parsedQuery struct {
	tables []string // that it can read, in lower case
}

// addNames adds the names that WITH gives anywhere in the tree.
func (p *parsedQuery) addNames(node any) {
	switch node := node.(type) {
	case map[string]any:
		if entries, ok := node["cte_map"].(map[string]any); ok {
			list, _ := entries["map"].([]any)
			for _, entry := range list {
				if pair, ok := entry.(map[string]any); ok {
					p.tables = append(p.tables, strings.ToLower(textOf(pair, "key")))
				}
			}
		}
		if name := textOf(node, "cte_name"); name != "" {
			p.tables = append(p.tables, strings.ToLower(name))
		}
		for _, child := range node {
			p.addNames(child)
		}
	case []any:
		for _, child := range node {
			p.addNames(child)
		}
	}
}

// checkTree refuses a tree with a part that is not on a list, or on the list of what
// is hidden.
func (p *parsedQuery) checkTree(node any) error {
	switch node := node.(type) {
	case map[string]any:
		if err := p.checkNode(node); err != nil {
			return err
		}
		for _, child := range node {
			if err := p.checkTree(child); err != nil {
				return err
			}
		}
	case []any:
		for _, child := range node {
			if err := p.checkTree(child); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *parsedQuery) checkNode(node map[string]any) error {
	if textOf(node, "catalog") != "" || textOf(node, "catalog_name") != "" {
		return refuseStatement("it names a catalog of the engine")
	}
	if schema := textOf(node, "schema") + textOf(node, "schema_name"); schema != "" && schema != "main" {
		return refuseStatement("it names the schema %q of the engine", schema)
	}
	switch textOf(node, "type") {
	case "TABLE_FUNCTION":
		function, _ := node["function"].(map[string]any)
		if name := textOf(function, "function_name"); !isTableFunction(name) {
			return refuseStatement("it calls the table function %q", name)
		}
	case "BASE_TABLE":
		if name := textOf(node, "table_name"); !slices.Contains(p.tables, strings.ToLower(name)) {
			return refuseStatement("it reads %q, which is not the logs", name)
		}
	case "SHOW_REF":
		if kind := textOf(node, "show_type"); kind != "DESCRIBE" {
			return refuseStatement("it is a %s", kind)
		}
	}
	if name := textOf(node, "function_name"); isHiddenFunction(name) {
		return refuseStatement("it calls the function %q", name)
	}
	return nil
}

// isTableFunction reports whether a query can call a table function.
func isTableFunction(name string) bool {
	switch strings.ToLower(name) {
	case "unnest", "generate_series", "range":
		return true
	}
	return false
}

// isHiddenFunction reports whether a function of DuckDB tells about the engine or
// the machine, acts on them, or runs SQL of its own.
func isHiddenFunction(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "current_setting", "getvariable", "getenv", "write_log", "parse_duckdb_log_message", "nextval", "currval", "sleep_ms",
		"current_query", "current_query_id", "current_connection_id", "current_transaction_id", "txid_current", "in_search_path",
		"current_database", "current_catalog", "current_schema", "current_schemas", "get_block_size", "stats", "vector_type",
		"json_serialize_sql", "json_deserialize_sql", "json_serialize_plan", "json_execute_serialized_sql", "query", "query_table":
		return true
	}
	return strings.HasPrefix(name, "pg_") || strings.HasPrefix(name, "duckdb_") || strings.HasPrefix(name, "inet_") || strings.HasPrefix(name, "trailq_")
}

// textOf returns a text of an object, empty where there is none.
func textOf(object map[string]any, key string) string {
	text, _ := object[key].(string)
	return text
}
