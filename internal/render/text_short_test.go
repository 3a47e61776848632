package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/table"
)

// eventTable returns a table in the form of those of events: times, callers, names and
// failures; an empty text is no value.
func eventTable(rows ...[4]string) *table.Table {
	answer := &table.Table{Columns: []table.Column{
		{Name: "time", Unit: table.UnitTime, Short: true}, {Name: "caller", Short: true}, {Name: "target"},
		{Name: "error", Rare: true},
	}}
	var values [][]table.Value
	for _, row := range rows {
		var made []table.Value
		for _, text := range row {
			made = append(made, table.OptionalText(text))
		}
		values = append(values, made)
	}
	answer.Rows = table.All(values)
	return answer
}

// Short columns have no date that all times share, no ARNs, and no column of failures where
// nothing failed.
func TestShortColumns(t *testing.T) {
	const alice, deploy, other = "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:role/ci/deploy", "arn:aws:iam::444455556666:role/deploy"
	for name, test := range map[string]struct {
		rows [][4]string
		want string
	}{
		"one day": {[][4]string{{"2023-11-01T09:00:00Z", alice, "a"}, {"2023-11-01T10:00:00.5Z", deploy, "b"}}, `
2023-11-01  caller       target
09:00:00    user/alice   a
10:00:00.5  role/deploy  b
`},
		"one year": {[][4]string{{"2023-11-01T09:00:00Z", alice, "a"}, {"2023-12-01T10:00:00Z", deploy, "b"}}, `
2023            caller       target
11-01 09:00:00  user/alice   a
12-01 10:00:00  role/deploy  b
`},
		"two years, no time": {[][4]string{{"2023-11-01T09:00:00Z", alice, "a"}, {"2024-12-01T10:00:00Z", deploy, "b"}, {"", "", "c"}}, `
time                 caller       target
2023-11-01 09:00:00  user/alice   a
2024-12-01 10:00:00  role/deploy  b
                                  c
`},
		"something else than times": {[][4]string{{"yesterday", alice, "a"}, {"2024-12-01T10:00:00Z", deploy, "b"}}, `
time                 caller       target
yesterday            user/alice   a
2024-12-01 10:00:00  role/deploy  b
`},
		"one name in two accounts, and a failure": {[][4]string{{"2023-11-01T09:00:00Z", other, "a", "AccessDenied"}, {"2023-11-01T10:00:00Z", deploy, "b"}}, `
2023-11-01  caller                    target  error
09:00:00    444455556666:role/deploy  a       AccessDenied
10:00:00    111122223333:role/deploy  b
`},
	} {
		for _, options := range []Options{{Format: Text}, {Format: Text, Terminal: true, Width: 80}} {
			if diff := cmp.Diff(test.want, "\n"+write(t, eventTable(test.rows...), options)); diff != "" {
				t.Errorf("%s, %+v:\n%s", name, options, diff)
			}
		}
	}
}

// Rows after the layout was decided say what the header does not: another date, a failure.
func TestShortColumnsLate(t *testing.T) {
	var rows [][4]string
	for range settleRows {
		rows = append(rows, [4]string{"2023-11-01T09:00:00Z", "arn:aws:iam::111122223333:user/alice", "a-bucket-with-a-name"})
	}
	rows = append(rows, [4]string{"2023-11-02T10:00:00Z", "arn:aws:iam::444455556666:user/alice", "a-bucket-with-a-name", "AccessDenied"})
	lines := strings.Split(write(t, eventTable(rows...), Options{Format: Text, Terminal: true, Width: 60}), "\n")
	want := []string{"09:00:00    user/alice  a-bucket-with-a-name", "2023-11-02", "10:00:00    444455556666:user/alice  a-bu…name  AccessDenied", ""}
	if diff := cmp.Diff(want, lines[settleRows:]); diff != "" {
		t.Error(diff)
	}
}

// Where names do not fit, ARNs are cut from the left: the name is at the end.
func TestCutNames(t *testing.T) {
	got := write(t, answer("caller,events", []table.Value{
		table.Text("arn:aws:iam::111122223333:role/a-role-with-a-long-name"), table.Int(7)}), Options{Format: Text, Width: 24})
	if want := "caller            events\n…ith-a-long-name       7\n"; got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

// A name that is cut keeps the account that tells it from another.
func TestCutNamesKeepAccounts(t *testing.T) {
	const name = ":role/a-role-with-a-long-name"
	got := write(t, answer("caller,events",
		[]table.Value{table.Text("arn:aws:iam::111122223333" + name), table.Int(7)},
		[]table.Value{table.Text("arn:aws:iam::444455556666" + name), table.Int(8)}), Options{Format: Text, Width: 36})
	if want := "caller                        events\n111122223333:…th-a-long-name       7\n444455556666:…th-a-long-name       8\n"; got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

// Upright rows leave out what they do not have, and say so.
func TestUprightOmitsNulls(t *testing.T) {
	var columns []string
	row := []table.Value{table.Text("a value"), {}}
	for i := range row {
		columns = append(columns, fmt.Sprintf("a-column-%d", i))
	}
	got := write(t, answer(strings.Join(columns, ","), row), Options{Format: Text, Width: 12})
	if want := "-- row 1\na-column-0  a value\n(columns\nwithout a\nvalue are\nleft out)\n"; got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

// Heads are bold and remarks dim, and nothing else changes.
func TestColors(t *testing.T) {
	got := write(t, bill(), Options{Format: Text, Terminal: true, Width: 60, Color: true})
	for _, want := range []string{"\x1b[1mcaller                       USD   Bytes  calls\x1b[0m\n", "\x1b[2m(hidden at this width: userIdentity.accountId)\x1b[0m\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}

// A failure is hostile text, too: however long it is, no line is wider than the terminal.
func TestLongFailures(t *testing.T) {
	const alice = "arn:aws:iam::111122223333:user/alice"
	longName := "arn:aws:iam::111122223333:user/" + strings.Repeat("b", 50)
	failure := strings.Repeat("AccessDenied ", 30)
	for _, width := range []int{40, 60, 80, 200} {
		text := write(t, eventTable([4]string{"2023-11-01T09:00:00Z", alice, strings.Repeat("a", 30), failure},
			[4]string{"2023-11-01T09:00:01Z", longName, "b", failure}), Options{Format: Text, Terminal: true, Width: width})
		if got := strings.Count(text, "Acces"); got < 2 {
			t.Errorf("%d columns: %d failures, want 2:\n%s", width, got, text)
		}
		for line := range strings.Lines(text) {
			if got := textWidth(strings.TrimSuffix(line, "\n")); got > width {
				t.Errorf("%d columns: a line of %d: %s", width, got, line)
			}
		}
	}
}
