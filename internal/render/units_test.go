package render

import (
	"iter"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/table"
)

func yieldRows(rows ...[]table.Value) iter.Seq2[[]table.Value, error] {
	return func(yield func([]table.Value, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func rankedTable() *table.Table {
	return &table.Table{
		Columns: []table.Column{{Name: "name"}, {Name: "bytes", Unit: table.UnitBytes}, {Name: "share", Unit: table.UnitShare}, {Name: "n"}},
		Rows: yieldRows(
			[]table.Value{table.Text("a"), table.Int(12_345_678), table.Float(0.5), table.Int(1000)},
			[]table.Value{table.Text("b"), table.Int(999), table.Float(0.25), table.Int(2)},
			[]table.Value{table.Text("c"), {}, table.Float(0.005), table.Int(3)},
			[]table.Value{table.Text("d"), table.Int(0), {}, table.Text("x")},
		),
	}
}

// Units are for people, in a pipe too: programs read CSV and JSON.
func TestUnits(t *testing.T) {
	for _, test := range []struct {
		terminal bool
		want     string
	}{
		{true, `
name  bytes                 share  n
a     12 MB   50.0 % ████████████  1,000
b     999 B   25.0 % ██████        2
c              0.5 % ▏             3
d       0 B                        x
`},
		{false, `
name  bytes    share  n
a     12 MB   50.0 %  1,000
b     999 B   25.0 %  2
c              0.5 %  3
d       0 B           x
`},
	} {
		var out strings.Builder
		if err := Write(&out, rankedTable(), Options{Format: Text, Terminal: test.terminal}); err != nil {
			t.Fatal(err)
		}
		if got := "\n" + out.String(); got != test.want {
			t.Errorf("terminal %v: got:%swant:%s", test.terminal, got, test.want)
		}
	}
}

// On a narrow terminal names are cut first, then bars are dropped to make room for
// them.
func TestUnitsNarrow(t *testing.T) {
	answer := &table.Table{
		Columns: []table.Column{{Name: "name"}, {Name: "share", Unit: table.UnitShare}},
		Rows: yieldRows(
			[]table.Value{table.Text(strings.Repeat("long", 20)), table.Float(0.75)},
			[]table.Value{table.Text("short"), table.Float(0.25)},
		),
	}
	for _, test := range []struct {
		options Options
		want    string
	}{
		{Options{Width: 54}, `
name                                             share
longlonglonglon…longlonglonglong   75.0 % ████████████
short                              25.0 % ████
`},
		{Options{Width: 53}, `
name                                            share
longlonglonglonglongl…nglonglonglonglonglong   75.0 %
short                                          25.0 %
`},
		{Options{Width: 54, ASCII: true}, `
name                                             share
longlonglonglon~longlonglonglong   75.0 % ############
short                              25.0 % ####
`},
	} {
		test.options.Format, test.options.Terminal = Text, true
		if got := "\n" + write(t, answer, test.options); got != test.want {
			t.Errorf("%+v: got:%swant:%s", test.options, got, test.want)
		}
	}
}

func TestShare(t *testing.T) {
	for _, test := range []struct {
		part, largest float64
		ascii         bool
		want          string
	}{
		{1, 1, false, "100.0 % ████████████"},
		{0.5, 1, false, " 50.0 % ██████      "},
		{0, 0, false, "  0.0 %             "},
		{0.01, 1, false, "  1.0 % ▏           "},
		{2, 1, false, "200.0 % ████████████"},
		{0.5, 1, true, " 50.0 % ######      "},
		{0.01, 1, true, "  1.0 %             "},
	} {
		if got := shareBar(test.part, test.largest, test.ascii); got != test.want {
			t.Errorf("%v of %v: %q, want %q", test.part, test.largest, got, test.want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"GetObject", "GetObject"},
		{"a_b __c__", `a_b \_\_c\_\_`},
		{"*x* [a](b) <i> `c` ~~d~~ | $e$", "\\*x\\* \\[a\\](b) \\<i> \\`c\\` \\~\\~d\\~\\~ \\| \\$e\\$"},
		{`\|`, `\\\|`},
		{"https://example.com www.example.com a@example.com", `https\://example.com www\.example.com a\@example.com`},
		{"arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/alice"},
		{"a\nb\r\nc\x1b\u202e", `a<br>b\\r<br>c\\u001b\\u202e`},
		{"é東 &amp;", `é東 \&amp;`},
	} {
		if got := string(appendMarkdown(nil, table.Text(test.text))); got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
	// A table without rows still has its header.
	var out strings.Builder
	err := Write(&out, &table.Table{Columns: []table.Column{{Name: "a"}, {Name: "b|c"}}, Rows: yieldRows()}, Options{Format: Markdown})
	if want := "| a | b\\|c |\n| --- | --- |\n"; err != nil || out.String() != want {
		t.Errorf("%q, %v; want %q", out.String(), err, want)
	}
}

// Dollars and percents are for people, like the other units.
func TestUnitDollars(t *testing.T) {
	for terminal, want := range map[bool]string{
		true:  "usd        share\n$1,234.50  12.5 %\n",
		false: "usd        share\n$1,234.50  12.5 %\n",
	} {
		answer := &table.Table{
			Columns: []table.Column{{Name: "usd", Unit: table.UnitDollars}, {Name: "share", Unit: table.UnitPercent}},
			Rows:    yieldRows([]table.Value{table.Float(1234.5), table.Float(0.125)}),
		}
		var out strings.Builder
		if err := Write(&out, answer, Options{Format: Text, Terminal: terminal}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(strings.Fields(out.String()), " "); got != strings.Join(strings.Fields(want), " ") {
			t.Errorf("terminal %v: %q, want %q", terminal, got, want)
		}
	}
}
