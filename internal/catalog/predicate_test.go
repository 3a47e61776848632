package catalog_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/catalog"
)

func keyOf(name, typ string) catalog.Column {
	return catalog.Column{Name: name, Type: typ, IsKey: true}
}

// dayOf reads a time, as in 2023-11-01T05:00.
func dayOf(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// A window leaves out the partitions that can hold none of its events: those of raw logs
// by the day of delivery, which can be a day late, those of a converted folder by the day
// of the events.
func TestPredicates(t *testing.T) {
	converted := []catalog.Column{{Name: "log_file", Type: "varchar"}, {Name: "log_record", Type: "bigint"}, keyOf("account", "varchar"), keyOf("region", "varchar"), keyOf("date", "varchar")}
	window := trailq.Filter{From: dayOf(t, "2023-11-01T05:00"), To: dayOf(t, "2023-11-02T00:00")}
	for name, test := range map[string]struct {
		table  catalog.Table
		filter trailq.Filter
		want   []string
	}{
		"everything": {catalog.Table{Columns: converted}, trailq.Filter{}, nil},
		"converted": {catalog.Table{Columns: converted}, window,
			[]string{`("date" >= '2023-11-01' AND "date" <= '2023-11-01' OR "date" IS NULL)`}},
		"converted, account and region": {catalog.Table{Columns: converted}, trailq.Filter{Accounts: []string{"111122223333", "4444*"}, Regions: []string{"eu-west-1"}},
			[]string{`(("account" LIKE '4444%' ESCAPE '\' OR "account" = '111122223333') OR "account" IS NULL)`, `("region" = 'eu-west-1' OR "region" IS NULL)`}},
		"global services": {catalog.Table{Columns: converted}, trailq.Filter{Regions: []string{"us-*"}}, nil},
		"raw, as AWS documents it": {
			catalog.Table{Columns: []catalog.Column{keyOf("timestamp", "varchar")}, Properties: map[string]string{"projection.timestamp.type": "date", "projection.timestamp.format": "yyyy/MM/dd"}},
			window, []string{`"timestamp" >= '2023/11/01' AND "timestamp" <= '2023/11/02'`}},
		"an example tells the form": {
			catalog.Table{Columns: []catalog.Column{keyOf("dt", "varchar")}, Examples: map[string]string{"dt": "20230102"}},
			window, []string{`"dt" >= '20231101' AND "dt" <= '20231102'`}},
		"an unknown form": {catalog.Table{Columns: []catalog.Column{keyOf("dt", "varchar")}}, window, nil},
		"days that are not in order": {
			catalog.Table{Columns: []catalog.Column{keyOf("dt", "varchar")}, Properties: map[string]string{"projection.dt.type": "date", "projection.dt.format": "dd-MM-yyyy"}},
			window, []string{`"dt" IN ('01-11-2023', '02-11-2023')`}},
		"a date": {catalog.Table{Columns: []catalog.Column{keyOf("dt", "date")}}, window, []string{`"dt" >= DATE '2023-11-01' AND "dt" <= DATE '2023-11-02'`}},
		"year, month and day": {
			catalog.Table{Columns: []catalog.Column{keyOf("year", "varchar"), keyOf("month", "varchar"), keyOf("day", "integer")}},
			trailq.Filter{From: dayOf(t, "2023-10-31T05:00"), To: dayOf(t, "2023-11-01T00:00")},
			[]string{`"year" IN ('2023')`, `("year" = '2023' AND "month" IN ('10') AND "day" IN (31) OR "year" = '2023' AND "month" IN ('11') AND "day" IN (1))`}},
		"no key": {catalog.Table{Columns: []catalog.Column{{Name: "region", Type: "varchar"}}}, trailq.Filter{Regions: []string{"eu-west-1"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := test.table.Predicates(&test.filter)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A projection by injected values needs them.
func TestInjectedKey(t *testing.T) {
	table := catalog.Table{Columns: []catalog.Column{keyOf("account", "varchar")}, Properties: map[string]string{"projection.account.type": "injected"}}
	_, err := table.Predicates(&trailq.Filter{})
	var needed *catalog.NeededError
	if !errors.As(err, &needed) || needed.Word != "account" {
		t.Errorf("got %v", err)
	}
	if _, err := table.Predicates(&trailq.Filter{Accounts: []string{"111122223333"}}); err != nil {
		t.Error(err)
	}
}

// Our table has its own types, whatever those of the table are.
func TestSelectAdapts(t *testing.T) {
	table := catalog.Table{Name: catalog.Name{Schema: "s", Table: "t"}, Columns: []catalog.Column{
		{Name: "eventtime", Type: "timestamp(3)"}, {Name: "readonly", Type: "boolean"},
		{Name: "requestparameters", Type: "map(varchar, varchar)"}, {Name: "useridentity", Type: "row(type varchar, arn varchar)"},
	}}
	view, err := table.Select(catalog.Selection{Columns: []string{"eventtime", "readonly", "requestparameters", "useridentity", "errorcode"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`date_format("eventtime", '%Y-%m-%dT%H:%i:%sZ') AS "eventtime"`, `CAST("readonly" AS varchar) AS "readonly"`,
		`json_format(CAST("requestparameters" AS JSON)) AS "requestparameters"`, `CAST(NULL AS varchar) AS "errorcode"`,
		`CASE WHEN "useridentity" IS NOT NULL THEN CAST(ROW("useridentity"."type", CAST(NULL AS varchar), "useridentity"."arn"`,
	} {
		if !strings.Contains(view.SQL, want) {
			t.Errorf("%s is not in\n%s", want, view.SQL)
		}
	}
	if diff := cmp.Diff([]string{"errorcode"}, view.Missing); diff != "" {
		t.Error(diff)
	}
}
