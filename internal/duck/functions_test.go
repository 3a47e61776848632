//go:build cgo

package duck

import (
	"github.com/trailq/trailq/internal/dialect/duckdb"

	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck/guard"
)

// A query can call the functions that are on the guard's list, all of which DuckDB has
// or makes of syntax, and none of DuckDB's others.
func TestListedFunctions(t *testing.T) {
	db := openDB(t, trailq.Dir(t.TempDir()), Options{})
	rows, err := askEngine(t, db, "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type NOT IN ('table', 'pragma', 'table_macro') AND NOT starts_with(function_name, 'trino_')")
	if err != nil {
		t.Fatal(err)
	}
	listed := slices.DeleteFunc(guard.Functions(), isTableFunction)
	word := regexp.MustCompile(`^\w+$`)
	refused := 0
	for _, row := range rows {
		name, _ := row[0].(string)
		if i := slices.Index(listed, name); i >= 0 {
			listed = slices.Delete(listed, i, i+1)
			continue
		}
		if !word.MatchString(name) {
			continue
		}
		refused++
		if rows, err := askRaw(t, db, "SELECT "+name+"(1)"); err == nil || !strings.Contains(err.Error(), `it calls the function "`+name+`"`) {
			t.Errorf("%s gives %v, %v", name, rows, err)
		}
	}
	if len(listed) > 0 {
		t.Errorf("listed, and unknown to the engine: %q", listed)
	}
	if refused < 400 {
		t.Errorf("only %d functions are refused", refused)
	}
	t.Logf("%d functions are listed, %d refused", len(guard.Functions()), refused)
}

// isTableFunction reports whether a name on the list is a table function to DuckDB.
func isTableFunction(name string) bool { return name == "unnest" }

// What package dialect prints can be called, where it is a function of the engine's.
func TestPrintedFunctionsAreListed(t *testing.T) {
	listed := guard.Functions()
	rows, err := askEngine(t, openDB(t, trailq.Dir(t.TempDir()), Options{}), "SELECT array_agg(function_name) FROM duckdb_functions()")
	if err != nil {
		t.Fatal(err)
	}
	engine, _ := rows[0][0].([]any)
	printed := regexp.MustCompile(`(?:NewCall|renamedCall|aggregateCall)\((?:\w+, )?"(\w+)"`)
	sources, err := filepath.Glob("../dialect/rewrite/*.go")
	if err != nil || len(sources) < 20 {
		t.Fatalf("%d sources, %v", len(sources), err)
	}
	found := 0
	for _, source := range sources {
		for _, call := range printed.FindAllStringSubmatch(read(t, source), -1) {
			found++
			if name := call[1]; !strings.HasPrefix(name, "trino_") && slices.Contains(engine, any(name)) && !slices.Contains(listed, name) {
				t.Errorf("%s prints %s, which is not listed in guard/functions.txt", source, name)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d calls are found", found)
	}
}

// A function that the engine does not have is a mistake, whose place its error tells;
// beside one of the engine's own, or a table function, the statement is refused.
func TestUnknownFunction(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	_, _, err := tryAsk(t, db, "SELECT cuont(*) FROM cloudtrail_logs")
	var mistake *dialect.Error
	if !errors.As(err, &mistake) || mistake.Column != 8 || !strings.Contains(err.Error(), "no function cuont") {
		t.Errorf("%v", err)
	}
	for text, want := range map[string]string{
		"SELECT cuont(1), getvariable('x')":            `calls the function "getvariable"`,
		"SELECT getvariable('x'), cuont(1)":            `calls the function "getvariable"`,
		"SELECT cuont(1) FROM read_text('x')":          `calls the table function "read_text"`,
		"SELECT cuont(1) FROM duckdb_views":            `reads "duckdb_views"`,
		"SELECT 1 WHERE cuont(write_log('x')) IS NULL": `calls the function "write_log"`,
	} {
		if rows, err := askRaw(t, db, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives %v, %v", text, rows, err)
		}
	}
}

// What tells about the engine or the machine, acts on them or runs SQL is not listed.
func TestUnlistedFunctions(t *testing.T) {
	listed := guard.Functions()
	for _, name := range []string{
		"current_setting", "getvariable", "getenv", "write_log", "parse_duckdb_log_message", "nextval", "currval", "sleep_ms", "setseed", "error",
		"current_query", "current_query_id", "current_connection_id", "current_transaction_id", "txid_current", "in_search_path",
		"current_database", "current_catalog", "current_schema", "current_schemas", "get_block_size", "stats", "vector_type", "finalize", "combine",
		"json_serialize_sql", "json_deserialize_sql", "json_serialize_plan", "json_execute_serialized_sql", "query", "query_table", "read_text", "glob",
	} {
		if slices.Contains(listed, name) {
			t.Errorf("%s is listed", name)
		}
	}
	for _, name := range listed {
		if regexp.MustCompile(`^(pg|duckdb|inet|trailq|read|has|icu|pragma)_`).MatchString(name) {
			t.Errorf("%s is listed", name)
		}
	}
}

// Each function that means the same to Trino can be called.
func TestEqualFunctionsAreListed(t *testing.T) {
	listed := guard.Functions()
	for name, meaning := range duckdb.FunctionMeanings() {
		if meaning == "equal" && !slices.Contains(listed, name) {
			t.Errorf("%s is not listed", name)
		}
	}
}

// DuckDB looks up names only when a statement runs, which is after the guard has seen
// it: a name that was a query's own, and no longer is, never means a view of DuckDB's
// or a file.
func TestNamesOfTheEngine(t *testing.T) {
	folder := t.TempDir()
	file := folder + "/other.parquet"
	writeParquet(t, file, someRecord)
	for _, name := range []string{"sqlite_master", "duckdb_views", "duckdb_tables", "pragma_database_list", "pg_class", "PG_Settings", "duckdb_logs", file} {
		quoted := `"` + name + `"`
		for _, texts := range [][]string{
			{"CREATE TABLE " + quoted + " AS SELECT 1 AS a", "DROP TABLE " + quoted, "SELECT * FROM " + quoted},
			{"CREATE TABLE " + quoted + " AS SELECT 1 AS a", "CREATE VIEW v AS SELECT * FROM " + quoted, "DROP TABLE " + quoted, "SELECT * FROM v"},
			{"SELECT * FROM (WITH " + quoted + " AS (SELECT 1 AS a) SELECT * FROM " + quoted + ") AS x, " + quoted},
			{"SELECT * FROM (WITH " + quoted + " AS (SELECT 1 AS a) SELECT 1) AS x, " + quoted},
		} {
			db := openDB(t, nil, Options{Parquet: parquetAt(file)})
			var rows [][]any
			var err error
			for _, text := range texts {
				if _, rows, err = tryAsk(t, db, text); err != nil {
					break
				}
			}
			if err == nil && !onlyLogs(rows) {
				t.Errorf("%q gives %v", texts, rows)
			}
		}
	}
}

// onlyLogs reports whether rows are of a table that was taken as the logs: they begin
// with the event's version.
func onlyLogs(rows [][]any) bool { return len(rows) == 0 || len(rows[0]) > 20 }
