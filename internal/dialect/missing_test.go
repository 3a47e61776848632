package dialect

import "testing"

// Statements that end too soon are told so.
func TestStatementsThatEndTooSoon(t *testing.T) {
	for _, text := range []string{
		"CREATE", "CREATE TABLE", "CREATE VIEW", "CREATE TABLE IF NOT EXISTS", "CREATE TABLE a", "CREATE TABLE a AS", "CREATE TABLE a.",
		"DROP", "DROP TABLE", "DROP TABLE IF EXISTS", "INSERT", "INSERT INTO", "INSERT INTO a", "DESCRIBE", "SHOW", "EXPLAIN", "WITH", "WITH a",
		"WITH a AS", "WITH a AS (", "SELECT", "SELECT * FROM", "SELECT * FROM a,", "SELECT * FROM a JOIN", "SELECT a FROM b WHERE", "SELECT CAST(",
		"SELECT CAST(a AS", "SELECT a AT TIME ZONE", "SELECT INTERVAL", "SELECT CASE", "SELECT * FROM UNNEST", "SELECT * FROM a CROSS JOIN UNNEST(",
		"SELECT a BETWEEN", "SELECT x ->", "SELECT a.", "VALUES", "(", "SELECT [", "SELECT f(",
	} {
		_, _ = Rewrite(text, Options{}) // some DuckDB itself refuses; none may panic
	}
	if _, err := Rewrite("CREATE TABLE", Options{}); err == nil {
		t.Error("CREATE TABLE without a name was taken")
	}
}
