//go:build cgo

package duck

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/duck/guard"
)

// parseWithDuckDB returns the tree that DuckDB makes of a query, nil where it makes
// none.
func parseWithDuckDB(t *testing.T, db *DB, sql string) any {
	t.Helper()
	var text string
	if err := db.conn.QueryRowContext(context.Background(), "SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR)) AS VARCHAR)", sql).Scan(&text); err != nil {
		return nil
	}
	var parsed struct {
		Error      bool  `json:"error"`
		Statements []any `json:"statements"`
	}
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		t.Fatal(err)
	}
	if parsed.Error {
		return nil
	}
	if len(parsed.Statements) != 1 {
		t.Errorf("%d statements: %s", len(parsed.Statements), sql)
	}
	return any(parsed.Statements)
}

// visitObjects calls visit for every object in a tree.
func visitObjects(node any, visit func(map[string]any)) {
	switch node := node.(type) {
	case map[string]any:
		visit(node)
		for _, child := range node {
			visitObjects(child, visit)
		}
	case []any:
		for _, child := range node {
			visitObjects(child, visit)
		}
	}
}

// Every place that DuckDB's tree names is the start of one of our tokens, and every
// text, name and function in it is one that our tokens have: both read the same
// tokens in each text that is sent.
func FuzzTokens(f *testing.F) {
	for _, text := range append(hostileQueries(), unnestQueries()...) {
		f.Add(text)
	}
	db, err := Open(context.Background(), trailq.Dir(f.TempDir()), Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { db.Close() })
	f.Fuzz(func(t *testing.T, text string) {
		rewritten, err := dialect.Rewrite(text, dialect.Options{})
		if err != nil {
			t.Skip()
		}
		s := guard.Divide(rewritten.SQL)
		tokens, err := syntax.Tokenize(s.Query)
		if err != nil {
			t.Fatalf("%q is sent, and is no SQL to us: %v", rewritten.SQL, err)
		}
		tree := parseWithDuckDB(t, db, s.Query)
		checkTokens(t, s.Query, tokens, tree)
	})
}

func checkTokens(t *testing.T, sql string, tokens []syntax.Token, tree any) {
	t.Helper()
	starts, texts := make(map[int]bool), make(map[string]bool)
	for _, token := range tokens {
		starts[token.Offset] = true
		texts[plainText(token.Text)] = true
	}
	visitObjects(tree, func(node map[string]any) {
		if place, ok := node["query_location"].(float64); ok && place < float64(len(sql)) && !starts[int(place)] {
			t.Errorf("DuckDB has a token at %d of %q", int(place), sql)
		}
		if name := textOf(node, "table_name"); name != "" && !texts[strings.ToLower(name)] {
			t.Errorf("DuckDB reads the table %q in %q", name, sql)
		}
		names, _ := node["column_names"].([]any)
		for _, name := range names {
			if name, _ := name.(string); !texts[strings.ToLower(name)] && !strings.HasPrefix(name, "__") {
				t.Errorf("DuckDB reads the column %q in %q", name, sql)
			}
		}
	})
}

// textOf returns a text of an object, empty where there is none.
func textOf(object map[string]any, key string) string {
	text, _ := object[key].(string)
	return text
}

// plainText returns a token without quotes, in lower case.
func plainText(token string) string {
	if token != "" && strings.ContainsRune("\"'`", rune(token[0])) && len(token) > 1 {
		quote := token[:1]
		token = strings.ReplaceAll(token[1:len(token)-1], quote+quote, quote)
	}
	return strings.ToLower(token)
}

// hostileQueries returns texts that lexers read in different ways.
func hostileQueries() []string {
	return slices.Concat(wrapped("SELECT 1"), wrapped("SELECT 'a' AS b FROM cloudtrail_logs"), []string{
		"SELECT 1 /* /* */ || ' */ , (SELECT 2) /* ' */ AS x", "SELECT 'a''b', \"c\"\"d\", 'e' 'f'", "SELECT 'a'\n'b'", "SELECT 1--2\n+3", "SELECT 1 - -2",
		"SELECT $$x$$", "SELECT $a$x$a$", "SELECT E'\\''", "SELECT U&'\\0041'", "SELECT X'41'", "SELECT 1e5, 1.5E-3, .5, 5., 0x1F, 1_000", "SELECT a.b.c.\"D\" FROM t",
		"SELECT x -> x + 1", "SELECT 'unicode é 日本', \"é\" FROM cloudtrail_logs", "SELECT 1 AS `a`", "SELECT '\x00'", "SELECT '\u00a0'", "SELECT\u00a01", "SELECT\f1", "SELECT\v1",
		"SELECT ?", "SELECT :a", "SELECT @x", "SELECT #1", "SELECT a::int", "SELECT 1 % 2, 1 <> 2, 1 != 2, a || b FROM t", "SELECT INTERVAL '1' DAY, DATE '2023-01-01', TIMESTAMP '2023-01-01 00:00:00'",
		"SELECT count(*) FROM cloudtrail_logs WHERE eventtime > '2023' -- done", "SELECT '%d', 'a\\'", "VALUES (1, 'a'), (2, 'b')", "SELECT ARRAY[1,2][1], MAP(ARRAY['a'], ARRAY[1])",
	})
}
