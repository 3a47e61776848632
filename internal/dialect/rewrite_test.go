package dialect

import (
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect/schema"
)

type rewriteCase struct{ name, in, out string }

// rewriteCases are one case for each thing that the rewriter does.
func rewriteCases() []rewriteCase {
	return []rewriteCase{
		{"table", "SELECT eventname FROM cloudtrail_logs", "SELECT eventname FROM cloudtrail_logs"},
		{"database", `SELECT eventname FROM "default"."logs_my-bucket" LIMIT 1`, `SELECT eventname FROM cloudtrail_logs AS "logs_my-bucket" LIMIT 1`},
		{"catalog", "SELECT l.eventname FROM awsdatacatalog.db.t AS l", `SELECT "l".eventname FROM cloudtrail_logs AS l`},
		{"hyphens", "SELECT eventname FROM db.cloudtrail_DOC-EXAMPLE-BUCKET1_table", `SELECT eventname FROM cloudtrail_logs AS "cloudtrail_doc-example-bucket1_table"`},
		{"backticks", "SELECT `eventname` FROM `t`", `SELECT "eventname" FROM cloudtrail_logs AS "t"`},
		{"event data store", "SELECT eventname FROM 5e2676f8-9fce-46ef-8142-3e36a94e6691", `SELECT eventname FROM cloudtrail_lake AS "5e2676f8-9fce-46ef-8142-3e36a94e6691"`},
		{"with", "WITH a AS (SELECT eventname FROM t) SELECT * FROM a", `WITH a AS (SELECT eventname FROM cloudtrail_logs AS "t") SELECT * FROM a`},
		{"leaf", "SELECT userIdentity.arn, tlsdetails.tlsversion v FROM t", `SELECT "useridentity.arn" AS "arn", "tlsdetails.tlsversion" AS v FROM cloudtrail_logs_all AS "t"`},
		{"leaf of alias", "SELECT x.useridentity.sessioncontext.sessionissuer.arn FROM t x GROUP BY x.useridentity.sessioncontext.sessionissuer.arn",
			`SELECT "x"."useridentity.sessioncontext.sessionissuer.arn" AS "arn" FROM cloudtrail_logs_all AS x GROUP BY "x"."useridentity.sessioncontext.sessionissuer.arn"`},
		{"hidden column", `SELECT eventname, "$path" FROM t`, `SELECT eventname, "$path" FROM cloudtrail_logs_all AS "t"`},
		{"expression names", "SELECT count(*), lower(eventname) FROM t", `SELECT count(*) AS _col0, lower(eventname) AS _col1 FROM cloudtrail_logs AS "t"`},
		{"implicit alias", "SELECT count(*) n, CASE WHEN 1=1 THEN 2 END FROM t", `SELECT count(*) AS n, CASE WHEN 1 = 1 THEN 2 END AS _col1 FROM cloudtrail_logs AS "t"`},
		{"reserved names", "SELECT eventname AS user FROM t ORDER BY user", `SELECT eventname AS "user" FROM cloudtrail_logs AS "t" ORDER BY "user"`},
		{"day format", "SELECT count(*) FROM t WHERE dt = '2023-11-01'", `SELECT count(*) AS _col0 FROM cloudtrail_logs_all AS "t" WHERE replace("timestamp", '/', '-') = '2023-11-01'`},
		{"day of month", "SELECT 1 FROM t WHERE day = '05'", `SELECT 1 AS _col0 FROM cloudtrail_logs AS "t" WHERE day = '05'`},
		{"whole day", "SELECT 1 FROM t WHERE day >= '2023/11/05'", `SELECT 1 AS _col0 FROM cloudtrail_logs AS "t" WHERE "timestamp" >= '2023/11/05'`},
		{"division", "SELECT a / 2 * 3.5e0 / 1e3 % 7 - b / 0 FROM x", "SELECT a / 2 * 3.5e0 / 1e3 % 7 - trino_divide(b, 0) AS _col0 FROM cloudtrail_logs AS \"x\""},
		{"division by a term", "SELECT 1 + 2 * a / -b % (c) FROM x", "SELECT 1 + trino_modulo(trino_divide(2 * a, -b), (c)) AS _col0 FROM cloudtrail_logs AS \"x\""},
		{"unnest", "SELECT r FROM t CROSS JOIN UNNEST(resources) AS u(r)",
			`SELECT "t"."unnest.u.r" AS "r" FROM (SELECT *, unnest(resources) AS "unnest.u.r" FROM cloudtrail_logs AS "t") AS "t"`},
		{"unnest field", "SELECT u.r.ARN FROM t l, UNNEST(l.resources) u(r) WHERE r.type = 'x' ORDER BY arn",
			`SELECT "l"."unnest.u.r".ARN AS "ARN" FROM (SELECT *, unnest("l".resources) AS "unnest.u.r" FROM cloudtrail_logs AS l) AS "l" WHERE "l"."unnest.u.r".type = 'x' ORDER BY arn`},
		{"unnest rows", "SELECT c FROM t CROSS JOIN UNNEST(resources) AS u(a, b, c)",
			`SELECT "t"."unnest.u.c" AS "c" FROM (SELECT *, "unnest.u.0"."arn" AS "unnest.u.a", "unnest.u.0"."accountid" AS "unnest.u.b", "unnest.u.0"."type" AS "unnest.u.c" FROM (SELECT *, unnest(resources) AS "unnest.u.0" FROM cloudtrail_logs AS "t") AS "t") AS "t"`},
		{"unnest with star", "SELECT *, r FROM t CROSS JOIN UNNEST(resources) AS u(r)", `SELECT *, r FROM cloudtrail_logs AS "t" CROSS JOIN UNNEST(resources) AS u(r)`},
		{"unnest left", "SELECT r FROM t LEFT JOIN UNNEST(resources) AS u(r) ON true", `SELECT "t"."unnest.u.r" AS "r" FROM (SELECT *, unnest(trino_elements_or_null(resources)) AS "unnest.u.r" FROM cloudtrail_logs AS "t") AS "t"`},
		{"unnest with star of rows", "SELECT * FROM t CROSS JOIN UNNEST(resources) AS u(a, b, c)",
			`SELECT * FROM cloudtrail_logs AS "t" CROSS JOIN LATERAL (SELECT unnest(resources, max_depth := 2)) AS u(a, b, c)`},
		{"lambda", "SELECT filter(ARRAY[1], x -> x > 0)", `SELECT list_filter(ARRAY[1], lambda "x": "x" > 0) AS _col0`},
		{"lambda of two", "SELECT transform_values(m, (k, v) -> v)", `SELECT map(map_keys(m), list_transform(map_entries(m), lambda entry: entry.value)) AS _col0`},
		{"concat", "SELECT concat('a', b, c)", `SELECT ('a' || b || c) AS _col0`},
		{"if", "SELECT if(a, b, c) x", `SELECT (CASE WHEN a THEN b ELSE c END) AS x`},
		{"cast", "SELECT CAST(x AS varchar), TRY_CAST(y AS array(row(a bigint, b map(varchar, json))))",
			`SELECT trino_cast_varchar(x) AS _col0, TRY_CAST(y AS STRUCT("a" BIGINT, "b" MAP(VARCHAR, JSON))[]) AS _col1`},
		{"Hive's type", "SELECT CAST(x AS array<map<varchar,array<bigint>>>) v", `SELECT CAST(x AS MAP(VARCHAR, BIGINT[])[]) AS v`},
		{"json path", `SELECT json_extract_scalar(x, '$.a["b.c"][0].x-y')`, `SELECT coalesce(trino_json_extract_scalar(x, '$."a"."b.c"[0]."x-y"'), trino_json_extract_scalar(x, '$."a"."b.c"."0"."x-y"')) AS _col0`},
		{"json of an expression", `SELECT json_extract(max(x), '$.a') v`, `SELECT trino_json_extract_any(max(x), '$."a"') AS v`},
		{"date format", "SELECT date_format(x, '%Y-%m-%d %H:%i:%s') d", `SELECT trino_date_format(x, '%Y-%m-%d %H:%M:%S') AS d`},
		{"date format of a column", "SELECT date_format(x, p) d", `SELECT trino_date_format_any(x, p) AS d`},
		{"joda", "SELECT parse_datetime(x, 'yyyy-MM-dd''T''HH:mm:ss''Z''') d", `SELECT trino_parse_datetime(x, '%Y-%m-%dT%H:%M:%SZ') AS d`},
		{"date arithmetic", "SELECT current_date - interval '7' day d", `SELECT trino_as_date(CURRENT_DATE - INTERVAL '7' day) AS d`},
		{"date_add", "SELECT date_add('day', -30, now()) d", `SELECT trino_add_day(now(), -30) AS d`},
		{"time zone", "SELECT x AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Tokyo' d", `SELECT trino_zoned_text(trino_at_timezone(trino_to_instant(x), 'Asia/Tokyo'), 'Asia/Tokyo') AS d`},
		{"compared time zone", "SELECT x AT TIME ZONE 'UTC' > y d", `SELECT trino_to_instant(x) > y AS d`},
		{"zoned literal", "SELECT TIMESTAMP '2023-11-01 10:00:00 America/New_York' d", `SELECT trino_zoned_text(trino_at_timezone(TIMESTAMPTZ '2023-11-01 14:00:00+00', 'America/New_York'), 'America/New_York') AS d`},
		{"interval", "SELECT x + interval '1 02:03:04' day to second d", `SELECT x + INTERVAL '1 days 02:03:04' AS d`},
		{"network", "SELECT contains('10.0.0.0/8', CAST(x AS ipaddress)) c", `SELECT trino_cidr_contains('10.0.0.0/8', trino_ipaddress(x)) AS c`},
		{"substring", "SELECT substring(x FROM 2 FOR 3) s", `SELECT trino_substr(x, 2, 3) AS s`},
		{"regexp_replace", "SELECT regexp_replace(x, '(a)', '<$1>') s", `SELECT regexp_replace(x, '(a)', '<\1>', 'g') AS s`},
		{"listagg", "SELECT listagg(x, ',') WITHIN GROUP (ORDER BY y) s", `SELECT string_agg(x, ',' ORDER BY y) AS s`},
		{"ignore nulls", "SELECT lag(x) IGNORE NULLS OVER (ORDER BY y) s", `SELECT lag(x IGNORE NULLS) OVER (ORDER BY y) AS s`},
		{"fetch", "SELECT a FROM t OFFSET 1 ROWS FETCH FIRST 2 ROWS ONLY", `SELECT a FROM cloudtrail_logs AS "t" OFFSET 1 LIMIT 2`},
		{"create table", "CREATE TABLE db.x WITH (format = 'ORC') AS SELECT eventname FROM t", `CREATE OR REPLACE TEMP TABLE "x" AS SELECT eventname FROM cloudtrail_logs AS "t"`},
		{"subquery", "SELECT a FROM (SELECT eventname a FROM t) WHERE a IN (SELECT eventname FROM u)",
			`SELECT a FROM (SELECT eventname AS a FROM cloudtrail_logs AS "t") WHERE a IN (SELECT eventname FROM cloudtrail_logs AS "u")`},
		{"union", "SELECT eventid FROM a UNION ALL SELECT eventid FROM b ORDER BY eventid",
			`SELECT eventid FROM cloudtrail_logs AS "a" UNION ALL SELECT eventid FROM cloudtrail_logs AS "b" ORDER BY eventid`},
		{"group by an alias that is a hidden column", "SELECT upper(region) AS dt, managementevent FROM t GROUP BY dt, 2",
			`SELECT upper(region) AS dt, managementevent FROM cloudtrail_logs_all AS "t" GROUP BY 1, 2`},
		{"grouped struct", "SELECT useridentity.arn FROM t GROUP BY useridentity", `SELECT useridentity.arn FROM cloudtrail_logs AS "t" GROUP BY useridentity`},
		{"map of Lake", "SELECT element_at(requestparameters, 'x') v FROM t", `SELECT trino_member("requestparameters.json", '$."x"') AS v FROM cloudtrail_lake_all AS "t"`},
		{"grouped map", "SELECT element_at(requestparameters, 'x') v FROM t GROUP BY requestparameters",
			`SELECT trino_element_at(requestparameters, 'x') AS v FROM cloudtrail_lake AS "t" GROUP BY requestparameters`},
		{"instant", "SELECT date_trunc('hour', from_iso8601_timestamp(eventtime)) h FROM t",
			`SELECT trino_date_trunc('hour', trino_from_iso8601_timestamp(eventtime)) AS h FROM cloudtrail_logs AS "t"`},
		{"filter of an aggregate", "SELECT count(*) FILTER (WHERE errorcode IS NULL) n FROM t", `SELECT count(*) FILTER (WHERE errorcode IS NULL) AS n FROM cloudtrail_logs AS "t"`},
	}
}

func TestRewrite(t *testing.T) {
	for _, c := range rewriteCases() {
		t.Run(c.name, func(t *testing.T) {
			query, err := Rewrite(c.in, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if query.SQL != c.out {
				t.Errorf("%s\nbecame %s\nwant   %s", c.in, query.SQL, c.out)
			}
		})
	}
}

func TestRewriteErrors(t *testing.T) {
	for in, want := range map[string]string{
		"SELECT requestparameters.bucketName FROM t":              "line 1, column 8: requestparameters is text: use json_extract_scalar(requestparameters, '$.bucketName')",
		"SELECT eventname FROM t\nWHERE responseElements.a.b = 1": "line 2, column 7: responseelements is text: use json_extract_scalar(responseelements, '$.a.b')",
		"SELECT useridentity.nme FROM t":                          "line 1, column 21: useridentity has no field nme: it has type, principalid, arn, accountid, invokedby, accesskeyid, username, onbehalfof, sessioncontext",
		"SELECT resources.arn FROM t":                             "line 1, column 8: resources is an array: use element_at(resources, 1).arn, or CROSS JOIN UNNEST(resources) AS t(item) and item.arn",
		"SELECT 1 FROM t WHERE a IN ('x' 'y')":                    "line 1, column 33: two strings side by side: a comma is missing between 'x' and 'y'",
		"SELECT a FROM <EDS ID":                                   "line 1, column 15: this is a placeholder: write a table's name here, for example cloudtrail_logs (any name means the logs)",
		"SELECT a FROM t and b = 1":                               "line 1, column 17: and is not expected here, after a table: WHERE is missing",
		"SELECT a FROM read_csv('/etc/passwd')":                   "line 1, column 15: read_csv(…) is not a table: a query can read the logs and nothing else",
		"SELECT a FROM '/etc/passwd'":                             "line 1, column 15: a table's name is expected here, not '/etc/passwd'",
		"SELECT a FROM information_schema.tables":                 "line 1, column 15: information_schema.tables is not there: a query can read the logs and nothing else",
		"DELETE FROM t":                                           "line 1, column 1: DELETE is not available: a statement is a SELECT, WITH, CREATE TABLE … AS SELECT, EXPLAIN, DESCRIBE or SHOW",
		"SELECT (1":                                               "line 1, column 8: ( is never closed: ) is missing",
		"SELECT CAST(a AS nothing)":                               "line 1, column 18: there is no type nothing",
		"SELECT date_format(a, '%D')":                             "line 1, column 23: %D is not available in a date pattern",
		"INSERT INTO x SELECT 1":                                  "line 1, column 13: there is no table x to insert into: CREATE TABLE x AS SELECT … makes one for this run",
		"SELECT 1; SELECT 2":                                      "line 1, column 11: a second statement begins here: only one is expected",
		"EXPLAIN ANALYZE SELECT 1":                                "line 1, column 1: EXPLAIN ANALYZE is not available, because it runs the query: EXPLAIN alone shows the plan",
		"explain /* a */ analyze verbose SELECT 1":                "line 1, column 1: EXPLAIN ANALYZE is not available, because it runs the query: EXPLAIN alone shows the plan",
		"-- nothing":                                              "there is no statement: write SELECT …",
	} {
		_, err := Rewrite(in, Options{})
		if err == nil {
			t.Errorf("%s: no error", in)
			continue
		}
		if first, _, _ := strings.Cut(err.Error(), "\n"); first != want {
			t.Errorf("%s\n%s\nwant %s", in, first, want)
		}
	}
}

func TestErrorShowsCaret(t *testing.T) {
	_, err := Rewrite("SELECT eventname,\n\trequestParameters.bucketName\nFROM t", Options{})
	want := "line 2, column 2: requestparameters is text: use json_extract_scalar(requestparameters, '$.bucketName')\n" +
		"   requestParameters.bucketName\n   ^"
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

func TestLakeIsRecognized(t *testing.T) {
	for in, want := range map[string]bool{
		"SELECT a FROM 5e2676f8-9fce-46ef-8142-3e36a94e6691":                  true,
		"SELECT element_at(requestParameters, 'x') FROM eds":                  true,
		"SELECT a FROM eds WHERE eventTime > TIMESTAMP '2023-01-01 00:00:00'": true,
		"SELECT a FROM $EDS_ID WHERE eventTime > '2023-01-01 00:00:00'":       true,
		"SELECT a FROM <event_data_store_id>":                                 true,
		"SELECT a FROM t WHERE date(eventtime) = current_date":                true,
		// Where both readings are possible, Athena's is taken: a literal with a space is a text as any other.
		"SELECT a FROM t WHERE eventTime > '2023-01-01 00:00:00'":                                                                      false,
		"SELECT a FROM t WHERE eventtime > '2023-01-01 00:00:00' AND requestparameters LIKE '%x%'":                                     false,
		"SELECT a FROM t WHERE eventtime > '2023-01-01 00:00:00' AND substr(eventtime, 1, 4) = '2023'":                                 false,
		"SELECT a FROM t WHERE eventtime > '2023-01-01 00:00:00' AND year = '2023'":                                                    false,
		"SELECT a FROM t WHERE from_iso8601_timestamp(eventtime) > TIMESTAMP '2023-01-01 00:00:00' AND eventtime > '2023-01-01 00:00'": false,
		"WITH e AS (SELECT from_iso8601_timestamp(eventtime) AS eventtime FROM t) SELECT a FROM e WHERE eventtime > now()":             false,
		"SELECT requestparameters['x'] FROM t":                                                                                         true,
		"SELECT a FROM eds WHERE readOnly = false":                                                                                     true,
		"SELECT eventJson FROM eds":                                                                               true,
		"SELECT a FROM t WHERE eventtime > '2023-01-01T00:00:00Z'":                                                false,
		"SELECT a FROM t WHERE readonly = 'false'":                                                                false,
		"SELECT json_extract_scalar(requestparameters, '$.x') FROM t":                                             false,
		`SELECT a FROM "5e2676f8-9fce-46ef-8142-3e36a94e6691" WHERE day = '01'`:                                   false,
		"SELECT element_at(ARRAY[1], 1) FROM t WHERE date(from_iso8601_timestamp(eventtime)) = DATE '2023-01-01'": false,
	} {
		query, err := Rewrite(in, Options{})
		if err != nil {
			t.Errorf("%s: %v", in, err)
		} else if query.Lake != want {
			t.Errorf("%s: Lake is %v", in, query.Lake)
		}
	}
}

func TestNamesAreReportedOnce(t *testing.T) {
	query, err := Rewrite(`WITH c AS (SELECT * FROM "a"."b") SELECT * FROM c JOIN "a"."b" x ON true JOIN my-logs y ON true JOIN made z ON true`,
		Options{Known: []string{"made"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{`"a"."b"`, "my-logs"}; !slices.Equal(query.Names, want) {
		t.Errorf("names %q, want %q", query.Names, want)
	}
}

func TestSplit(t *testing.T) {
	statements, err := Split("SELECT ';' ; -- one; two\n\n;SELECT 2\n;\n-- end")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range statements {
		got = append(got, strings.TrimSpace(s.Text))
	}
	if want := []string{"SELECT ';'", "SELECT 2"}; !slices.Equal(got, want) {
		t.Errorf("statements %q, want %q", got, want)
	}
	if _, err := statements[1].Rewrite(Options{}); err != nil {
		t.Error(err)
	}
}

func TestStarOverWideViewGivesDocumentedColumns(t *testing.T) {
	query, err := Rewrite(`SELECT *, "$path" FROM t`, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(query.SQL, "*") || strings.Count(query.SQL, `"t".`) != len(schema.DefaultTable().Columns) {
		t.Errorf("a star that is not the documented table: %s", query.SQL)
	}
}

// A long chain of divisions does not grow without bound.
func TestDivisionChain(t *testing.T) {
	query, err := Rewrite("SELECT 1"+strings.Repeat(" / a", 1000)+" FROM x", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(query.SQL, "trino_divide"); n != 5 {
		t.Errorf("%d divisions are written out", n)
	}
}

// A user's statement can be as long as Athena takes, and a script longer.
func TestSplitScript(t *testing.T) {
	long := "SELECT '" + strings.Repeat("x", longestStatement-9) + "'"
	for _, test := range []struct {
		text string
		want int // statements; 0 is an error
	}{{"SELECT 1; SELECT 2", 2}, {long, 1}, {long + ";" + long + "; SELECT 1;", 3}, {long + " ", 0}, {"SELECT 1;" + long + " ; SELECT 2", 0}} {
		statements, err := SplitScript(test.text)
		if len(statements) != test.want || (err != nil) != (test.want == 0) {
			t.Errorf("%d bytes give %d statements, %.100v", len(test.text), len(statements), err)
		}
	}
}

// A name in backticks with dots is a field of the event, as CloudWatch Logs has it.
func TestCloudWatchPaths(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT `userIdentity.arn` FROM `g`":                       `SELECT "userIdentity.arn" FROM cloudtrail_logs_all AS "g"`,
		"SELECT `resources.0.ARN` FROM `g`":                        `SELECT trino_element_at("resources", 1)."arn" AS "resources.0.arn" FROM cloudtrail_logs AS "g"`,
		"SELECT `requestParameters.a.b` x FROM `g`":                `SELECT trino_json_extract_scalar("requestparameters", '$."a"."b"') AS x FROM cloudtrail_logs AS "g"`,
		"SELECT count(*) FROM `g` WHERE `requestParameters.n` > 5": `SELECT count(*) AS _col0 FROM cloudtrail_logs AS "g" WHERE trino_unless_nan(trino_try_cast_double(trino_json_plain_scalar("requestparameters", '$."n"')) > 5, trino_try_cast_double(trino_json_plain_scalar("requestparameters", '$."n"')), 5)`,
		"SELECT `@message` FROM `g`":                               `SELECT "record" AS "@message" FROM cloudtrail_logs_all AS "g"`,
		"SELECT `insightDetails.state` FROM `g`":                   `SELECT trino_json_extract_scalar("insightdetails", '$."state"') AS "insightdetails.state" FROM cloudtrail_logs_all AS "g"`,
		"SELECT l.`requestParameters.a` FROM `g` l":                `SELECT trino_json_extract_scalar("l"."requestparameters", '$."a"') AS "requestparameters.a" FROM cloudtrail_logs AS l`,
	} {
		query, err := Rewrite(text, Options{})
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if query.SQL != want {
			t.Errorf("%s\n becomes %s\n not     %s", text, query.SQL, want)
		}
	}
}

// A table that an earlier statement made can have a column by the name of an alias: the
// name in WHERE means that column, on Athena too.
func TestNoLaxityOfKnownTables(t *testing.T) {
	query, err := Rewrite("SELECT coalesce(account, '') AS account FROM made WHERE account = '1'", Options{Known: []string{"made"}})
	if err != nil || len(query.Notes) > 0 {
		t.Errorf("%v: %q", err, query.Notes)
	}
}

// What runs here and what Athena refuses has a note.
func TestLaxities(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT eventname e, count(*) c FROM logs GROUP BY 1 HAVING c > 1": "line 1, column 60: Athena refuses c in HAVING: write the expression that the SELECT list has under this name",
		"SELECT eventname e FROM logs WHERE e = 'x'":                       "line 1, column 36: Athena refuses e in WHERE: write the expression that the SELECT list has under this name",
		"SELECT 'a' || 2": "line 1, column 12: Athena refuses || between varchar and bigint",
		"SELECT datediff('day', current_date, current_date)":                      "line 1, column 8: Athena refuses datediff: it has no such function",
		"SELECT json_extract(requestparameters, 'a') FROM logs":                   "line 1, column 40: Athena refuses the path 'a': it begins with $",
		"SELECT cardinality(eventname) FROM logs WHERE year = '2023'":             "line 1, column 8: Athena refuses cardinality(varchar): check the types of its arguments",
		"SELECT coalesce(lower(eventname), if(true, 'a')), try(1) FROM logs":      "",
		"SELECT eventname, count(*) FROM logs GROUP BY eventname ORDER BY 2 DESC": "",
	} {
		query, err := Rewrite(text, Options{})
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := strings.Join(query.Notes, "; "); got != want {
			t.Errorf("%s\n has the notes %q\n not           %q", text, got, want)
		}
	}
}
