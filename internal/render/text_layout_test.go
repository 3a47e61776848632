package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/table"
)

// bill returns a table with more columns than a narrow terminal has room for.
func bill() *table.Table {
	return &table.Table{
		Columns: []table.Column{
			{Name: "caller"},
			{Name: "requestsUSD", Unit: table.UnitDollars},
			{Name: "freeBytes", Unit: table.UnitBytes, Detail: true},
			{Name: "userIdentity.accountId", Detail: true},
			{Name: "calls"},
		},
		Rows: yieldRows(
			[]table.Value{table.Text("arn:aws:iam::111122223333:role/data-api-exporter"), table.Float(0.0012), table.Int(7_000_000), table.Text("111122223333"), table.Int(1234)},
			[]table.Value{table.Text("ec2.amazonaws.com"), table.Float(12), table.Int(70), table.Text("111122223333"), table.Int(1)},
		),
	}
}

// Each step of the layout is taken only if the steps before it are not enough, and
// a number is never cut.
func TestLayout(t *testing.T) {
	for _, step := range []struct {
		width int
		want  string
	}{
		{120, `
caller                                            requestsUSD  freeBytes  userIdentity.accountId  calls
arn:aws:iam::111122223333:role/data-api-exporter      $0.0012     7.0 MB  111122223333            1,234
ec2.amazonaws.com                                      $12.00       70 B  111122223333                1
`},
		{96, `
caller                  requestsUSD  freeBytes  userIdentity.accountId  calls
role/data-api-exporter      $0.0012     7.0 MB  111122223333            1,234
ec2.amazonaws.com            $12.00       70 B  111122223333                1
`},
		{70, `
                                          user
                        requests    free  Identity.
caller                       USD   Bytes  accountId     calls
role/data-api-exporter   $0.0012  7.0 MB  111122223333  1,234
ec2.amazonaws.com         $12.00    70 B  111122223333      1
`},
		{60, `
                        requests    free
caller                       USD   Bytes  calls
role/data-api-exporter   $0.0012  7.0 MB  1,234
ec2.amazonaws.com         $12.00    70 B      1
(hidden at this width: userIdentity.accountId)
`},
		{30, `
               requests
caller              USD  calls
…api-exporter   $0.0012  1,234
ec2.am…ws.com    $12.00      1
(hidden at this width:
freeBytes,
userIdentity.accountId)
`},
		{20, `
-- row 1
caller                  arn:aws:iam::111122223333:role/data-api-exporter
requestsUSD             $0.0012
freeBytes               7.0 MB
userIdentity.accountId  111122223333
calls                   1,234
-- row 2
caller                  ec2.amazonaws.com
requestsUSD             $12.00
freeBytes               70 B
userIdentity.accountId  111122223333
calls                   1
`},
	} {
		got := "\n" + write(t, bill(), Options{Format: Text, Terminal: true, Width: step.width})
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("%d columns: %s", step.width, diff)
		}
	}
}

// A value is not cut if a part of it means nothing; names beside it are.
func TestLayoutWhole(t *testing.T) {
	answer := &table.Table{
		Columns: []table.Column{{Name: "caller"}, {Name: "chart", Whole: true}},
		Rows: yieldRows(
			[]table.Value{table.Text("arn:aws:iam::111122223333:role/data-api-exporter"), table.Text("▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█")},
			[]table.Value{table.Text("ec2.amazonaws.com"), table.Text("▁")},
		),
	}
	got := "\n" + write(t, answer, Options{Format: Text, Terminal: true, Width: 64})
	want := `
caller          chart
…-api-exporter  ▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█
ec2.am…aws.com  ▁
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// One long value makes neither a long table nor a long line: on a terminal it is
// cut, and elsewhere it is whole, but pads no other row.
func TestLongCell(t *testing.T) {
	long := strings.Repeat("a", 49_999) + "z"
	rows := [][]table.Value{{table.Text(long), table.Int(1)}, {table.Text(strings.Repeat("\u0301", 50_000)), table.Int(2)}, {table.Number(strings.Repeat("7", 50_000)), table.Int(3)}}
	for range 1000 {
		rows = append(rows, []table.Value{table.Text("short"), table.Int(4)})
	}
	for _, test := range []struct {
		options Options
		most    int // bytes of the table
		exact   bool
	}{
		{Options{Format: Text}, 1003*(mostColumn+10) + 4*len(long), true},
		{Options{Format: Text, Terminal: true}, 1003*(mostColumn+10) + 4*mostCell, false},
		{Options{Format: Text, Terminal: true, Width: 80}, 1003*90 + 2*mostCell, false},
		{Options{Format: Text, Terminal: true, Width: 6}, 1003*60 + 5*mostCell, false}, // upright
	} {
		text := write(t, answer("long,short", rows...), test.options)
		if len(text) > test.most || strings.Contains(text, long) != test.exact || !strings.Contains(text, "z") {
			t.Errorf("%+v: %d bytes, want at most %d; exact: %t", test.options, len(text), test.most, strings.Contains(text, long))
		}
	}
}

func TestHeaderWords(t *testing.T) {
	for name, want := range map[string][]string{
		"":                 {""},
		"events":           {"events"},
		"requestsUSD":      {"requests", "USD"},
		"awsRegion":        {"aws", "Region"},
		"userIdentity.arn": {"user", "Identity.", "arn"},
		"year_month day":   {"year_", "month ", "day"},
		"USD":              {"USD"},
	} {
		if got := headerWords(name); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
