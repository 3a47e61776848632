package dialect

import (
	"strings"
	"testing"
)

// DuckDB finds functions by schema and calls them on values, Trino does not: a
// name with a dot would go round what is refused by name.
func TestFunctionsHaveNoQualifiedNames(t *testing.T) {
	for _, text := range []string{
		"SELECT system.main.current_setting('threads')",
		"SELECT main.getenv('HOME')",
		`SELECT "main"."getenv"('HOME')`,
		"SELECT 'HOME'.getenv()",
		"SELECT eventname.upper() FROM cloudtrail_logs",
		"SELECT (eventname).upper() FROM cloudtrail_logs",
	} {
		_, err := Rewrite(text, Options{})
		if err == nil || !strings.Contains(err.Error(), "no dot before it") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := Rewrite(`SELECT count(*) FROM cloudtrail_logs WHERE useridentity.arn IN ('a') AND "eventname" IN ('b')`, Options{}); err != nil {
		t.Error(err)
	}
}
