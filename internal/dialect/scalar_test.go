package dialect

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/dialect/schema"
)

// Where a scalar is asked of the logs' own JSON, the reader finds it; where the
// text could be something else, or a part would be taken of what is grouped by,
// DuckDB does.
func TestScalars(t *testing.T) {
	bucket := schema.Scalar{Column: "requestparameters", Path: []string{"bucketName"}}
	key := schema.Scalar{Column: "requestparameters", Path: []string{"key"}}
	for sql, want := range map[string][]schema.Scalar{
		"SELECT json_extract_scalar(requestparameters, '$.bucketName') FROM t":                                                                                                              {bucket},
		"SELECT json_extract_scalar(requestParameters, '$.bucketName') FROM t GROUP BY 1":                                                                                                   {bucket},
		"SELECT l.eventid FROM t l WHERE json_extract_scalar(l.requestparameters, '$.bucketName') = 'x'":                                                                                    {bucket},
		"SELECT json_extract_scalar(requestparameters, '$.key'), json_extract_scalar(requestparameters, '$.bucketName') FROM t WHERE json_extract_scalar(requestparameters, '$.key') <> ''": {key, bucket},
		"SELECT json_extract_scalar(responseelements, '$.credentials.accessKeyId') FROM t":                                                                                                  {{Column: "responseelements", Path: []string{"credentials", "accessKeyId"}}},
		"SELECT count(*) FROM t GROUP BY json_extract_scalar(requestparameters, '$.bucketName')":                                                                                            {bucket},
		"SELECT b FROM (SELECT json_extract_scalar(requestparameters, '$.bucketName') AS b FROM t) UNION SELECT 'x'":                                                                        {bucket},
		"WITH a AS (SELECT json_extract_scalar(requestparameters, '$.bucketName') AS b FROM t) SELECT * FROM a":                                                                             {bucket},
		"CREATE TABLE made AS SELECT json_extract_scalar(requestparameters, '$.bucketName') AS b FROM t":                                                                                    {bucket},
		"SELECT r.arn FROM t CROSS JOIN UNNEST(resources) AS u(r) WHERE json_extract_scalar(requestparameters, '$.key') = 'x'":                                                              {key},
		"SELECT json_extract_scalar(requestparameters, '$.list[0].id') FROM t":                                                                                                              {{Column: "requestparameters", Path: []string{"list", "[0]", "id"}}},
		`SELECT json_extract_scalar(requestparameters, '$["bucketName"]') FROM t`:                                                                                                           {bucket},

		"CREATE VIEW made AS SELECT json_extract_scalar(requestparameters, '$.bucketName') AS b FROM t":                               nil,
		"SELECT json_extract_scalar(requestparameters, '$.bucketName') FROM (SELECT requestparameters FROM t)":                        nil,
		"SELECT json_extract_scalar(requestparameters, '$.bucketName') FROM t GROUP BY requestparameters":                             nil,
		"SELECT json_extract_scalar(requestparameters, '$.bucketName') FROM t GROUP BY GROUPING SETS ((requestparameters), ())":       nil,
		"SELECT requestparameters, json_extract_scalar(requestparameters, '$.bucketName') FROM t GROUP BY 1":                          nil,
		"SELECT DISTINCT requestparameters FROM t ORDER BY json_extract_scalar(requestparameters, '$.bucketName')":                    nil,
		"SELECT requestparameters FROM t UNION SELECT 'x' ORDER BY json_extract_scalar(requestparameters, '$.bucketName')":            nil,
		"SELECT upper(eventname) AS requestparameters FROM t ORDER BY json_extract_scalar(requestparameters, '$.bucketName')":         nil,
		"SELECT json_extract_scalar(lower(requestparameters), '$.bucketName') FROM t":                                                 nil,
		"SELECT json_extract_scalar(requestparameters, '$.list[1]') FROM t":                                                           nil,
		`SELECT json_extract_scalar(requestparameters, '$["bucket.name"]') FROM t`:                                                    nil,
		"SELECT json_extract_scalar(requestparameters, '$') FROM t":                                                                   nil,
		"SELECT json_extract_scalar(requestparameters, eventname) FROM t":                                                             nil,
		"SELECT json_extract(requestparameters, '$.bucketName') FROM t":                                                               nil,
		"SELECT json_extract_scalar(eventname, '$.bucketName') FROM t":                                                                nil,
		"SELECT json_extract_scalar(a.requestparameters, '$.bucketName') FROM t a JOIN t b ON a.eventid = b.eventid":                  nil,
		"SELECT json_extract_scalar(requestparameters, '$.bucketName') FROM t CROSS JOIN UNNEST(ARRAY['{}']) AS u(requestparameters)": nil,
		"SELECT transform(ARRAY['{}'], requestparameters -> json_extract_scalar(requestparameters, '$.bucketName')) FROM t":           nil,
		"SELECT *, json_extract_scalar(requestparameters, '$.bucketName') FROM t":                                                     nil,
	} {
		query, err := Rewrite(sql, Options{Flavor: Athena, Scalars: true})
		if err != nil {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		if diff := cmp.Diff(want, query.Scalars); diff != "" || (len(want) > 0) != strings.Contains(query.SQL, `"scalar.1"`) {
			t.Errorf("%s: %s (-want +got):\n%s", sql, query.SQL, diff)
		}
	}
}

// Who reads the logs may not find scalars, a user's table may have made something
// else of the column, and a statement may ask for many.
func TestScalarsElsewhere(t *testing.T) {
	const sql = "SELECT json_extract_scalar(requestparameters, '$.bucketName') FROM t"
	table := &schema.Table{Name: "t", Columns: []schema.TableColumn{{Name: "requestparameters", Expression: "responseelements"}}}
	for name, options := range map[string]Options{"none": {}, "table": {Scalars: true, Table: table}, "lake": {Scalars: true, Flavor: Lake}} {
		query, err := Rewrite(sql, options)
		if err != nil || query.Scalars != nil || strings.Contains(query.SQL, "scalar.1") {
			t.Errorf("%s: %v: %v", name, err, query)
		}
	}
	var items []string
	for i := range schema.MostScalars + 4 {
		items = append(items, fmt.Sprintf("json_extract_scalar(requestparameters, '$.key%d')", i))
	}
	query, err := Rewrite("SELECT "+strings.Join(items, ", ")+" FROM t", Options{Scalars: true})
	if err != nil || len(query.Scalars) != schema.MostScalars {
		t.Fatalf("%v: %d scalars, want %d", err, len(query.Scalars), schema.MostScalars)
	}
}
