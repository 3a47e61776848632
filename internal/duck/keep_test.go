//go:build cgo

package duck

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// Tables that are kept in files have the same rows as those in memory, whatever their
// types: what Parquet would change stays in memory.
func TestKeepInFiles(t *testing.T) {
	statements := []string{
		`CREATE TABLE kept AS SELECT eventname AS "name", nullif(awsregion, 'x') AS "region", CAST(length(eventid) AS bigint) AS "length", readonly = 'true' AS "reads",
  CAST(1.25 AS decimal(38, 24)) AS "price", 1e0 / 3 AS "third", json_extract_scalar(requestparameters, '$.bucketName') AS "bucket" FROM cloudtrail_logs`,
		`CREATE TABLE summed AS SELECT "name", sum("length" * 1000000000000000) AS "sum", sum("price") AS "price" FROM kept GROUP BY 1`,
		`CREATE TABLE nothing AS SELECT "name" FROM kept WHERE "name" = 'no such name'`,
		`CREATE VIEW viewed AS SELECT "name", "third" FROM kept`,
	}
	queries := []string{
		`SELECT * FROM kept ORDER BY 1, 2, 3, 4, 7`, `SELECT * FROM summed ORDER BY 1`, `SELECT count(*) FROM nothing`, `SELECT "name", sum("third") FROM viewed GROUP BY 1 ORDER BY 1`,
	}
	var answers [2][]any
	for i, options := range []Options{{}, {KeepInFiles: true}} {
		db := openDB(t, trailq.Dir("../../testdata/logs"), options)
		for _, sql := range statements {
			_, rows := ask(t, db, sql)
			answers[i] = append(answers[i], rows)
		}
		for _, sql := range queries {
			answer, rows := ask(t, db, sql)
			answers[i] = append(answers[i], rows, answer.Types)
		}
	}
	if diff := cmp.Diff(answers[0], answers[1]); diff != "" {
		t.Errorf("-in memory +in files:\n%s", diff)
	}
	if rows, ok := answers[0][len(statements)].([][]any); !ok || len(rows) < 20 {
		t.Errorf("too few rows to compare: %v", answers[0][len(statements)])
	}
}
