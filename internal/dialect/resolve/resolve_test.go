package resolve

import (
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect/parser"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

func catalog() Catalog {
	text := Type{Kind: Varchar}
	item := Type{Kind: Row, Fields: []Field{{"arn", text}, {"type", text}}}
	return Catalog{
		Known: map[string]bool{"made": true},
		Logs: []Column{
			{Name: "eventtime", Type: text}, {Name: "eventname", Type: text},
			{Name: "useridentity", Type: Type{Kind: Row, Fields: []Field{{"arn", text}}}},
			{Name: "resources", Type: ArrayOf(item)}, {Name: "params", Type: MapOf(text, text)},
			{Name: "day", Type: text, Hidden: true},
		},
	}
}

// outputs resolves a query and returns the names and types of its columns.
func outputs(t *testing.T, text string) ([]Column, *Info) {
	t.Helper()
	statement, err := parser.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	r := &resolver{catalog: catalog(), info: &Info{Columns: map[syntax.Expression]*Use{}, Types: map[syntax.Expression]Type{}}}
	return r.query(statement.(*syntax.Query), nil), r.info
}

func TestTypes(t *testing.T) {
	kinds := map[Kind]string{
		Unknown: "?", Varchar: "varchar", Boolean: "boolean", Bigint: "bigint", Decimal: "decimal", Double: "double", Date: "date",
		Timestamp: "timestamp", TimestampZone: "zone", IntervalDays: "interval", JSON: "json", Array: "array", Map: "map", Row: "row",
	}
	for expression, want := range map[string]string{
		"eventtime": "varchar", "l.eventname": "varchar", "useridentity.arn": "varchar", "l.useridentity": "row",
		"resources[1].arn": "varchar", "resources": "array", "params['x']": "varchar", "element_at(params, 'x')": "varchar",
		"nosuch": "?", "day": "varchar", "1": "bigint", "1.5": "decimal", "1e1": "double", "NULL": "?",
		"from_iso8601_timestamp(eventtime)": "zone", "date_trunc('day', from_iso8601_timestamp(eventtime))": "zone",
		"date(eventtime) + INTERVAL '1' DAY": "date", "current_date - current_date": "interval", "now() AT TIME ZONE 'UTC'": "zone",
		"count(*) * 100.0": "decimal", "1 / 2": "bigint", "1e0 * 2": "double", "CAST(eventtime AS json)": "json",
		"transform(resources, r -> r.arn)": "array", "element_at(transform(resources, r -> r.arn), 1)": "varchar",
		"CASE WHEN TRUE THEN 1 ELSE 2.5 END": "decimal", "IF(TRUE, 'a')": "varchar", "(SELECT max(eventtime) FROM logs)": "varchar",
		"eventtime = 'x'": "boolean", "map_agg(eventname, 1)": "map", "coalesce(nosuch, 1)": "bigint",
	} {
		columns, _ := outputs(t, "SELECT "+expression+" FROM logs l")
		if got := kinds[columns[0].Type.Kind]; got != want {
			t.Errorf("%s is %s, want %s", expression, got, want)
		}
	}
}

// The precision of decimals is what typeof says on Trino 435.
func TestDecimals(t *testing.T) {
	for expression, want := range map[string][2]int{
		"7 * 100.0": {14, 1}, "7 * 100.0 / 3": {14, 1}, "2 / 3.0": {12, 1}, "5.5 % 2": {2, 1}, "10 / 4.00": {14, 2}, "sum(1.25)": {38, 2},
		"CAST('1' AS decimal(20, 3)) + 1.5":        {21, 3},
		"count(*) * 100.0 / sum(count(*)) OVER ()": {23, 1}, "coalesce(1, 2.5)": {11, 1}, "1000000000000 * 1.0": {21, 1}, "sum(1) * 1.0": {21, 1}, "-1.5": {2, 1},
	} {
		columns, _ := outputs(t, "SELECT "+expression)
		if got := columns[0].Type; got.Kind != Decimal || got.Precision != want[0] || got.Scale != want[1] {
			t.Errorf("%s is %+v, want decimal%v", expression, got, want)
		}
	}
}

func TestColumns(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT * FROM logs":                                                                         "eventtime eventname useridentity resources params",
		"SELECT a.*, b.day AS d FROM logs a, logs b":                                                 "eventtime eventname useridentity resources params d",
		"WITH c(x, y) AS (SELECT eventname, 1 FROM logs) SELECT * FROM c":                            "x y",
		"SELECT * FROM (SELECT eventname AS n, count(*) FROM logs GROUP BY 1) t":                     "n _col1",
		"SELECT * FROM (VALUES (1, 'a')) AS v(i, s)":                                                 "i s",
		"SELECT u.* FROM logs CROSS JOIN UNNEST(params, resources) WITH ORDINALITY AS u(k, v, r, n)": "k v r n",
		"SELECT eventname FROM logs UNION SELECT eventtime FROM logs":                                "eventname",
	} {
		columns, _ := outputs(t, text)
		var names []string
		for _, c := range columns {
			names = append(names, c.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s gives %s, want %s", text, got, want)
		}
	}
}

// uses returns the uses of columns of the logs, as written.
func uses(info *Info) []string {
	var list []string
	for e, use := range info.Columns {
		if use.Relation.Logs {
			list = append(list, syntax.Print(e))
		}
	}
	slices.Sort(list)
	return list
}

func TestUses(t *testing.T) {
	for text, want := range map[string][]string{
		"SELECT eventname FROM logs WHERE day = '01'":                                        {"day", "eventname"},
		"SELECT day FROM logs CROSS JOIN UNNEST(ARRAY['a']) AS u(day)":                       nil,
		"SELECT t.day FROM logs t CROSS JOIN UNNEST(ARRAY['a']) AS u(day)":                   {"t.day"},
		"WITH e AS (SELECT 1 AS eventtime FROM logs) SELECT eventtime FROM e":                nil,
		"SELECT transform(ARRAY[1], day -> day) FROM logs":                                   nil,
		"SELECT (SELECT max(b.day) FROM logs b WHERE b.eventname = a.eventname) FROM logs a": {"a.eventname", "b.day", "b.eventname"},
		"SELECT day FROM made, logs":                                                         nil,
		"SELECT eventname FROM logs a JOIN logs b ON a.day = b.day":                          {"a.day", "b.day"},
		"SELECT db.logs.day FROM db.logs":                                                    {"db.logs.day"},
		"SELECT eventname AS day, count(*) FROM logs GROUP BY 1 ORDER BY day":                {"eventname"},
	} {
		if _, info := outputs(t, text); !slices.Equal(uses(info), want) {
			t.Errorf("%s uses %q, want %q", text, uses(info), want)
		}
	}
}

func TestMismatches(t *testing.T) {
	for condition, want := range map[string]int{
		"eventtime > '2023'": 0, "eventtime > now()": 1, "params LIKE 'x'": 1, "params['a'] LIKE 'x'": 0, "eventname = 1": 1,
		"eventname = TRUE": 1, "hour(eventtime) = 1": 1, "hour(from_iso8601_timestamp(eventtime)) = 1": 0, "nosuch > 1": 0,
		"eventname IN ('a', 2)": 1, "date(eventtime) = current_date": 1, "element_at(eventname, 'x') = 'y'": 1,
	} {
		statement, err := parser.Parse("SELECT 1 FROM logs WHERE " + condition)
		if err != nil {
			t.Fatal(err)
		}
		if got := Statement(statement, catalog()).Mismatches(statement); got != want {
			t.Errorf("%s: %d mismatches, want %d", condition, got, want)
		}
	}
}
