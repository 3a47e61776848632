package timeline_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/timeline"
	"github.com/trailq/trailq/internal/table"
)

// filtered leaves out events, so that the SQL has no columns for gaps.
func filtered(from, to time.Time) trailq.Filter {
	return trailq.Filter{From: from, To: to, ErrorsOnly: true}
}

// answered is what the SQL of a timeline without series gives: the start of each
// slot and its events.
func answered(slots ...string) *table.Table {
	return &table.Table{Rows: func(yield func([]table.Value, error) bool) {
		for i, slot := range slots {
			if !yield([]table.Value{table.Text(slot), table.Int(1), table.Int(1), table.Int(int64(i + 1))}, nil) {
				return
			}
		}
	}}
}

// shown are the buckets with events, and how many buckets there are.
func shown(t *testing.T, options timeline.Options, slots ...string) (found []string, all int, notes []string) {
	t.Helper()
	r, err := timeline.New(options)
	if err != nil {
		t.Fatal(err)
	}
	answer, _, err := r.Tables(answered(slots...))
	if err != nil {
		t.Fatal(err)
	}
	for row := range answer.Rows {
		all++
		if n := string(row[1].AppendText(nil)); n != "0" {
			found = append(found, string(row[0].AppendText(nil))+" "+n)
		}
	}
	return found, all, answer.Notes
}

// The length of the buckets is what fits the events; a window is shown whole.
func TestTimelineBuckets(t *testing.T) {
	day := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
	var none time.Time
	for _, test := range []struct {
		name     string
		from, to time.Time
		every    timeline.Every
		slots    []string
		want     []string
		all      int
	}{
		{"a minute", none, none, "", []string{"2023-11-01T09:59"}, []string{"2023-11-01T09:59:00Z 1"}, 1},
		{"two hours", none, none, "", []string{"2023-11-01T09:59", "2023-11-01T11:58"}, []string{"2023-11-01T09:59:00Z 1", "2023-11-01T11:58:00Z 2"}, 120},
		{"half a day", none, none, "", []string{"2023-11-01T00:01", "2023-11-01T00:04", "2023-11-01T11:59"}, []string{"2023-11-01T00:00:00Z 3", "2023-11-01T11:55:00Z 3"}, 144},
		{"two days", none, none, "", []string{"2023-11-01T00:01", "2023-11-01T00:59", "2023-11-02T23:59"}, []string{"2023-11-01T00:00:00Z 3", "2023-11-02T23:00:00Z 3"}, 48},
		{"a year", none, none, "", []string{"2023-01-01T00:01", "2023-01-01T23:59", "2023-12-31T23:59"}, []string{"2023-01-01T00:00:00Z 3", "2023-12-31T00:00:00Z 3"}, 365},
		{"a window", day, day.Add(time.Hour), "", []string{"2023-11-01T00:30"}, []string{"2023-11-01T00:30:00Z 1"}, 60},
		{"a window that begins", day, none, "", []string{"2023-11-01T06:00"}, []string{"2023-11-01T06:00:00Z 1"}, 73},
		{"a window that ends", none, day.Add(2 * time.Hour), "", []string{"2023-11-01T00:30"}, []string{"2023-11-01T00:30:00Z 1"}, 90},
		{"a window with nothing in it", day, day.Add(time.Hour), "", nil, nil, 60},
		{"nothing", none, none, "", nil, nil, 0},
		{"days as asked", none, none, timeline.EveryDay, []string{"2023-11-01", "2023-11-03"}, []string{"2023-11-01T00:00:00Z 1", "2023-11-03T00:00:00Z 2"}, 3},
		{"hours as asked", none, none, timeline.EveryHour, []string{"2023-11-01T09", "2023-11-01T11"}, []string{"2023-11-01T09:00:00Z 1", "2023-11-01T11:00:00Z 2"}, 3},
	} {
		got, all, _ := shown(t, timeline.Options{Filter: filtered(test.from, test.to), Every: test.every}, test.slots...)
		if !slices.Equal(got, test.want) || all != test.all {
			t.Errorf("%s: %d buckets with %q, want %d with %q", test.name, all, got, test.all, test.want)
		}
	}
}

// Events without a time are said, and in no bucket.
func TestTimelineWithoutTime(t *testing.T) {
	got, all, notes := shown(t, timeline.Options{Filter: filtered(time.Time{}, time.Time{})}, "2023-11-01T09:59", "", "yesterday", "2023-13-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59")
	if len(got) != 1 || all != 1 || !slices.ContainsFunc(notes, func(note string) bool {
		return strings.HasPrefix(note, "20 events have no eventTime between 2013 and 2100")
	}) {
		t.Errorf("%d buckets with %q, notes %q", all, got, notes)
	}
}

// A timeline that would fill the memory is refused.
func TestTimelineTooLarge(t *testing.T) {
	r, err := timeline.New(timeline.Options{Filter: filtered(time.Time{}, time.Time{}), Every: timeline.EveryMinute})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = r.Tables(answered("2013-11-13T00:00", "2100-12-31T00:00"))
	var large *timeline.SizeError
	if !errors.As(err, &large) || large.Buckets < 4e7 || large.Series != 1 {
		t.Errorf("%v", err)
	}
}

// The SQL is one statement of Athena's over the logs alone, whatever is asked.
func TestTimelineIsAthenas(t *testing.T) {
	by, err := report.ParseDimensions([]string{"hour", "account", "region", `requestParameters["it's"]`})
	if err != nil {
		t.Fatal(err)
	}
	for _, every := range append(timeline.Lengths(), "") {
		for _, options := range []timeline.Options{
			{}, {By: by}, {By: by, Series: 3, Sum: report.Measures()[0]}, {Filter: filtered(time.Time{}, time.Time{}), By: by, Sum: report.Measures()[1]},
		} {
			options.Every = every
			r, err := timeline.New(options)
			if err != nil {
				t.Fatal(err)
			}
			query, err := r.Statement.Rewrite(dialect.Options{})
			if err != nil || query.Lake || !slices.Equal(query.Names, []string{"cloudtrail_logs"}) {
				t.Errorf("%s: %v, names %q\n%s", fmt.Sprint(every), err, query.Names, r.SQL)
			}
		}
	}
}
