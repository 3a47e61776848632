//go:build cgo

package web_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/internal/web"
)

// states are views that the tests compare with their commands.
func states() [][]string {
	return [][]string{
		nil,
		{"where", "service=s3", "where", "caller!=*exporter", "from", "2023-11-01T06:00", "to", "2023-11-02T03:00:30"},
		{"where", "error", "where", "region=eu-*"},
		{"where", "!bucket", "where", "eventName!=Get*", "to", "2023-11-02"},
		{"where", "requestParameters.bucketName=*archive*", "where", "mfa=false"},
	}
}

func convertLogs(t *testing.T, folder string) {
	t.Helper()
	conversion, err := convert.Open(folder, convert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := conversion.Add(t.Context(), trailq.Dir(sampleLogs)); err != nil {
		t.Fatal(err)
	}
	if err := conversion.Close(); err != nil {
		t.Fatal(err)
	}
}

// What the page shows of logs and of Parquet files is what its copied commands print.
func TestScreensAgreeWithCommands(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, folder)
	some := map[string][][]string{"logs": states(), "Parquet": states()[1:2]}
	if testing.Short() {
		some = map[string][][]string{"logs": states()[4:]}
	}
	for name, source := range map[string]string{"logs": sampleLogs, "Parquet": folder} {
		t.Run(name, func(t *testing.T) { checkScreens(t, openPage(t, web.Options{Sources: []string{source}}), some[name]) })
	}
}

// So in a bucket.
func TestBucketAgreesWithCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("the same page as over logs")
	}
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.CopyFolder(t, "logs", sampleLogs)
	p := openPage(t, web.Options{Sources: []string{"s3://logs"}, Access: ask.Access{EndpointURL: server.Endpoint}})
	checkScreens(t, p, states()[1:2])
}

func checkScreens(t *testing.T, p *page, states [][]string) {
	t.Helper()
	for _, state := range states {
		for _, field := range facet.Fields() {
			p.checkFacet(t, field.Name, state)
		}
		p.checkFacet(t, "caller", append([]string{"sum", "bytesOut"}, state...))
		p.checkFacet(t, "bucket", append([]string{"sum", "bytesIn"}, state...))
		p.checkList(t, state)
		p.checkHistogram(t, state)
		p.checkHistogram(t, append([]string{"by", "caller"}, state...))
		p.checkHistogram(t, append([]string{"by", "service", "sum", "bytesOut"}, state...))
	}
}

// copied returns the commands and the SQL of a view.
func (p *page) copied(words ...string) (commands, sqls map[string]string) {
	p.t.Helper()
	var answer struct{ Commands, SQLs map[string]string }
	p.read(address("/api/copy", words...), &answer)
	return answer.Commands, answer.SQLs
}

// What the page says in dollars is what trailq cost says.
func TestDollarsAgreeWithCost(t *testing.T) {
	p := openPage(t, web.Options{Sources: []string{sampleLogs}})
	for _, field := range []string{"caller", "bucket", "service", "ip", "agent"} {
		p.checkDollars(t, field, "sum", "dollars")
	}
	p.checkDollars(t, "caller", "sum", "dollars", "where", "region=eu-west-1", "from", "2023-11-02")
	var view viewAnswer
	p.read(address("/api/view", "sum", "dollars", "facets", ""), &view)
	commands, _ := p.copied("sum", "dollars")
	for _, row := range runTrailq(t, commands["histogram"]) {
		at, err := time.Parse("2006-01-02T15", row["hour"].(string))
		if err != nil {
			t.Fatal(err)
		}
		bin := int(at.Sub(view.Histogram.Start) / time.Hour)
		if got, want := view.Histogram.Series[0].Counts[bin], row["totalUSD"].(float64); math.Abs(got-want) > 1e-10 {
			t.Errorf("%s costs %v, want %v", row["hour"], got, want)
		}
	}
}

func (p *page) checkDollars(t *testing.T, field string, state ...string) {
	t.Helper()
	var answer facetAnswer
	p.read(address("/api/facet", append([]string{"field", field, "n", "10"}, state...)...), &answer)
	commands, _ := p.copied(append([]string{"facet", field}, state...)...)
	costly := 0
	for i, row := range runTrailq(t, commands["facet"]) {
		got, want := answer.Values[i], row["totalUSD"].(float64)
		if want == 0 {
			break // those have no order
		}
		costly++
		if value, _ := row[field].(string); got.Value == nil && value != "" || got.Value != nil && *got.Value != value || math.Abs(*got.Amount-want) > 1e-10 {
			t.Errorf("%s %v: %v costs %v, want %v", field, i, got.Value, *got.Amount, row)
		}
	}
	if costly < 2 && field != "service" {
		t.Errorf("%s: %d values cost something", field, costly)
	}
}

// group is a value with its numbers.
type group struct {
	Value  any
	Events float64
	Amount float64
}

// checkFacet compares the values of a field with trailq top, and with its SQL.
func (p *page) checkFacet(t *testing.T, field string, state []string) {
	t.Helper()
	var answer facetAnswer
	p.read(address("/api/facet", append([]string{"field", field, "n", "10"}, state...)...), &answer)
	sum := ""
	if len(state) > 0 && state[0] == "sum" {
		sum = state[1]
	}
	var got []group
	for _, value := range answer.Values {
		one := group{Events: float64(value.Count)}
		if value.Value != nil {
			one.Value = *value.Value
		}
		if value.Amount != nil {
			one.Amount = *value.Amount
		}
		got = append(got, one)
	}
	commands, sqls := p.copied(append([]string{"facet", field}, state...)...)
	read := func(rows []map[string]any) (want []group) {
		for _, row := range rows {
			amount, _ := row[sum].(float64)
			want = append(want, group{row[field], row["events"].(float64), amount})
		}
		return want
	}
	if diff := cmp.Diff(read(runTrailq(t, commands["facet"])), got); diff != "" {
		t.Errorf("%s of %v (-%s +page):\n%s", field, state, commands["facet"], diff)
	}
	if sum == "" { // SQL cannot tell duplicate deliveries, whose bytes count once
		if diff := cmp.Diff(withoutInsights(read(p.runSQL(sqls["facet"]))), withoutInsights(got)); diff != "" {
			t.Errorf("%s of %v (-SQL +page):\n%s", field, state, diff)
		}
	}
}

// withoutInsights returns the groups without those of Insights events, which Athena's
// documented table cannot name.
func withoutInsights(groups []group) []group {
	return slices.DeleteFunc(slices.Clone(groups), func(g group) bool {
		text, isText := g.Value.(string)
		return !isText || strings.HasSuffix(text, " (Insight)")
	})
}

// runSQL runs SQL on the page's server.
func (p *page) runSQL(sql string) (rows []map[string]any) {
	p.t.Helper()
	answer := p.visit(http.MethodPost, "/api/sql", sql)
	if answer.Code != http.StatusOK {
		p.t.Fatalf("%d %s\n%s", answer.Code, answer.Body, sql)
	}
	var columns []struct{ Name string }
	for line := range strings.Lines(answer.Body.String()) {
		var one struct {
			Columns []struct{ Name string }
			Row     []any
			Failed  any
		}
		if err := json.Unmarshal([]byte(line), &one); err != nil || one.Failed != nil {
			p.t.Fatalf("%v %v in %s", err, one.Failed, line)
		}
		if one.Columns != nil {
			columns = one.Columns
		}
		if one.Row != nil {
			row := map[string]any{}
			for i, column := range columns {
				row[column.Name] = one.Row[i]
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// listed is an event of a list.
type listed struct{ Time, Name, Caller, IP, Error, File, Number any }

// checkList compares the list, page by page, with trailq events.
func (p *page) checkList(t *testing.T, state []string) {
	t.Helper()
	var got []listed
	for before, more := "", true; more && len(got) < 200; {
		var answer rowsAnswer
		p.read(address("/api/events", append([]string{"n", "70", "before", before}, state...)...), &answer)
		for _, row := range answer.Rows {
			got = append(got, listed{*row.Time, orNil(row.Name), orNil(row.Caller), orNil(row.IP), orNil(row.Error), row.File, float64(row.Number)})
		}
		before, more = answer.Next, answer.Next != ""
	}
	got = got[:min(len(got), 200)]
	commands, sqls := p.copied(state...)
	var want []listed
	for _, row := range runTrailq(t, commands["list"]) {
		want = append(want, listed{row["eventTime"], row["eventName"], row["caller"], row["sourceIPAddress"], row["error"], row["$path"], row["$record"]})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("list of %v (-%s +page):\n%s", state, commands["list"], diff)
	}
	for i, row := range p.runSQL(sqls["list"]) {
		if row["time"] != want[i].Time || row["file"] != want[i].File {
			t.Errorf("list of %v: SQL has %v at %d, want %v", state, row, i, want[i])
		}
	}
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// checkHistogram compares events in time with trailq timeline.
func (p *page) checkHistogram(t *testing.T, state []string) {
	t.Helper()
	var answer viewAnswer
	p.read(address("/api/view", append([]string{"facets", "", "rows", "0"}, state...)...), &answer)
	got := map[string]float64{}
	for _, series := range answer.Histogram.Series {
		name := "all"
		switch {
		case series.Other:
			name = "other"
		case series.None:
			name = "none"
		case series.Value != nil:
			name = *series.Value
		}
		for bin, n := range series.Counts {
			if n != 0 {
				at := answer.Histogram.Start.Unix() + int64(bin)*answer.Histogram.Step
				got[fmt.Sprint(name, " ", at)] = n
			}
		}
	}
	commands, _ := p.copied(state...)
	want := map[string]float64{}
	readTimeline(t, runTrailq(t, commands["histogram"]), state, want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("histogram of %v (-%s +page):\n%s", state, commands["histogram"], diff)
	}
}

// readTimeline adds the numbers of trailq timeline that are not zero, by series and time.
func readTimeline(t *testing.T, rows []map[string]any, state []string, want map[string]float64) {
	t.Helper()
	by, number := "", "events"
	for i := 0; i+1 < len(state); i += 2 {
		switch state[i] {
		case "by":
			by = state[i+1]
		case "sum":
			number = state[i+1]
		}
	}
	for _, row := range rows {
		if row["table"] == "gaps" {
			continue
		}
		name := "all"
		if by != "" {
			switch value := row[by]; value {
			case nil:
				name = "none"
			case "(others)":
				name = "other"
			default:
				name = value.(string)
			}
		}
		at, err := time.Parse(time.RFC3339, row["time"].(string))
		if err != nil {
			t.Fatal(err)
		}
		if n := row[number].(float64); n != 0 {
			want[fmt.Sprint(name, " ", at.Unix())] = n
		}
	}
}
