//go:build cgo

package duck

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/sqltext"
)

// comparison is a query over the logs and the same in plain DuckDB over its own
// read_json, given a schema of just the columns that are needed.
type comparison struct {
	name, here, columns, there string
}

// comparisons are five typical queries of the corpus.
func comparisons() []comparison {
	return []comparison{
		{
			name:    "most common calls",
			here:    "SELECT eventsource, eventname, count(*) AS n FROM cloudtrail_logs GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 10",
			columns: "{Records: 'STRUCT(eventSource VARCHAR, eventName VARCHAR)[]'}",
			there:   "SELECT r.eventSource, r.eventName, count(*) FROM logs GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 10",
		},
		{
			name:    "errors by caller",
			here:    "SELECT useridentity.arn, errorcode, count(*) AS n FROM cloudtrail_logs WHERE errorcode IS NOT NULL GROUP BY useridentity.arn, errorcode ORDER BY 3 DESC, 1, 2 LIMIT 20",
			columns: "{Records: 'STRUCT(userIdentity STRUCT(arn VARCHAR), errorCode VARCHAR)[]'}",
			there:   "SELECT r.userIdentity.arn, r.errorCode, count(*) FROM logs WHERE r.errorCode IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 20",
		},
		{
			name:    "objects read, by bucket",
			here:    "SELECT json_extract_scalar(requestparameters, '$.bucketName') AS bucket, count(*) AS n, sum(CAST(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') AS double)) AS bytes FROM cloudtrail_logs WHERE eventname = 'GetObject' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
			columns: "{Records: 'STRUCT(eventName VARCHAR, requestParameters JSON, additionalEventData JSON)[]'}",
			there:   "SELECT json_extract_string(r.requestParameters, '$.bucketName'), count(*), sum(CAST(json_extract_string(r.additionalEventData, '$.bytesTransferredOut') AS DOUBLE)) FROM logs WHERE r.eventName = 'GetObject' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
		},
		{
			name:    "one caller's day",
			here:    "SELECT eventtime, eventsource, eventname, awsregion, sourceipaddress FROM cloudtrail_logs WHERE useridentity.sessioncontext.sessionissuer.username LIKE '%SSO%' AND eventtime BETWEEN '2023-11-01T00:00:00Z' AND '2023-11-01T23:59:59Z' ORDER BY eventtime, eventname, sourceipaddress LIMIT 100",
			columns: "{Records: 'STRUCT(eventTime VARCHAR, eventSource VARCHAR, eventName VARCHAR, awsRegion VARCHAR, sourceIPAddress VARCHAR, userIdentity STRUCT(sessionContext STRUCT(sessionIssuer STRUCT(userName VARCHAR))))[]'}",
			there:   "SELECT r.eventTime, r.eventSource, r.eventName, r.awsRegion, r.sourceIPAddress FROM logs WHERE r.userIdentity.sessionContext.sessionIssuer.userName LIKE '%SSO%' AND r.eventTime BETWEEN '2023-11-01T00:00:00Z' AND '2023-11-01T23:59:59Z' ORDER BY r.eventTime, r.eventName, r.sourceIPAddress LIMIT 100",
		},
		{
			name:    "resources of an ARN",
			here:    "SELECT resource.type, count(*) AS n, count(DISTINCT eventid) AS events FROM cloudtrail_logs CROSS JOIN UNNEST(resources) AS t(resource) WHERE resource.arn LIKE 'arn:aws:s3:::%' GROUP BY resource.type ORDER BY 2 DESC",
			columns: "{Records: 'STRUCT(eventID VARCHAR, resources STRUCT(ARN VARCHAR, accountId VARCHAR, type VARCHAR)[])[]'}",
			there:   "SELECT res.type, count(*), count(DISTINCT r.eventID) FROM logs CROSS JOIN UNNEST(r.resources) AS t(res) WHERE res.ARN LIKE 'arn:aws:s3:::%' GROUP BY 1 ORDER BY 2 DESC",
		},
	}
}

// plainQuery is the query for plain DuckDB over the log files of a folder. It
// refuses a pattern that no file matches, and not every folder has insights.
func (c *comparison) plainQuery(folder string) string {
	var patterns []string
	for _, kind := range []string{"CloudTrail", "CloudTrail-Insight"} {
		pattern := filepath.Join(folder, "AWSLogs/*", kind, "*/*/*/*/*.json.gz")
		if found, err := filepath.Glob(pattern); err == nil && len(found) > 0 {
			patterns = append(patterns, sqltext.Literal(pattern))
		}
	}
	return "WITH logs AS (SELECT unnest(Records) AS r FROM read_json([" + strings.Join(patterns, ", ") +
		"], columns = " + c.columns + ", format = 'unstructured')) " + c.there
}

// plainDuckDB is a DuckDB of nobody's making.
func plainDuckDB(t testing.TB) *sql.DB {
	t.Helper()
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { db.Close() })
	if _, err := db.ExecContext(t.Context(), "SET preserve_insertion_order = false; SET temp_directory = "+sqltext.Literal(t.TempDir())); err != nil {
		t.Fatal(err)
	}
	return db
}

// plainRows runs a query and returns its rows as texts.
func plainRows(t testing.TB, db *sql.DB, text string) [][]any {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	found := [][]any{}
	for rows.Next() {
		row, places := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			places[i] = &row[i]
		}
		if err := rows.Scan(places...); err != nil {
			t.Fatal(err)
		}
		for i := range row {
			if n, whole := row[i].(int64); whole {
				row[i] = float64(n)
			}
		}
		found = append(found, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// Plain DuckDB, which reads the same files in its own way, gives the same
// answers.
func TestAgainstReadJSON(t *testing.T) {
	db, plainDB := openDB(t, trailq.Dir(testLogs), Options{}), plainDuckDB(t)
	for _, c := range comparisons() {
		_, rows := ask(t, db, c.here)
		want := plainRows(t, plainDB, c.plainQuery(testLogs))
		if diff := cmp.Diff(plain(want), plain(rows)); diff != "" || len(rows) == 0 {
			t.Errorf("%s: %d rows (-read_json +here):\n%s", c.name, len(rows), diff)
		}
	}
}
