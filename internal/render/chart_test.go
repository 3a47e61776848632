package render

import (
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/table"
)

// charted returns a table of hours, with a number for each series in each hour.
func charted(unit table.Unit, names []string, values ...[]int64) *table.Table {
	start := time.Date(2023, 11, 1, 20, 0, 0, 0, time.UTC)
	t := &table.Table{
		Name: "timeline", Title: "events by hour",
		Columns: []table.Column{{Name: "time"}, {Name: "name"}, {Name: "n", Unit: unit}, {Name: "gaps"}},
		Chart:   &table.Chart{Bucket: time.Hour, Series: []int{1}, Value: 2, Mark: 3, MarkName: "gaps"},
	}
	var rows [][]table.Value
	for hour := range values[0] {
		for i, name := range names {
			mark := int64(0)
			if hour == 5 {
				mark = 1
			}
			rows = append(rows, []table.Value{
				table.Text(start.Add(time.Duration(hour) * time.Hour).Format(time.RFC3339)),
				table.Text(name), table.Int(values[i][hour]), table.Int(mark),
			})
		}
	}
	t.Rows = yieldRows(rows...)
	return t
}

func TestChart(t *testing.T) {
	rising := []int64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 1600}
	even := []int64{200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200}
	names := []string{"a", "b", "c", "d", "e"}
	got := write(t, charted(table.UnitNone, names, rising, even, even, even, even), Options{Format: Text, Width: 36})
	want := `events by hour,
2023-11-01 20:00 …23-11-02 12:00 UTC
a column is 1 hour,
its full height 1,600

a      ▁▁▁▁▁▁▁▁▁▁▁▁▁▁█  1,705
b     ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  3,200
c     ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  3,200
d     ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  3,200
e     ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  3,200
gaps       ×
          ╵11-02
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// A single series has no name column; its numbers can be bytes, and ASCII is enough
// to draw it.
func TestChartASCII(t *testing.T) {
	answer := charted(table.UnitBytes, []string{"a"}, []int64{0, 1_000_000, 2_000_000, 4_000_000, 8_000_000})
	answer.Chart.Series, answer.Chart.Mark = nil, -1
	got := write(t, answer, Options{Format: Text, Width: 40, ASCII: true})
	want := `events by hour,
2023-11-01 20:00 to 2023-11-02 01:00 UTC
6 columns are 1 hour,
their full height 8.0 MB

                           @@@@@@
                           @@@@@@
                           @@@@@@
                           @@@@@@
                     @@@@@@@@@@@@
                     @@@@@@@@@@@@
               @@@@@@@@@@@@@@@@@@
n        @@@@@@@@@@@@@@@@@@@@@@@@  15 MB
   |20:00      |22:00      |11-02
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if strings.IndexFunc(got, func(r rune) bool { return r > '~' }) >= 0 {
		t.Errorf("more than ASCII:\n%s", got)
	}
}

// Only the chart has colours: names cannot add any.
func TestChartHostile(t *testing.T) {
	name := "\x1b[31m\u202eevil\n\u009b"
	answer := charted(table.UnitNone, []string{name, ""}, []int64{1, 2}, []int64{3, 4})
	plain := write(t, answer, Options{Format: Text, Terminal: true, Width: 120})
	harmless(t, plain, "\n")
	if !strings.Contains(plain, `\u001b[31m\u202eevil\n\u009b`) || !strings.Contains(plain, "(none)") {
		t.Error(plain)
	}
	colored := write(t, answer, Options{Format: Text, Terminal: true, Width: 120, Color: true})
	if strings.NewReplacer("\x1b[36m", "", "\x1b[33m", "", "\x1b[0m", "").Replace(colored) != plain || colored == plain {
		t.Errorf("colours are not all that differs:\n%q", colored)
	}
}

// Columns are round spans of time, and begin where these do.
func TestChartAxis(t *testing.T) {
	values := make([]int64, 100)
	values[0], values[3], values[4] = 1, 1, 2
	got := write(t, charted(table.UnitNone, []string{"a"}, values), Options{Format: Text, Width: 29})
	if !strings.HasSuffix(got, `
a     ██                 4
gaps   ×
           ╵11-03  ╵11-05
`) {
		t.Errorf("got:\n%s", got)
	}
	if !strings.Contains(got, "\na column is 6 hours,\n") {
		t.Errorf("got:\n%s", got)
	}
}

// For any width, number of buckets and length of them, no line is too wide, and
// every value above zero is visible.
func TestChartFits(t *testing.T) {
	for _, width := range []int{30, 40, 57, 80, 200} {
		for _, bucket := range []time.Duration{time.Minute, 5 * time.Minute, time.Hour, 24 * time.Hour, 7 * time.Second * 61} {
			for _, buckets := range []int{1, 2, 3, 5, 8, 13, 29, 61, 127, 400, 30_000} {
				checkFits(t, width, buckets, bucket)
			}
		}
	}
}

func checkFits(t *testing.T, width, buckets int, bucket time.Duration) {
	t.Helper()
	start := time.Date(1969, 12, 30, 23, 0, 0, 0, time.UTC).Truncate(bucket)
	got := write(t, firstAndLast(start, buckets, bucket), Options{Format: Text, Terminal: true, Width: width})
	for line := range strings.Lines(got) {
		if n := textWidth(strings.TrimSuffix(line, "\n")); n > width {
			t.Fatalf("%d buckets of %v, width %d: %q has %d", buckets, bucket, width, line, n)
		}
	}
	if buckets > 200 && !strings.Contains(got, "▁") {
		t.Fatalf("%d buckets of %v, width %d: the small number is missing:\n%s", buckets, bucket, width, got)
	}
}

// A thousand years are no problem.
func TestChartOfCenturies(t *testing.T) {
	start := time.Date(1001, 1, 1, 0, 0, 0, 0, time.UTC)
	got := write(t, firstAndLast(start, 365_242, 24*time.Hour), Options{Format: Text})
	for _, want := range []string{"events by hour, 1001-01-01 00:00 to 2000-12-31 00:00 UTC\n", "▁", "█", " ╵1414-01 "} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// firstAndLast returns a table with a small number in the first bucket, and a large
// one in the last.
func firstAndLast(start time.Time, buckets int, bucket time.Duration) *table.Table {
	answer := charted(table.UnitNone, []string{"a name that is long enough to be cut"}, []int64{1})
	answer.Chart.Bucket = bucket
	at := start
	answer.Rows = func(yield func([]table.Value, error) bool) {
		for i := range buckets {
			n := int64(0)
			switch i {
			case 0:
				n = 1
			case buckets - 1:
				n = 1_000_000
			}
			if !yield([]table.Value{table.Text(at.Format(time.RFC3339)), table.Text("a"), table.Int(n), table.Int(0)}, nil) {
				return
			}
			at = at.Add(bucket)
		}
	}
	return answer
}

// Without rows there is nothing to draw. All other forms show the rows.
func TestChartOthers(t *testing.T) {
	none := &table.Table{Title: "events by hour", Columns: []table.Column{{Name: "n"}}, Chart: &table.Chart{Bucket: time.Hour, Mark: -1}, Rows: yieldRows()}
	if got := write(t, none, Options{Format: Text}); got != "events by hour: none\n" {
		t.Errorf("%q", got)
	}
	got := write(t, charted(table.UnitNone, []string{"a"}, []int64{3}), Options{Format: CSV})
	if got != "time,name,n,gaps\n2023-11-01T20:00:00Z,a,3,0\n" {
		t.Errorf("%q", got)
	}
}

func TestLength(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"1 minute": time.Minute, "90 minutes": 90 * time.Minute, "4 hours": 4 * time.Hour, "1 day": 24 * time.Hour, "36 hours": 36 * time.Hour,
	} {
		if got := spanText(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
