package guard

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/schema"
)

// ErrUnparsed means that a statement is no SQL to DuckDB.
var ErrUnparsed = Refuse("the engine cannot parse it")

// CheckTree refuses a tree, as DuckDB's json_serialize_sql writes it, that is not one
// query which reads the tables and calls functions that are on a list. It returns the
// names of columns that the query can use.
func CheckTree(text []byte, tables []string) (schema.Names, error) {
	var parsed struct {
		Error      bool   `json:"error"`
		Type       string `json:"error_type"`
		Statements []any  `json:"statements"`
	}
	if err := json.Unmarshal(text, &parsed); err != nil {
		return nil, fmt.Errorf("DuckDB's reading of the statement: %w", err)
	}
	switch {
	case parsed.Error && parsed.Type == "parser":
		return nil, ErrUnparsed
	case parsed.Error:
		return nil, Refuse("it is not a query")
	case len(parsed.Statements) != 1:
		return nil, Refuse("it is more than one query")
	}
	q := query{functions: functionNames()}
	for _, table := range tables {
		q.tables = append(q.tables, strings.ToLower(table))
	}
	q.addNames(parsed.Statements[0])
	if err := q.checkTree(parsed.Statements[0]); err != nil {
		return nil, err
	}
	if len(q.unlisted) > 0 {
		return nil, &UnlistedError{Functions: q.unlisted}
	}
	return listNames(parsed.Statements[0]), nil
}

// UnlistedError means that nothing is wrong with a query but that it calls functions
// that are not on the list. The engine has a better error for those that it does not
// have either.
type UnlistedError struct{ Functions []string }

// Error names the first function.
func (e *UnlistedError) Error() string {
	return Refuse("it calls the function %q", e.Functions[0]).Error()
}

// query checks the tree of a query.
type query struct {
	tables    []string // that it can read, in lower case
	functions map[string]bool
	unlisted  []string // functions that it calls
}

// addNames adds the names that WITH gives anywhere in the tree.
func (q *query) addNames(node any) {
	switch node := node.(type) {
	case map[string]any:
		if entries, ok := node["cte_map"].(map[string]any); ok {
			list, _ := entries["map"].([]any)
			for _, entry := range list {
				if pair, ok := entry.(map[string]any); ok {
					q.tables = append(q.tables, strings.ToLower(textOf(pair, "key")))
				}
			}
		}
		if name := textOf(node, "cte_name"); name != "" {
			q.tables = append(q.tables, strings.ToLower(name))
		}
		for _, child := range node {
			q.addNames(child)
		}
	case []any:
		for _, child := range node {
			q.addNames(child)
		}
	}
}

// checkTree refuses a tree with a part that is not on a list.
func (q *query) checkTree(node any) error {
	switch node := node.(type) {
	case map[string]any:
		if err := q.checkNode(node); err != nil {
			return err
		}
		for _, child := range node {
			if err := q.checkTree(child); err != nil {
				return err
			}
		}
	case []any:
		for _, child := range node {
			if err := q.checkTree(child); err != nil {
				return err
			}
		}
	}
	return nil
}

func (q *query) checkNode(node map[string]any) error {
	if textOf(node, "catalog") != "" || textOf(node, "catalog_name") != "" {
		return Refuse("it names a catalog of the engine")
	}
	if schema := textOf(node, "schema") + textOf(node, "schema_name"); schema != "" && schema != "main" {
		return Refuse("it names the schema %q of the engine", schema)
	}
	switch textOf(node, "type") {
	case "TABLE_FUNCTION":
		function, _ := node["function"].(map[string]any)
		if name := textOf(function, "function_name"); !isTableFunction(name) {
			return Refuse("it calls the table function %q", name)
		}
	case "BASE_TABLE":
		if err := q.checkTable(strings.ToLower(textOf(node, "table_name"))); err != nil {
			return err
		}
	case "STAR":
		if isPattern, _ := node["columns"].(bool); isPattern {
			return Refuse("it names columns by a pattern")
		}
	case "SHOW_REF":
		if kind := textOf(node, "show_type"); kind != "DESCRIBE" {
			return Refuse("it is a %s", kind)
		}
	}
	if name := textOf(node, "function_name"); name != "" && !q.isAllowed(strings.ToLower(name)) {
		q.unlisted = append(q.unlisted, name)
	}
	return nil
}

// checkTable refuses a table that is not ours, and one that DuckDB would find for
// itself where a query's own is out of scope or gone: a view of its own, or a file.
func (q *query) checkTable(name string) error {
	if !slices.Contains(q.tables, name) {
		return Refuse("it reads %q, which is not the logs", name)
	}
	for _, prefix := range []string{"duckdb_", "pg_", "pragma_", "sqlite_"} {
		if strings.HasPrefix(name, prefix) {
			return Refuse("%q is a name of the engine's", name)
		}
	}
	if strings.ContainsAny(name, `./\:*?[`) {
		return Refuse("%q is a name of files", name)
	}
	return nil
}

// textOf returns a text of an object, empty where there is none.
func textOf(object map[string]any, key string) string {
	text, _ := object[key].(string)
	return text
}
