//go:build cgo

package duck

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/scratch"
)

// hostileStatements are statements that do more than query the logs. %[1]s is a
// file that is there, %[2]s one that is not, %[3]s an address that would be
// noticed, %[4]s a folder.
func hostileStatements() []string {
	return []string{
		// Writing files.
		"COPY (SELECT 1) TO '%[2]s'", "COPY (SELECT 1) TO '%[2]s' (FORMAT parquet)", "COPY (SELECT 1) TO '%[2]s' (FORMAT csv, HEADER)",
		"COPY (SELECT 1) TO '%[1]s' (FORMAT json)", "COPY cloudtrail_logs TO '%[2]s'", "COPY (SELECT 1) TO '%[4]s' (FORMAT parquet, PER_THREAD_OUTPUT)",
		"COPY (SELECT 1 AS a) TO '%[4]s' (FORMAT parquet, PARTITION_BY (a))", "EXPORT DATABASE '%[2]s'", "EXPORT DATABASE '%[4]s' (FORMAT parquet)",
		"IMPORT DATABASE '%[4]s'", "COPY FROM DATABASE memory TO other", "COPY t FROM '%[1]s'", "CHECKPOINT", "CHECKPOINT '%[2]s'", "FORCE CHECKPOINT", "VACUUM", "ANALYZE",
		// Other databases, the network, extensions.
		"ATTACH '%[2]s' AS other", "ATTACH '%[1]s'", "ATTACH ':memory:' AS other", "ATTACH 'http://%[3]s/x' AS other", "DETACH memory", "USE memory", "USE system",
		"INSTALL httpfs", "INSTALL httpfs FROM 'http://%[3]s'", "LOAD httpfs", "LOAD '%[1]s'", "FORCE INSTALL json", "UPDATE EXTENSIONS", "INSTALL spatial FROM community",
		// Settings, secrets, variables.
		"SET enable_external_access = true", "RESET enable_external_access", "SET lock_configuration = false", "SET temp_directory = '%[4]s'",
		"SET memory_limit = '1TB'", "SET threads = 64", "SET home_directory = '%[4]s'", "SET allowed_paths = ['%[1]s']", "SET allowed_directories = ['%[4]s']",
		"SET extension_directory = '%[4]s'", "SET profiling_output = '%[2]s'", "SET log_query_path = '%[2]s'", "SET GLOBAL threads = 1", "SET SESSION threads = 1",
		"SET search_path = 'system'", "SET schema = 'temp'", "SET max_temp_directory_size = '1TB'", "SET custom_extension_repository = 'http://%[3]s'",
		"SET VARIABLE x = 1", "SET VARIABLE x = getenv('HOME')", "RESET VARIABLE x", "SET TIME ZONE 'UTC'",
		"PRAGMA enable_profiling", "PRAGMA database_list", "PRAGMA memory_limit = '1TB'", "PRAGMA version", "PRAGMA show_tables", "PRAGMA enable_verification", "PRAGMA disable_optimizer",
		"CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')", "CREATE PERSISTENT SECRET s (TYPE s3)", "DROP SECRET s",
		// Calls.
		"CALL pragma_version()", "CALL enable_logging()", "CALL enable_logging(storage = 'file', storage_path = '%[2]s')", "CALL enable_logging('QueryLog')",
		"CALL disable_logging()", "CALL truncate_duckdb_logs()", "CALL duckdb_settings()", "CALL read_text('%[1]s')", "CALL enable_profiling()", "CALL force_checkpoint()",
		// What answers are made of.
		"CREATE OR REPLACE VIEW cloudtrail_logs AS SELECT 1 AS eventname", "CREATE OR REPLACE TEMP VIEW cloudtrail_logs AS SELECT 1 AS eventname",
		"CREATE OR REPLACE TEMP TABLE cloudtrail_logs_all AS SELECT 1 AS eventname", "CREATE VIEW temp.cloudtrail_logs AS SELECT 1 AS eventname", "DROP VIEW cloudtrail_logs",
		"DROP VIEW IF EXISTS cloudtrail_lake", "ALTER VIEW cloudtrail_logs RENAME TO other", "CREATE OR REPLACE MACRO trino_date_diff(a, b, c) AS 0",
		"CREATE TEMP MACRO lower(a) AS 'x'", "CREATE FUNCTION upper(a) AS 'x'", "CREATE OR REPLACE MACRO current_setting(a) AS 'x'", "DROP MACRO current_setting", "DROP FUNCTION current_setting",
		"CREATE MACRO t() AS TABLE SELECT * FROM read_text('%[1]s')", "CREATE TYPE t AS ENUM ('a')", "CREATE SCHEMA s", "CREATE SEQUENCE s", "CREATE INDEX i ON t (a)",
		"INSERT INTO cloudtrail_logs SELECT 1", "UPDATE cloudtrail_logs SET eventname = 'x'", "DELETE FROM cloudtrail_logs", "TRUNCATE cloudtrail_logs",
		"MERGE INTO cloudtrail_logs USING (SELECT 1) ON true WHEN MATCHED THEN DELETE", "COMMENT ON VIEW cloudtrail_logs IS 'x'",
		// Statements that hold others.
		"PREPARE p AS SELECT 1", "PREPARE p AS COPY (SELECT 1) TO '%[2]s'", "EXECUTE p", "DEALLOCATE p", "BEGIN TRANSACTION", "COMMIT", "ROLLBACK",
	}
}

// hostileTables are what a query must not read from.
func hostileTables() []string {
	return []string{
		"read_text('%[1]s')", "read_blob('%[1]s')", "read_csv('%[1]s')", "read_csv_auto('%[1]s')", "sniff_csv('%[1]s')", "read_json('%[1]s')", "read_json_auto('%[1]s')",
		"read_ndjson('%[1]s')", "read_ndjson_auto('%[1]s')", "read_json_objects('%[1]s')", "read_json_objects_auto('%[1]s')", "read_ndjson_objects('%[1]s')",
		"read_parquet('%[1]s')", "read_parquet(['%[1]s'])", "parquet_scan('%[1]s')", "parquet_metadata('%[1]s')", "parquet_schema('%[1]s')", "parquet_file_metadata('%[1]s')",
		"parquet_kv_metadata('%[1]s')", "parquet_full_metadata('%[1]s')", "parquet_bloom_probe('%[1]s', 'a', 1)", "read_duckdb('%[1]s')", "glob('%[4]s/*')",
		"read_text('http://%[3]s/x')", "read_parquet('s3://bucket/x')", "read_csv('https://%[3]s/x')", "sqlite_scan('%[1]s', 't')", "st_read('%[1]s')", "read_text('/proc/self/environ')",
		"query('SELECT * FROM read_text(''%[1]s'')')", "query_table('cloudtrail_logs')", "query_table(['%[1]s'])", "json_execute_serialized_sql('{}')",
		"json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", "sql_auto_complete('SEL')", "check_peg_parser('SELECT 1')",
		"duckdb_settings()", "duckdb_secrets()", "duckdb_extensions()", "duckdb_functions()", "duckdb_temporary_files()", "duckdb_views()", "duckdb_tables()", "duckdb_columns()",
		"duckdb_databases()", "duckdb_memory()", "duckdb_variables()", "duckdb_logs()", "duckdb_log_contexts()", "duckdb_schemas()", "duckdb_types()", "duckdb_optimizers()",
		"duckdb_prepared_statements()", "duckdb_external_file_cache()", "duckdb_connection_count()", "duckdb_dependencies()", "duckdb_keywords()",
		"pragma_version()", "pragma_database_size()", "pragma_platform()", "pragma_user_agent()", "pragma_table_info('cloudtrail_logs')", "pragma_show('cloudtrail_logs')",
		"pragma_storage_info('t')", "pragma_collations()", "which_secret('s3://x', 's3')", "enable_logging()", "disable_logging()", "enable_profiling()", "force_checkpoint()", "checkpoint()",
		"trailq_scan()", "trailq_kept()", "seq_scan()", "arrow_scan(1, 2, 3)", "test_all_types()", "test_vector_types(NULL::INT)", "summary(NULL)", "repeat_row(1, num_rows = 9)", "repeat(1, 9)",
		"pg_timezone_names()", "icu_calendar_names()", "duckdb_logs_parsed('x')", "dbgen(sf = 1)", "tpch_queries()",
		"information_schema.tables", "pg_catalog.pg_class", "system.main.duckdb_settings", "sqlite_master", "main.sqlite_schema", "'%[1]s'", "temp.main.t",
		"(SHOW ALL TABLES)", "(SHOW TABLES)", "(SUMMARIZE cloudtrail_logs)", "(DESCRIBE TABLES)",
	}
}

// hostileValues are what a query must not compute.
func hostileValues() []string {
	return []string{
		"current_setting('temp_directory')", "current_setting('memory_limit')", "system.main.current_setting('temp_directory')", "main.current_setting('threads')",
		"getvariable('x')", "getenv('HOME')", "COLUMNS('.*')", "columns(*)", "write_log('x')", "write_log('x', level := 'ERROR')", "nextval('s')", "currval('s')", "sleep_ms(1)", "pg_sleep(1)",
		"current_query()", "current_query_id()", "current_connection_id()", "current_transaction_id()", "txid_current()", "current_database()", "in_search_path('a', 'b')",
		"pg_get_viewdef(1)", "pg_postmaster_start_time()", "inet_server_addr()", "get_block_size('memory')", "json_serialize_sql('SELECT 1')", "json_serialize_plan('SELECT 1')",
		"json_deserialize_sql('{}')", "stats(1)", "vector_type(1)", "parse_duckdb_log_message('a', 'b')", "duckdb_settings()", "query('SELECT 1')",
		"(SELECT content FROM read_text('%[1]s'))", "(SELECT count(*) FROM duckdb_settings())", "EXISTS (FROM glob('*'))", "[x FOR x IN (SELECT 1 FROM duckdb_views())]",
	}
}

// wrapped returns statements around one: what lets a part of a text through must
// not let the rest pass.
func wrapped(statement string) []string {
	return []string{
		statement, "EXPLAIN " + statement, "EXPLAIN ANALYZE " + statement, "EXPLAIN (FORMAT JSON) " + statement, "EXPLAIN ANALYZE VERBOSE " + statement,
		"SELECT 1; " + statement, statement + "; SELECT 1", "CREATE TABLE made AS " + statement, "CREATE VIEW made AS " + statement,
		"PREPARE p AS " + statement, "WITH q AS (" + statement + ") SELECT * FROM q", "SELECT * FROM (" + statement + ")", "(" + statement + ")",
		"SELECT 1 /* /* */ ; " + statement + " -- */", "EXPLAIN /* /* */ || ' */ ANALYZE " + statement + " /* ' */", "EXPLAIN /*/**/ANALYZE*/ " + statement,
		"SELECT 1 -- \r ; \n; " + statement, "SELECT $$ ' $$; " + statement + " -- '", "SELECT E'\\'; " + statement + " --'", "SELECT U&'\\0027'; " + statement,
	}
}

// wrappedValues returns queries that compute a value in many a place.
func wrappedValues(value string) []string {
	return []string{
		"SELECT " + value, "SELECT 1 WHERE " + value + " IS NULL", "SELECT count(*) FROM cloudtrail_logs GROUP BY " + value, "SELECT 1 ORDER BY " + value,
		"SELECT CASE WHEN true THEN " + value + " END", "VALUES (" + value + ")", "SELECT max(" + value + ") FILTER (WHERE " + value + " IS NULL) FROM cloudtrail_logs",
		"SELECT transform(ARRAY[1], x -> " + value + ")", "SELECT 1 LIMIT (SELECT " + value + ")", "EXPLAIN SELECT " + value, "CREATE VIEW made AS SELECT " + value + " AS a",
		"SELECT 1 /* /* */ || ' */ , (SELECT " + value + ") /* ' */ AS x",
	}
}

// allHostile returns all texts, each with its wrappers.
func allHostile() []string {
	var all []string
	for _, statement := range hostileStatements() {
		all = append(all, wrapped(statement)...)
	}
	for _, table := range hostileTables() {
		all = append(all, wrapped("SELECT * FROM "+table)...)
		all = append(all, "FROM "+table, "SELECT 1 WHERE EXISTS (SELECT 1 FROM "+table+")", "SELECT * FROM cloudtrail_logs JOIN "+table+" ON true",
			"SELECT * FROM cloudtrail_logs, LATERAL (SELECT * FROM "+table+")", "SELECT 1 UNION ALL SELECT 1 FROM "+table,
			"SELECT 1 /* /* */ || ' */ , (SELECT count(*) FROM "+table+") /* ' */ AS x")
	}
	for _, value := range hostileValues() {
		all = append(all, wrappedValues(value)...)
	}
	return all
}

// aLock is what hostile texts are tried on.
type aLock struct {
	folder, secret, fresh, address string
	db                             *DB
}

func newLock(t *testing.T, options Options) *aLock {
	folder := t.TempDir()
	l := &aLock{folder: folder, secret: filepath.Join(folder, "secret"), fresh: filepath.Join(folder, "written"), address: listener(t)}
	writeFile(t, l.secret, "the secret")
	l.db = openDB(t, trailq.Dir(writeLogs(t, `{"eventName":"A"}`, `{"eventName":"B"}`)), options)
	return l
}

// fill puts the lock's names into a text.
func (l *aLock) fill(text string) string {
	return fmt.Sprintf(text+"%.0[1]s%.0[2]s%.0[3]s%.0[4]s", l.secret, l.fresh, l.address, l.folder)
}

// check fails unless everything is as it was.
func (l *aLock) check(t *testing.T, text string, err error) {
	t.Helper()
	if err != nil && strings.Contains(err.Error(), "the secret") {
		t.Errorf("%s tells in its error: %v", text, err)
	}
	entries, failed := os.ReadDir(l.folder)
	if failed != nil || len(entries) != 1 {
		t.Fatalf("%s wrote a file: %v %v", text, entries, failed)
	}
	if content, failed := os.ReadFile(l.secret); failed != nil || string(content) != "the secret" {
		t.Fatalf("%s changed a file: %q %v", text, content, failed)
	}
}

// checkAnswers fails unless the logs are what they were.
func (l *aLock) checkAnswers(t *testing.T) {
	t.Helper()
	if _, rows := ask(t, l.db, "SELECT array_agg(lower(eventname) ORDER BY eventname), date_diff('day', DATE '2023-01-01', DATE '2023-01-03') FROM cloudtrail_logs"); fmt.Sprint(rows) != "[[[a b] 2]]" {
		t.Errorf("answers have changed: %v", rows)
	}
	if rows, err := askEngine(t, l.db, "SELECT current_setting('threads')"); err == nil {
		t.Errorf("settings can be looked at: %v", rows)
	}
}

// takenAsLogs matches names that no engine knows: any such name means the logs.
var takenAsLogs = regexp.MustCompile(`(?i)FROM (sqlite_master|main\.sqlite_schema|system\.main\.duckdb_settings|temp\.main\.t|information_schema)|JOIN (sqlite_master|main\.|system\.main\.|temp\.main)`)

// No text does more than query the logs: package dialect refuses it.
func TestDialectLock(t *testing.T) {
	l := newLock(t, Options{})
	tried, through := 0, 0
	for _, text := range sample(allHostile()) {
		text = l.fill(text)
		statements, err := dialect.Split(text)
		for _, statement := range statements {
			var rows [][]any
			if rows, err = l.tryStatement(t, statement); err != nil {
				break
			}
			if plain, _ := json.Marshal(rows); strings.Contains(string(plain), "secret") || strings.Contains(string(plain), l.folder) {
				t.Errorf("%s gives %s", text, plain)
			}
		}
		tried++
		if err == nil && !takenAsLogs.MatchString(text) {
			through++
			t.Errorf("got through: %s", text)
		}
		l.check(t, text, err)
	}
	l.checkAnswers(t)
	t.Logf("%d of %d texts got through package dialect", through, tried)
}

func (l *aLock) tryStatement(t *testing.T, statement dialect.Statement) ([][]any, error) {
	answer, err := l.db.Query(t.Context(), statement)
	if err != nil {
		return nil, err
	}
	return allRows(t, answer)
}

// Nor would a text that package dialect lets through: the guard refuses it.
func TestGuardLock(t *testing.T) {
	l := newLock(t, Options{})
	tried, through := 0, 0
	for _, text := range sample(allHostile()) {
		text = l.fill(text)
		rows, err := askRaw(t, l.db, text)
		tried++
		if err == nil && !onlyConstant(text, rows) {
			through++
			t.Errorf("got through: %s gives %v", text, rows)
		}
		l.check(t, text, err)
	}
	l.checkAnswers(t)
	t.Logf("%d of %d texts got through the guard", through, tried)
}

// onlyConstant reports whether a text is hostile only to a lexer that is not
// DuckDB's: to DuckDB the hostile part is a comment, or the inside of a string.
func onlyConstant(text string, rows [][]any) bool {
	switch {
	case strings.HasPrefix(text, "SELECT 1 /* /* */ ;"):
		return fmt.Sprint(rows) == "[[1]]"
	case strings.HasPrefix(text, `SELECT E'\'; `):
		return fmt.Sprint(rows) == "[["+text[len(`SELECT E'\`):len(text)-1]+"]]"
	}
	return false
}

// Nor would one that the guard lets through: DuckDB's settings allow no access to
// the outside. Some statements can change what is inside, and are not tried.
func TestEngineLock(t *testing.T) {
	tried := 0
	inside := regexp.MustCompile(`(?i)^(PRAGMA|CALL|CREATE|DROP|ALTER|INSERT|UPDATE|DELETE|TRUNCATE|MERGE|COMMENT|PREPARE|EXECUTE|DEALLOCATE|BEGIN|COMMIT|ROLLBACK|CHECKPOINT|FORCE CHECKPOINT|VACUUM|ANALYZE|USE|DETACH|ATTACH ':memory:'|SET VARIABLE x = 1|RESET VARIABLE|SET search_path|SET schema|SET TIME|COPY FROM DATABASE|COPY cloudtrail)`)
	outside := regexp.MustCompile(`%\[|://|/proc/`)
	l := newLock(t, Options{})
	texts := hostileStatements()
	for _, table := range hostileTables() {
		texts = append(texts, "SELECT * FROM "+table)
	}
	for _, text := range texts {
		reaches := outside.MatchString(text) && !strings.Contains(text, "which_secret(")
		if text = l.fill(text); inside.MatchString(text) || strings.HasPrefix(text, "SELECT") && !reaches {
			continue
		}
		rows, err := askEngine(t, l.db, text)
		if tried++; err == nil {
			t.Errorf("got through: %s gives %v", text, rows)
		}
		l.check(t, text, err)
	}
	l.checkAnswers(t)
	t.Logf("%d statements tried", tried)
}

// The texts that once got through, in full: a nested comment ended the lexer's
// comment and not DuckDB's.
func TestNestedComments(t *testing.T) {
	l := newLock(t, Options{})
	for _, text := range []string{
		"SELECT 1 /* /* */ || ' */ , (SELECT count(*) FROM duckdb_settings()) /* ' */ AS x",
		"EXPLAIN /* /* */ || ' */ ANALYZE COPY (SELECT 1) TO '%[1]s' /* ' */ SELECT 1",
		"EXPLAIN /* /* */ || ' */ ANALYZE CREATE OR REPLACE VIEW cloudtrail_logs AS SELECT 1 AS eventname /* ' */ SELECT 1",
		"EXPLAIN /* /* */ || ' */ ANALYZE CREATE OR REPLACE MACRO trino_date_diff(a, b, c) AS 0 /* ' */ SELECT 1",
		"EXPLAIN /* /* */ || ' */ ANALYZE CALL enable_logging() /* ' */ SELECT 1",
	} {
		text = l.fill(text)
		_, _, err := tryAsk(t, l.db, text)
		l.check(t, text, err)
		if rows, err := askRaw(t, l.db, text); err == nil {
			t.Errorf("past the dialect, %s gives %v", text, rows)
		}
		l.check(t, text, err)
	}
	l.checkAnswers(t)
	// A comment is not sent at all, wherever it is.
	answer, _ := ask(t, l.db, "/* 1 */ SELECT /* 2 /* */ eventname -- 3\nFROM /* 4 */ cloudtrail_logs -- 5 /*")
	if strings.ContainsAny(answer.SQL, "12345") || strings.Contains(answer.SQL, "/*") || strings.Contains(answer.SQL, "--") {
		t.Errorf("comments are sent: %s", answer.SQL)
	}
}

// The folder for data that exceeds memory has a limit, also where the options name
// none.
func TestSpillLimit(t *testing.T) {
	for _, test := range []struct{ option, least, most int64 }{{0, 1 << 20, scratch.DefaultLimit}, {5 << 30, 5 << 30, 5 << 30}} {
		got := scratch.LimitSpace(test.option, t.TempDir())
		if got < test.least || got > test.most {
			t.Errorf("option %d gives %d", test.option, got)
		}
	}
}

// Names of ours are not made, filled or dropped.
func TestReservedNames(t *testing.T) {
	l := newLock(t, Options{})
	for _, text := range []string{
		"CREATE TABLE cloudtrail_logs AS SELECT 'x' AS eventname", `CREATE TABLE "CloudTrail_Logs" AS SELECT 'x' AS eventname`, "CREATE VIEW cloudtrail_lake AS SELECT 'x' AS eventname",
		"CREATE TABLE cloudtrail_logs_all AS SELECT 'x' AS eventname", "CREATE TABLE trailq_parquet AS SELECT 'x' AS eventname", "DROP VIEW cloudtrail_logs", "DROP TABLE trailq_parquet",
		"INSERT INTO cloudtrail_logs SELECT 'x'",
	} {
		if _, rows, err := tryAsk(t, l.db, text); err == nil {
			t.Errorf("%s gives %v", text, rows)
		}
		if rows, err := askRaw(t, l.db, strings.Replace(strings.Replace(text, "CREATE ", "CREATE OR REPLACE TEMP ", 1), "cloudtrail_", `cloudtrail_`, 1)); err == nil {
			t.Errorf("past the dialect, %s gives %v", text, rows)
		}
	}
	l.checkAnswers(t)
}

// The guard's errors are the statement's, and other queries go on.
func TestGuardErrors(t *testing.T) {
	l := newLock(t, Options{})
	_, err := askRaw(t, l.db, "SELECT * FROM read_text('x')")
	var refused *dialect.Error
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), `calls the table function "read_text"`) {
		t.Errorf("%v", err)
	}
	l.checkAnswers(t)
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
