package parser

import (
	"errors"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// constructs are statements with everything that the grammar has; each is as
// [syntax.Print] writes it.
func constructs() []string {
	return []string{
		`SELECT 1`,
		`SELECT ALL a, b AS c, t.*, * FROM t`,
		`SELECT DISTINCT a."b c".d FROM "x y"."z" AS t(a, b)`,
		`SELECT -1, +a, - -1 FROM t`,
		`SELECT (t.r).* AS (x, y) FROM t`,
		`WITH a AS (SELECT 1), b(x, y) AS (VALUES (1, 2), ROW(3, 4)) SELECT * FROM a, b`,
		`WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r`,
		`SELECT a FROM t UNION SELECT b FROM u INTERSECT DISTINCT SELECT c FROM v EXCEPT ALL SELECT d FROM w ORDER BY 1 DESC NULLS LAST, a ASC OFFSET 2 LIMIT 3`,
		`(SELECT 1) UNION ALL (SELECT 2 LIMIT ALL)`,
		`TABLE t`,
		`VALUES 1, 2`,
		`SELECT a FROM t ORDER BY a FETCH FIRST 3 ROWS WITH TIES`,
		`SELECT a FROM t FETCH FIRST ROWS ONLY`,
		`SELECT count(*), count(DISTINCT a) FILTER (WHERE b = 1), array_agg(a ORDER BY b DESC) FROM t GROUP BY ALL a, (b, c), (), ROLLUP (a, b), CUBE (a), GROUPING SETS ((a), (b, c), ()) HAVING count(*) > 1`,
		`SELECT GROUPING(a) FROM t GROUP BY a`,
		`SELECT sum(x) OVER (PARTITION BY a, b ORDER BY c ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), lag(x, 1) IGNORE NULLS OVER w, rank() OVER (ORDER BY c RANGE 1 PRECEDING) FROM t WINDOW w AS (ORDER BY c), v AS (PARTITION BY a)`,
		`SELECT listagg(DISTINCT a, ',') WITHIN GROUP (ORDER BY b) FROM t`,
		`SELECT * FROM a JOIN b ON a.x = b.x LEFT JOIN c USING (x, y) CROSS JOIN d NATURAL JOIN e FULL JOIN f ON TRUE RIGHT JOIN g ON FALSE`,
		`SELECT * FROM a JOIN b JOIN c ON TRUE ON TRUE`,
		`SELECT * FROM (a CROSS JOIN b) AS j, (SELECT 1) AS s, LATERAL (SELECT a.x) AS l, UNNEST(m, ARRAY[1, 2]) WITH ORDINALITY AS u(k, v, n)`,
		`SELECT * FROM t TABLESAMPLE BERNOULLI (10)`,
		`SELECT a FROM t WHERE NOT a = 1 AND (b <> 2 OR c IS NOT NULL) AND d IS NULL AND e NOT BETWEEN 1 AND 2 + 3 AND f IN (1, 2) AND g NOT IN (SELECT 1) AND h LIKE 'a\_%' ESCAPE '\' AND i NOT LIKE 'x' AND j IS DISTINCT FROM k AND l IS NOT DISTINCT FROM m AND n >= ALL (SELECT 1) AND EXISTS (SELECT 1)`,
		`SELECT a || b + c * -d AT TIME ZONE 'UTC' AT TIME ZONE INTERVAL '2' HOUR`,
		`SELECT (1, 2), ROW(1), ARRAY[], ARRAY[ARRAY[1]][1][1], m['k'].f, f(x)[1].y`,
		`SELECT CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END, CASE x WHEN 1 THEN 'a' END`,
		`SELECT CAST(a AS row(x bigint, "Y z" array(map(varchar, json)), varchar(5))), TRY_CAST(a AS decimal(20, 0)), CAST(b AS timestamp(3) WITH TIME ZONE), CAST(c AS INTERVAL DAY TO SECOND), CAST(d AS double)`,
		`SELECT x -> x + 1, (x, y) -> x || y, () -> 1`,
		`SELECT date '2023-11-01', timestamp '2023-11-01 00:00:00 UTC', x'ff', ipaddress '1.2.3.4', INTERVAL - '7' DAY, INTERVAL '1-2' YEAR TO MONTH, decimal '1.5', 1.5e3, .5, 'it''s'`,
		`SELECT CURRENT_DATE, CURRENT_TIMESTAMP(3), LOCALTIMESTAMP, CURRENT_USER, NULL, TRUE, ?`,
		`SELECT EXTRACT(YEAR FROM a), POSITION('a' IN b), SUBSTRING(a FROM 1 FOR 2), TRIM(BOTH 'x' FROM a), TRIM(a), TRIM('x' FROM a), TRIM(LEADING FROM a), NORMALIZE(a, NFC), substring(a, 1, 2)`,
		`SELECT JSON_VALUE(a, 'lax $.b' PASSING c AS d RETURNING bigint DEFAULT 1 ON EMPTY ERROR ON ERROR), JSON_QUERY(a, 'strict $' WITH CONDITIONAL ARRAY WRAPPER NULL ON EMPTY), JSON_EXISTS(a, '$.x' TRUE ON ERROR)`,
		`SELECT limit, offset, filter, over, window, fetch, date, timestamp, year, interval, "select" FROM t`,
		`SELECT a FROM 5e2676f8-9fce-46ef-8142-3e36a94e6691`,
		`SELECT a FROM my-logs, $EDS_ID, <event data store id>, {table}, ${x}`,
		`EXPLAIN ANALYZE SELECT 1`,
		`CREATE TABLE t AS SELECT 1`,
		`CREATE OR REPLACE VIEW v(a, b) AS (SELECT 1, 2)`,
		`CREATE TABLE IF NOT EXISTS d.t AS WITH x AS (SELECT 1) SELECT * FROM x`,
		`INSERT INTO t(a, b) SELECT 1, 2`,
		`DROP TABLE IF EXISTS t`,
		`DROP VIEW v`,
		`DESCRIBE t`,
		`SHOW TABLES`,
	}
}

func TestPrintIsStable(t *testing.T) {
	for _, text := range constructs() {
		statement, err := Parse(text)
		if err != nil {
			t.Errorf("%s\n %v", text, err)
			continue
		}
		if printed := syntax.Print(statement); printed != text {
			t.Errorf("%s\n is printed as\n%s", text, printed)
		}
	}
}

// What is written in other ways means the same.
func TestParseForms(t *testing.T) {
	for text, want := range map[string]string{
		"select a b from `t` x -- comment\n":                                   `SELECT a AS b FROM "t" AS x`,
		"SELECT/* /* */1":                                                      `SELECT 1`,
		"SELECT TRIM(a, 'x')":                                                  `SELECT TRIM('x' FROM a)`,
		"SELECT count(ALL a)":                                                  `SELECT count(a)`,
		"SELECT a FROM t OFFSET 2 ROWS FETCH NEXT ROW ONLY":                    `SELECT a FROM t OFFSET 2 FETCH FIRST ROWS ONLY`,
		"SELECT CAST(a AS array<map<varchar,double precision>>)":               `SELECT CAST(a AS array(map(varchar, double)))`,
		"SELECT CAST(a AS bigint ARRAY)":                                       `SELECT CAST(a AS array(bigint))`,
		"SELECT * FROM a INNER JOIN b ON 1=1 LEFT OUTER JOIN c ON 1!=1":        `SELECT * FROM a JOIN b ON 1 = 1 LEFT JOIN c ON 1 != 1`,
		`SELECT U&'d\0061t\+000061'`:                                           `SELECT 'data'`,
		"DESC a.b":                                                             `DESCRIBE a.b`,
		"SHOW COLUMNS FROM t":                                                  `DESCRIBE t`,
		"EXPLAIN (TYPE DISTRIBUTED) SELECT 1":                                  `EXPLAIN SELECT 1`,
		"CREATE TABLE t WITH (format = 'PARQUET') AS SELECT 1 WITH NO DATA":    `CREATE TABLE t AS SELECT 1`,
		"SELECT 1 FROM DATABASE.TABLE WHERE a = 1":                             `SELECT 1 FROM DATABASE.TABLE WHERE a = 1`,
		"SELECT ((SELECT 1) + 1), ((SELECT 1)), (((SELECT 1) UNION SELECT 2))": `SELECT ((SELECT 1) + 1), ((SELECT 1)), (((SELECT 1) UNION SELECT 2))`,
	} {
		statement, err := Parse(text)
		if err != nil {
			t.Errorf("%s\n %v", text, err)
			continue
		}
		if printed := syntax.Print(statement); printed != want {
			t.Errorf("%s\n is printed as\n%s\n want\n%s", text, printed, want)
		}
	}
}

func TestBinding(t *testing.T) {
	for text, want := range map[string]string{
		"a OR b AND NOT c = 1":   "(a or (b and (not (c = 1))))",
		"NOT a AND b":            "((not a) and b)",
		"a + b * c || d - e - f": "((a + (b * c)) || ((d - e) - f))",
		"- a * b":                "((- a) * b)",
		"a || b = c || d":        "((a || b) = (c || d))",
	} {
		statement, err := Parse("SELECT " + text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := bracketed(statement.(*syntax.Query).Body.(*syntax.Select).Items[0].Expression); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

// bracketed writes operators with all their brackets.
func bracketed(e syntax.Expression) string {
	switch e := e.(type) {
	case *syntax.Binary:
		return "(" + bracketed(e.Left) + " " + e.Operator + " " + bracketed(e.Right) + ")"
	case *syntax.Not:
		return "(not " + bracketed(e.Operand) + ")"
	case *syntax.Unary:
		return "(" + e.Operator + " " + bracketed(e.Operand) + ")"
	}
	return syntax.Print(e)
}

// Each error has the place, marked by ^ in the text, and what was expected.
func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT ^FROM t":                           "an expression is expected here, not FROM",
		"SELECT a ^FROM":                           "a table's name is missing after FROM",
		"SELECT a, ^FROM t":                        "an expression is expected here, not FROM",
		"SELECT a FROM t WHERE ^GROUP BY a":        "an expression is expected here, not GROUP",
		"SELECT a FROM t WHERE a = ^= 1":           "an expression is expected here, not =",
		"SELECT a FROM t WHERE a = 1 ^= 1":         "= is not expected here",
		"SELECT a FROM t ^AND b = 1":               "AND is not expected here, after a table: WHERE is missing",
		"SELECT ^(1":                               "( is never closed: ) is missing",
		"SELECT 1^)":                               ") closes nothing",
		"SELECT a FROM t WHERE a IN ('x' ^'y')":    "two strings side by side: a comma is missing between 'x' and 'y'",
		"SELECT a FROM t LEFT JOIN u ^WHERE a = 1": "ON with a condition, or USING, is expected here, not WHERE",
		"SELECT ^CAST(a, varchar)":                 "a cast is written CAST(value AS type)",
		"SELECT INTERVAL '7' ^DAYS":                "an interval is written INTERVAL '7' DAY, without the S",
		"SELECT a AS ^end FROM t":                  "a name is expected here, not end: as a name, this word needs double quotes",
		"SELECT CASE ^END":                         "an expression is expected here, not END",
		"SELECT a FROM t LIMIT 1 ^OFFSET 2":        "OFFSET stands before LIMIT",
		"SELECT ^'abc":                             "this string is not closed: ' is missing",
		"SELECT a FROM t WHERE x = ^$value":        "this is a placeholder: write a value here",
		"SELECT a FROM t WHERE b IS ^TRUE":         "Athena has no IS TRUE: write = TRUE",
		"SELECT a FROM t GROUP ^a":                 "BY is expected here, not a",
		"^DELETE FROM t":                           "DELETE is not available: a statement is a SELECT, WITH, CREATE TABLE … AS SELECT, EXPLAIN, DESCRIBE or SHOW",
		"SELECT a FROM t WHERE a BETWEEN 1 ^OR 2":  "AND is expected here, not OR",
		"SELECT a FROM ^read_csv('x')":             "read_csv(…) is not a table: a query can read the logs and nothing else",
		"CREATE ^EXTERNAL TABLE t (a int)":         "only CREATE TABLE … AS SELECT and CREATE VIEW … AS SELECT are available; a table's DDL is for --ddl",
	} {
		offset := strings.IndexByte(text, '^')
		_, err := Parse(strings.Replace(text, "^", "", 1))
		var mistake *syntax.Error
		if !errors.As(err, &mistake) {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if mistake.Offset != offset || mistake.Message != want {
			t.Errorf("%s\n gives %q at %d, want %q at %d", text, mistake.Message, mistake.Offset, want, offset)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range constructs() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, source string) {
		statement, err := Parse(source)
		if err != nil {
			var mistake *syntax.Error
			if !errors.As(err, &mistake) || mistake.Offset < 0 || mistake.Offset > len(source) || mistake.Message == "" {
				t.Fatalf("%q: the error %v has no place", source, err)
			}
			return
		}
		for _, token := range syntax.PrintTokens(statement, 0) {
			if token.Offset < 0 || token.Offset >= len(source) {
				t.Fatalf("%q: %q stems from %d", source, token.Text, token.Offset)
			}
		}
		printed := syntax.Print(statement)
		again, err := Parse(printed)
		if err != nil {
			t.Fatalf("%q is printed as %q, which does not parse: %v", source, printed, err)
		}
		if second := syntax.Print(again); second != printed {
			t.Fatalf("%q is printed as %q, and that as %q", source, printed, second)
		}
	})
}
