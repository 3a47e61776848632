package laxity

import (
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect/parser"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/wordlist"
)

func read(t *testing.T, text string) Reading {
	t.Helper()
	statement, err := parser.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	varchar := resolve.Type{Kind: resolve.Varchar}
	catalog := resolve.Catalog{Logs: []resolve.Column{
		{Name: "eventname", Type: varchar}, {Name: "params", Type: resolve.MapOf(varchar, varchar)},
		{Name: "useridentity", Type: resolve.Type{Kind: resolve.Row, Fields: []resolve.Field{{Name: "arn", Type: varchar}}}},
	}}
	return Reading{Source: text, Statement: statement, Info: resolve.Statement(statement, catalog)}
}

// What Trino 435 refuses of these, it refuses with the message in the comment.
func TestNotes(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT eventname FROM logs WHERE eventname = 'x'":                                               "",
		"SELECT l.eventname, r.c FROM logs l JOIN (SELECT eventname, 1 c FROM logs) r USING (eventname)": "line 1, column 8: Athena refuses l.eventname", // Column 'l.eventname' cannot be resolved
		"SELECT eventname, r.c FROM logs l JOIN (SELECT eventname, 1 c FROM logs) r USING (eventname)":   "",
		"SELECT useridentity.* FROM logs":                                                                "line 1, column 8: Athena refuses useridentity.*", // Unable to resolve reference useridentity
		"SELECT l.* FROM logs l":                                                                         "",
		"SELECT eventname e FROM logs WHERE e = 'x'":                                                     "line 1, column 36: Athena refuses e in WHERE",   // Column 'e' cannot be resolved
		"SELECT json_size(eventname, 'a') FROM logs":                                                     "line 1, column 29: Athena refuses the path 'a'", // Invalid JSON path: 'a'
		"SELECT json_extract(eventname, '$.a-b') FROM logs":                                              "line 1, column 32: Athena refuses the path '$.a-b'",
		`SELECT json_extract(eventname, '$.a_b[0]["x-y"].c:d') FROM logs`:                                "",
		"SELECT CAST(useridentity AS varchar) FROM logs":                                                 "line 1, column 8: Athena refuses the cast of row to varchar", // Cannot cast row(…) to varchar
		"SELECT CAST(eventname AS string) FROM logs":                                                     "line 1, column 26: Athena refuses the type string",           // Unknown type: string
		"SELECT CAST(eventname AS ipaddress) FROM logs":                                                  "line 1, column 8: the cast of eventname is NULL here",
		"SELECT DATE '2023-11-01' + 3":                                                                   "line 1, column 26: Athena refuses + between date and bigint",
		"SELECT DATE '2023-11-01' + INTERVAL '3' HOUR":                                                   "line 1, column 26: Athena refuses + between date and interval day to second",
		"SELECT DATE '2023-11-01' - DATE '2023-10-01' + INTERVAL '1' DAY * 2":                            "",
		"SELECT count(*) FROM logs WHERE 1":                                                              "line 1, column 1: Athena refuses a condition",
		"SELECT if(1, 2, 3)":                                                                             "line 1, column 8: Athena refuses if(bigint, bigint, bigint)",
		"SELECT useridentity.arn, count(*) FROM logs GROUP BY CUBE (useridentity.arn)":                   "line 1, column 60: Athena refuses useridentity.arn in CUBE", // GROUP BY expression must be a column reference
		"SELECT eventname, count(*) FROM logs l GROUP BY ROLLUP (l.eventname)":                           "",
		"SELECT coalesce(1, 'a')":                                                                        "line 1, column 8: Athena refuses coalesce(bigint, varchar)",
		"SELECT coalesce(1, NULL, 2.5), if(true, 1, 2e0), greatest(DATE '2023-11-01', now())":            "",
		"SELECT CASE WHEN true THEN 1 ELSE 'a' END":                                                      "line 1, column 8: Athena refuses this CASE",
		"SELECT md5(eventname) FROM logs":                                                                "line 1, column 8: Athena refuses md5(varchar)",
		"SELECT DISTINCT eventname FROM logs ORDER BY eventname, 1":                                      "",
		"SELECT DISTINCT lower(eventname) e FROM logs ORDER BY lower(eventname), e":                      "",
		"SELECT DISTINCT eventname FROM logs ORDER BY params":                                            "line 1, column 46: Athena refuses an order by params",          // ORDER BY expressions must appear in select list
		"SELECT regexp_extract('a', 'a', 1)":                                                             "line 1, column 33: Athena refuses group 1 of 'a', which has 0", // Pattern has 0 groups
		"SELECT regexp_extract('a', '(a)', 1)":                                                           "",
		"SELECT 1 || ARRAY[2]":                                                                           "",
		"SELECT json_parse(eventname)['a'] FROM logs":                                                    "line 1, column 29: Athena refuses a subscript of json",
		"SELECT '1' || 2":                   "line 1, column 12: Athena refuses || between varchar and bigint",
		"SELECT list_contains(ARRAY[1], 1)": "line 1, column 8: Athena refuses list_contains",
		"SELECT eventname n, count(*) FROM logs GROUP BY 1 HAVING n = 'x'":     "line 1, column 58: Athena refuses n in HAVING",
		"SELECT eventname,\n (SELECT max(e.x) FROM (VALUES 1) e(x)) FROM logs": "",
	} {
		notes := strings.Join(read(t, text).Notes(), "\n")
		if !strings.HasPrefix(notes, want) || want == "" && notes != "" {
			t.Errorf("%s\n notes %q\n want %q", text, notes, want)
		}
	}
}

func TestLakeNotes(t *testing.T) {
	r := read(t, "SELECT params['a'], element_at(params, 'b') FROM logs")
	r.Lake = true
	if notes := r.Notes(); len(notes) != 1 || !strings.Contains(notes[0], "element_at(params, 'a') is NULL in both") {
		t.Errorf("notes %q", notes)
	}
}

// The functions are sorted: each of them is found.
func TestFunctionsAreFound(t *testing.T) {
	for name := range strings.Lines(trinoFunctions) {
		if _, found := wordlist.Find(trinoFunctions, strings.TrimSpace(name)); !found {
			t.Errorf("%s is not found: the list must be sorted", name)
		}
	}
}
