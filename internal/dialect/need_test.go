package dialect

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"testing"

	"github.com/google/go-cmp/cmp"
)

// What WHERE needs of each row is understood; where it is not, nothing is.
func TestNeeds(t *testing.T) {
	errors := Test{Column: "errorcode", Operator: NotNull}
	get := Test{"eventname", In, []string{"GetObject"}}
	for sql, want := range map[string][]Need{
		"SELECT 1 FROM t WHERE errorcode IS NOT NULL":                                                         {{errors}},
		"SELECT 1 FROM t WHERE eventname = 'GetObject' AND (errorcode IS NOT NULL)":                           {{get}, {errors}},
		"SELECT 1 FROM t x WHERE 'GetObject' = x.eventname":                                                   {{get}},
		"SELECT 1 FROM t WHERE eventname IN ('a', 'b')":                                                       {{{"eventname", In, []string{"a", "b"}}}},
		"SELECT 1 FROM t WHERE errorcode <> '' AND upper(eventname) = 'X'":                                    {{{"errorcode", NotEqual, []string{""}}}},
		"SELECT 1 FROM t WHERE eventname = 'GetObject' OR errorcode IS NOT NULL":                              {{get, errors}},
		"SELECT 1 FROM t WHERE eventname = 'GetObject' OR (errorcode IS NOT NULL AND readonly = 'x')":         {{get, errors}},
		"SELECT 1 FROM t WHERE eventname = 'GetObject' OR 1 = 1":                                              nil,
		"SELECT 1 FROM t WHERE NOT eventname = 'GetObject'":                                                   nil,
		"SELECT 1 FROM t WHERE eventname NOT IN ('GetObject')":                                                nil,
		"SELECT 1 FROM t WHERE eventname = NULL OR eventname IN ('a', NULL)":                                  nil,
		"SELECT 1 FROM t WHERE errorcode IS NULL":                                                             nil,
		"SELECT 1 FROM t WHERE eventname = 'a' || 'b'":                                                        nil,
		"SELECT 1 FROM t WHERE CASE WHEN errorcode = 'x' THEN true END":                                       nil,
		"SELECT 1 FROM t WHERE eventtime BETWEEN '2023' AND '2024' AND eventtime > '2022'":                    {{{"eventtime", Between, []string{"2023", "2024"}}}, {{"eventtime", Greater, []string{"2022"}}}},
		"SELECT 1 FROM t WHERE eventname LIKE 'Get%' AND eventname LIKE '%Object' AND eventname LIKE '%tO%'":  {{{"eventname", HasPrefix, []string{"Get"}}}, {{"eventname", HasSuffix, []string{"Object"}}}, {{"eventname", Contains, []string{"tO"}}}},
		"SELECT 1 FROM t WHERE eventname LIKE 'GetObject'":                                                    {{get}},
		"SELECT 1 FROM t WHERE eventname LIKE 'G%t' OR eventname LIKE 'a_c' OR eventname LIKE '%'":            nil,
		`SELECT 1 FROM t WHERE eventname LIKE 'a%' ESCAPE '\'`:                                                nil,
		"SELECT 1 FROM t WHERE useridentity.sessioncontext.sessionissuer.username LIKE '%SSO%'":               {{{"useridentity.sessioncontext.sessionissuer.username", Contains, []string{"SSO"}}}},
		"SELECT 1 FROM t WHERE region = 'eu-west-1' AND year = '2023' AND \"$path\" = 'x'":                    nil, // no fields
		"SELECT 1 FROM t WHERE useridentity IS NOT NULL":                                                      nil,
		"SELECT count(*) FILTER (WHERE errorcode = 'x') FROM t":                                               nil,
		"SELECT 1 FROM t GROUP BY eventname HAVING eventname = 'x'":                                           nil,
		"SELECT 1 FROM t WHERE eventname = 'GetObject' UNION SELECT 1 FROM t":                                 nil,
		"SELECT 1 FROM t a JOIN t b ON a.eventid = b.eventid WHERE a.eventname = 'GetObject'":                 nil,
		"SELECT 1 FROM (SELECT * FROM t) WHERE eventname = 'GetObject'":                                       nil,
		"SELECT 1 FROM (SELECT * FROM t WHERE errorcode IS NOT NULL) WHERE eventname = 'GetObject'":           {{errors}},
		"SELECT 1 FROM t CROSS JOIN UNNEST(ARRAY['x']) AS u(eventname) WHERE eventname = 'x'":                 nil,
		"SELECT 1 FROM t l JOIN (SELECT 'x' AS a) u ON true WHERE l.errorcode IS NOT NULL AND u.a = 'x'":      {{errors}},
		"SELECT 1 FROM seen JOIN t ON true WHERE errorcode IS NOT NULL":                                       nil, // a view
		"WITH seen AS (SELECT 1 AS a) SELECT 1 FROM seen JOIN t l ON true WHERE l.errorcode IS NOT NULL":      {{errors}},
		"SELECT eventid FROM t WHERE eventtime > timestamp '2023-01-01 00:00:00' AND errorcode = upper('x')":  nil,
		"SELECT eventid FROM t WHERE awsregion = 'us-east-1' AND eventid IN (SELECT x FROM (VALUES ('1')) s)": {{{"awsregion", In, []string{"us-east-1"}}}},
	} {
		query, err := Rewrite(sql, Options{Flavor: Athena, Known: []string{"seen"}, Views: []string{"seen"}})
		if err != nil {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		if diff := cmp.Diff(want, query.Needs); diff != "" {
			t.Errorf("%s (-want +got):\n%s", sql, diff)
		}
	}
}

// A user's table may have made something else of a column's name.
func TestNeedsTable(t *testing.T) {
	table := &schema.Table{Name: "t", Columns: []schema.TableColumn{{Name: "EventName", Expression: "eventsource"}, {Name: "EventSource", Expression: `"eventsource"`}}}
	query, err := Rewrite("SELECT 1 FROM t WHERE eventname = 'a' AND eventsource = 'b'", Options{Table: table})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Need{{{"eventsource", In, []string{"b"}}}}, query.Needs); diff != "" {
		t.Error(diff)
	}
}

// The limits of one statement are not those of a view that it also reads.
func TestBoundsOfViews(t *testing.T) {
	options := Options{Known: []string{"made", "seen"}, Views: []string{"seen"}}
	for from, bounded := range map[string]bool{"t": true, "t JOIN made ON true": true, "t JOIN seen ON true": false} {
		query, err := Rewrite("SELECT 1 FROM "+from+" WHERE t.eventtime > '2023-11-01T00:00:00Z'", options)
		if err != nil {
			t.Fatal(err)
		}
		if got := !query.Bounds.From.IsZero(); got != bounded {
			t.Errorf("FROM %s: bounded %v, want %v", from, got, bounded)
		}
	}
}
