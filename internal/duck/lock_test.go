//go:build cgo

package duck

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq"
)

// attempts are ways out of the database. %[1]s is a file that is there, %[2]s
// one that is not, %[3]s an address that would be noticed.
func attempts() []string {
	return []string{
		// Reading files.
		"SELECT * FROM read_text('%[1]s')", "SELECT * FROM read_blob('%[1]s')", "SELECT * FROM read_csv('%[1]s')",
		"SELECT * FROM read_csv_auto('%[1]s')", "SELECT * FROM sniff_csv('%[1]s')", "SELECT * FROM read_json('%[1]s')",
		"SELECT * FROM read_json_auto('%[1]s')", "SELECT * FROM read_ndjson('%[1]s')", "SELECT * FROM read_json_objects('%[1]s')",
		"SELECT * FROM read_parquet('%[1]s')", "SELECT * FROM parquet_scan('%[1]s')", "SELECT * FROM parquet_metadata('%[1]s')",
		"SELECT * FROM parquet_schema('%[1]s')", "SELECT * FROM parquet_kv_metadata('%[1]s')", "SELECT * FROM glob('%[4]s/*')",
		"SELECT * FROM '%[1]s'", "SELECT * FROM \"%[1]s\"", "SELECT * FROM query('SELECT * FROM read_text(''%[1]s'')')",
		"SELECT * FROM query_table('%[1]s')",
		"SELECT * FROM (VALUES (1)) t WHERE EXISTS (SELECT 1 FROM read_text('%[1]s'))",
		"WITH x AS (SELECT * FROM read_text('%[1]s')) SELECT * FROM x",
		// Writing files.
		"COPY (SELECT 1) TO '%[2]s'", "COPY (SELECT 1) TO '%[2]s' (FORMAT parquet)", "EXPORT DATABASE '%[2]s'",
		"CREATE TABLE t AS SELECT * FROM read_text('%[1]s')", "IMPORT DATABASE '%[4]s'",
		// Other databases, the network, extensions.
		"ATTACH '%[2]s' AS other", "ATTACH '%[1]s'", "SELECT * FROM read_text('http://%[3]s/x')", "SELECT * FROM read_parquet('s3://bucket/x')",
		"INSTALL httpfs", "INSTALL httpfs FROM 'http://%[3]s'", "LOAD httpfs", "LOAD '%[1]s'", "FORCE INSTALL json", "UPDATE EXTENSIONS",
		"SELECT * FROM sqlite_scan('%[1]s', 't')", "SELECT * FROM st_read('%[1]s')",
		// Settings and secrets.
		"SET enable_external_access = true", "RESET enable_external_access", "SET lock_configuration = false", "SET temp_directory = '%[4]s'",
		"SET memory_limit = '1TB'", "SET threads = 64", "SET home_directory = '%[4]s'", "SET allowed_paths = ['%[1]s']",
		"SET allowed_directories = ['%[4]s']", "SET extension_directory = '%[4]s'", "PRAGMA enable_profiling", "PRAGMA database_list",
		"SET profiling_output = '%[2]s'", "SET log_query_path = '%[2]s'", "PRAGMA memory_limit = '1TB'",
		"CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')", "CALL pragma_version()",
		"SET VARIABLE x = getenv('HOME')", "SELECT getenv('HOME')",
		"CHECKPOINT '%[2]s'", "CALL enable_logging(storage = 'file', storage_path = '%[2]s')",
	}
}

// A query that tries to get out is refused, by the dialect and also by DuckDB
// itself, should the dialect ever let it through.
func TestLocked(t *testing.T) {
	folder := t.TempDir()
	secret, fresh := filepath.Join(folder, "secret"), filepath.Join(folder, "written")
	writeFile(t, secret, "the secret")
	server := listener(t)
	for _, attempt := range attempts() {
		db := openDB(t, trailq.Dir(testLogs), Options{})
		text := fmt.Sprintf(attempt+"%.0[1]s%.0[2]s%.0[3]s%.0[4]s", secret, fresh, server, folder)
		if _, rows, err := tryAsk(t, db, text); err == nil && !harmless(rows) {
			t.Errorf("%s gives %v", text, rows)
		}
		if !dialectOnly(text) {
			if rows, err := askRaw(t, db, text); err == nil {
				t.Errorf("past the dialect, %s gives %v", text, rows)
			} else if strings.Contains(err.Error(), "the secret") {
				t.Errorf("%s tells in its error: %v", text, err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(fresh); err == nil {
			t.Fatalf("%s wrote a file", text)
		}
	}
}

// harmless tells the rows that are the logs' own: a name that is unknown means
// the logs.
func harmless(rows [][]any) bool { return len(rows) == 6728 }

// dialectOnly tells statements that DuckDB does not refuse outright. They read
// and write nothing outside either: PRAGMA enable_profiling prints, and logging
// into a file fails with the next statement, so badly that the process ends.
func dialectOnly(text string) bool {
	for _, start := range []string{"PRAGMA database_list", "PRAGMA enable_profiling", "CALL pragma_version", "UPDATE EXTENSIONS", "CALL enable_logging"} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

// listener returns an address that nobody must connect to.
func listener(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conn.Close()
			t.Error("a query has connected to a server")
		}
	}()
	return l.Addr().String()
}

// What a query can look at tells nothing of the machine: these functions of
// DuckDB read settings or the catalogue.
func TestCatalogueHidden(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	for _, text := range []string{
		"SELECT * FROM duckdb_settings()", "SELECT * FROM duckdb_secrets()", "SELECT * FROM duckdb_extensions()",
		"SELECT * FROM duckdb_temporary_files()", "SELECT * FROM pragma_database_size()", "SELECT * FROM duckdb_functions()",
		"SELECT * FROM " + scanName + "()", "SELECT * FROM dbgen(sf=1)", "SELECT * FROM tpch_queries()",
		"SELECT * FROM information_schema.tables", "SELECT * FROM json_execute_serialized_sql('{}')",
		"SELECT current_setting('temp_directory')", "SELECT current_setting('memory_limit')",
		"SELECT * FROM test_all_types()", "SELECT * FROM which_secret('s3://x', 's3')",
	} {
		if _, rows, err := tryAsk(t, db, text); err == nil {
			t.Errorf("%s gives %d rows", text, len(rows))
		}
	}
}
