package derived

import (
	"testing"

	"github.com/trailq/trailq/internal/report"
)

// A column is named where the SELECT is from the logs, and nowhere else.
func TestNameColumns(t *testing.T) {
	const bucket = "json_extract_scalar(requestparameters, '$.bucketName')"
	for _, c := range []struct{ sql, want string }{
		{"SELECT " + bucket + " FROM cloudtrail_logs", `SELECT "$bucket" FROM cloudtrail_logs`},
		{"SELECT max(nullif(" + bucket + ", '')) FROM cloudtrail_logs", `SELECT max(nullif("$bucket", '')) FROM cloudtrail_logs`},
		{"SELECT count(*) FROM cloudtrail_logs WHERE (" + bucket + " = 'x') GROUP BY " + bucket, `SELECT count(*) FROM cloudtrail_logs WHERE ("$bucket" = 'x') GROUP BY "$bucket"`},
		{"WITH a AS (SELECT requestparameters FROM cloudtrail_logs WHERE " + bucket + " <> ''), b AS (SELECT " + bucket + " AS x FROM a) SELECT x FROM b",
			`WITH a AS (SELECT requestparameters FROM cloudtrail_logs WHERE "$bucket" <> ''), b AS (SELECT ` + bucket + " AS x FROM a) SELECT x FROM b"},
		{"SELECT " + bucket + " FROM (SELECT * FROM cloudtrail_logs)", "SELECT " + bucket + " FROM (SELECT * FROM cloudtrail_logs)"},
		{"SELECT extract(year FROM t), " + bucket + " FROM cloudtrail_logs", `SELECT extract(year FROM t), "$bucket" FROM cloudtrail_logs`},
	} {
		named, err := NameColumns(&report.Report{SQL: c.sql}, len(Columns()))
		if err != nil || named.Text != c.want {
			t.Errorf("%s\n gives %s, %v", c.sql, named.Text, err)
		}
	}
}
