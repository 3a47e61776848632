//go:build cgo

package timeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/report/timeline"
	"github.com/trailq/trailq/internal/table"
)

// ask asks the report and returns its tables as rows of texts.
func ask(t *testing.T, source trailq.Source, options timeline.Options) (shown, gaps [][]string, notes []string) {
	t.Helper()
	r, err := timeline.New(options)
	if err != nil {
		t.Fatal(err)
	}
	db, err := duck.Open(t.Context(), source, duck.Options{Read: trailq.Options{Filter: options.Filter}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	shown, gaps, notes = askStatement(t, db, r, r.Report)
	if r.Numbered == nil {
		return shown, gaps, notes
	}
	numbered, numberedGaps, numberedNotes := askStatement(t, db, r, r.Numbered)
	if diff := cmp.Diff([]any{shown, gaps, notes}, []any{numbered, numberedGaps, numberedNotes}); diff != "" {
		t.Errorf("%+v (-texts +numbers):\n%.2000s", options, diff)
	}
	return shown, gaps, notes
}

// askStatement asks one of the statements of a timeline.
func askStatement(t *testing.T, db *duck.DB, r *timeline.Timeline, asked *report.Report) (shown, gaps [][]string, notes []string) {
	t.Helper()
	answer, err := db.Query(t.Context(), asked.Statement)
	if err != nil {
		t.Fatalf("%v\n%s", err, asked.SQL)
	}
	shownTable, gapTable, err := r.Tables(answer.Table)
	if err != nil {
		t.Fatal(err)
	}
	if n := answer.Reading().Passes; n != 1 {
		t.Errorf("the logs were read %d times\n%s", n, asked.SQL)
	}
	if gapTable != nil {
		gaps = rowTexts(t, gapTable)
	}
	return rowTexts(t, shownTable), gaps, shownTable.Notes
}

func rowTexts(t *testing.T, answer *table.Table) [][]string {
	t.Helper()
	var all [][]string
	for row, err := range answer.Rows {
		if err != nil {
			t.Fatal(err)
		}
		var one []string
		for _, value := range row {
			one = append(one, string(value.AppendText(nil)))
		}
		all = append(all, one)
	}
	return all
}

// timelineOracle counts with encoding/json: for each series the sums in each
// bucket, all buckets from the first to the last, the largest series first.
type timelineOracle struct {
	counts map[string]map[time.Time][2]float64 // sum of bytes, events
	totals map[string][2]float64
	first  time.Time
	last   time.Time
}

func countTimeline(t *testing.T, source trailq.Source, filter trailq.Filter, every time.Duration, series func(reporttest.Record) any) *timelineOracle {
	t.Helper()
	o := &timelineOracle{counts: make(map[string]map[time.Time][2]float64), totals: make(map[string][2]float64)}
	for _, record := range reporttest.Decoded(t, source, filter) {
		happened, err := time.Parse(time.RFC3339, record["eventTime"].(string))
		if err != nil {
			t.Fatal(err)
		}
		bucket := happened.Truncate(every)
		name, _ := reporttest.Text(series(record))
		if o.counts[name] == nil {
			o.counts[name] = make(map[time.Time][2]float64)
		}
		bytes := reporttest.Number(t, reporttest.At(record, "additionalEventData", "bytesTransferredOut"))
		o.totals[name] = [2]float64{o.totals[name][0] + bytes, o.totals[name][1] + 1}
		o.counts[name][bucket] = [2]float64{o.counts[name][bucket][0] + bytes, o.counts[name][bucket][1] + 1}
		if o.first.IsZero() || bucket.Before(o.first) {
			o.first = bucket
		}
		if bucket.After(o.last) {
			o.last = bucket
		}
	}
	return o
}

// rows are what the report shall show of the n largest series, and of the
// others.
func (o *timelineOracle) rows(measure, n int, every time.Duration, withSum bool) [][]string {
	names := make([]string, 0, len(o.totals))
	for name := range o.totals {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if x, y := o.totals[a][measure], o.totals[b][measure]; x != y {
			return int(max(-1, min(1, y-x)))
		}
		if (a == "") != (b == "") { // NULL comes last
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	var rows [][]string
	for at := o.first; !at.After(o.last); at = at.Add(every) {
		var others [2]float64
		for i, name := range names {
			sums := o.counts[name][at]
			if i < n {
				rows = append(rows, oracleRow(at, name, sums, withSum))
			} else {
				others = [2]float64{others[0] + sums[0], others[1] + sums[1]}
			}
		}
		if len(names) > n {
			rows = append(rows, oracleRow(at, "(others)", others, withSum))
		}
	}
	return rows
}

func oracleRow(at time.Time, name string, sums [2]float64, withSum bool) []string {
	row := []string{at.Format(time.RFC3339), name}
	if withSum {
		row = append(row, fmt.Sprintf("%.0f", sums[0]))
	}
	return append(row, fmt.Sprintf("%.0f", sums[1]))
}

// The SQL and what is made of it count what encoding/json counts.
func TestTimelineAgreesWithEncodingJSON(t *testing.T) {
	source := trailq.Dir("../../../testdata/logs")
	night := time.Date(2023, 11, 2, 2, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		by     string
		every  timeline.Every
		sum    bool
		series int
		filter trailq.Filter
		length time.Duration // expected
	}{
		{by: "role", series: 4, length: time.Hour},
		{by: "ip", series: 7, every: timeline.EveryDay, length: 24 * time.Hour},
		{by: "bucket", series: 2, every: timeline.EveryFiveMinutes, length: 5 * time.Minute},
		{by: "role", sum: true, series: 3, every: timeline.EveryMinute, length: time.Minute},
		{by: "role", sum: true, series: 3, every: timeline.EveryDay, filter: trailq.Filter{EventNames: []string{"Get*"}}, length: 24 * time.Hour},
		{by: "eventName", series: 2, filter: trailq.Filter{From: night}, length: time.Hour},
		{by: "eventName", series: 2, filter: trailq.Filter{From: night, To: night.Add(3 * time.Hour)}, length: time.Minute},
		{by: "error", series: 99, filter: trailq.Filter{From: night, To: night.Add(10 * time.Hour)}, length: 5 * time.Minute},
	} {
		by, err := report.ParseDimensions([]string{test.by})
		if err != nil {
			t.Fatal(err)
		}
		options := timeline.Options{By: by, Every: test.every, Series: test.series, Filter: test.filter}
		measure := 1
		if test.sum {
			options.Sum, measure = report.Measures()[0], 0
		}
		shown, _, _ := ask(t, source, options)
		for i, row := range shown {
			shown[i] = row[:len(row)-1] // gaps are another test's
		}
		oracle := countTimeline(t, source, test.filter, test.length, dimensionOf(t, test.by))
		if !test.filter.From.IsZero() {
			oracle.first = test.filter.From
		}
		if !test.filter.To.IsZero() {
			oracle.last = test.filter.To.Add(-test.length)
		}
		want := oracle.rows(measure, test.series, test.length, test.sum)
		if diff := cmp.Diff(want, shown); diff != "" || len(want) == 0 {
			t.Errorf("%+v: %d rows (-encoding/json +report):\n%.2000s", test, len(want), diff)
		}
	}
}

// dimensionOf finds what a name means, in Go.
func dimensionOf(t *testing.T, name string) func(reporttest.Record) any {
	t.Helper()
	of, known := reporttest.Dimensions()[name]
	if !known {
		t.Fatalf("no dimension %s", name)
	}
	return of
}

// The gap of the sample is found, listed, and marked in the hours that it has.
func TestTimelineGaps(t *testing.T) {
	shown, gaps, notes := ask(t, trailq.Dir("../../../testdata/logs"), timeline.Options{Every: timeline.EveryHour})
	want := [][]string{{"111122223333", "eu-west-1", "2023-11-02T09:00:00Z", "2023-11-02T11:00:00Z", "2", "46", "48"}}
	if diff := cmp.Diff(want, gaps); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var marked []string
	for _, row := range shown {
		if row[len(row)-1] != "0" {
			marked = append(marked, row[0]+" "+row[len(row)-1])
		}
	}
	if !slices.Equal(marked, []string{"2023-11-02T09:00:00Z 1", "2023-11-02T10:00:00Z 1"}) {
		t.Errorf("marked %q", marked)
	}
	if !strings.Contains(strings.Join(notes, "\n"), "does not prove") {
		t.Errorf("notes %q", notes)
	}
}

// Filters that leave out events make hours empty: then nothing is said of gaps.
func TestTimelineGapsNeedAllEvents(t *testing.T) {
	for _, filter := range []trailq.Filter{
		{EventNames: []string{"AssumeRole"}}, {EventSources: []string{"sts"}}, {Callers: []string{"role"}},
		{SourceIPAddresses: []string{"*.amazonaws.com"}}, {ErrorsOnly: true}, {Access: trailq.ReadAccess},
	} {
		shown, gaps, notes := ask(t, trailq.Dir("../../../testdata/logs"), timeline.Options{Filter: filter})
		if len(gaps) > 0 || len(shown) == 0 || shown[0][2] != "" || !strings.Contains(strings.Join(notes, "\n"), "gaps are not searched") {
			t.Errorf("%+v: gaps %q, notes %q, first row %q", filter, gaps, notes, shown[:1])
		}
	}
	if _, gaps, _ := ask(t, trailq.Dir("../../../testdata/logs"), timeline.Options{Filter: trailq.Filter{Regions: []string{"eu-*"}}}); len(gaps) != 1 {
		t.Errorf("with a filter on regions: gaps %q", gaps)
	}
}

// Numbers in place of texts give the same timeline, whatever the series, the buckets and
// the records: those of one call, hostile names and odd times.
func TestTimelineOfNumbers(t *testing.T) {
	folder := t.TempDir()
	var records []string
	identities := []string{
		`null`, `{}`, `"text"`, `{"type":"AssumedRole","principalId":"AROA1:s","arn":"arn:aws:sts::1:assumed-role/r/s"}`, `{"type":"AWSAccount","principalId":"AROA1:t","accountId":"2"}`,
		`{"type":"IAMUser","arn":"arn:aws:iam::1:user/\"u\\\u0000\"","principalId":"AIDA1"}`, `{"type":"IAMUser","userName":"","principalId":"AIDA1"}`,
		`{"type":"AWSService","invokedBy":"s3.amazonaws.com"}`, `{"type":7,"accountId":8}`, `{"arn":"","arn":"arn:twice"}`, `{"userName":"` + "\x80" + `"}`,
	}
	times := []string{`"2023-11-01T00:00:00Z"`, `"2023-11-01T00:07:59Z"`, `"2023-11-01T05:00:00+02:00"`, `"2023-11-03T23:59:59.5Z"`, `"9999-01-01T00:00:00Z"`, `""`, `null`, `12`, `"yesterday"`}
	for i := range 600 {
		records = append(records, fmt.Sprintf(`{"eventName":"N%d","eventTime":%s,"userIdentity":%s,"awsRegion":%s,"recipientAccountId":%s,"errorCode":%s}`,
			i%5, times[i/4%len(times)], identities[i%len(identities)], []string{`"us-east-1"`, `null`, `"eu-1"`}[i%3], []string{`"1"`, `null`}[i/7%2], []string{`""`, `"Denied"`}[i/5%2]))
	}
	if err := os.WriteFile(filepath.Join(folder, "logs.json"), []byte(`{"Records":[`+strings.Join(records, ",")+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, names := range [][]string{{"caller"}, {"role", "error"}, {"eventName", "region"}, {"account"}} {
		by, err := report.ParseDimensions(names)
		if err != nil {
			t.Fatal(err)
		}
		for i, every := range []timeline.Every{timeline.EveryMinute, timeline.EveryHour, ""} {
			options := timeline.Options{By: by, Every: every, Series: i * 2, Filter: trailq.Filter{ErrorsOnly: i > 1}}
			if shown, _, _ := ask(t, trailq.Dir(folder), options); len(shown) < 10 {
				t.Errorf("%q: %d rows", names, len(shown))
			}
		}
	}
}
