package render

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/table"
)

func addHostile(f *testing.F) {
	for _, seed := range []string{
		"", "GetObject", "=cmd|' /C calc'!A0", "  +1", "\t=1", "\r\n-1", "＝1", "\u3000@x", "a,\"b\"\nc",
		"\x00\x1b[2J\x07\u009b31m\x7f", "\u202e\u2066\u200b\ufeff\u2028", "\xff\xfe\x9b", "é東京🙂\u0301", `\t \\ \u001b`,
	} {
		f.Add(seed, "b")
	}
}

// harmless fails on a character with any effect other than being displayed.
func harmless(t *testing.T, output, allowed string) {
	t.Helper()
	if !utf8.ValidString(output) {
		t.Fatalf("not UTF-8: %q", output)
	}
	for _, r := range output {
		if !strings.ContainsRune(allowed, r) && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)) {
			t.Fatalf("%U in %q", r, output)
		}
	}
}

// No text gets control characters through to a terminal, or breaks a line.
func FuzzTerminal(f *testing.F) {
	addHostile(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		row := []table.Value{table.Text(a), table.Text(b)}
		text := write(t, answer("a,b", row), Options{Format: Text, Terminal: true, Width: 40})
		harmless(t, text, "\n")
		want := 2 // a header and a row
		if strings.HasPrefix(text, "-- row 1\n") {
			want = 3 // or a row that stands upright
		}
		if n := strings.Count(text, "\n"); n != want {
			t.Fatalf("%d lines, want %d: %q", n, want, text)
		}
		harmless(t, Line(a), "")
		chart := charted(table.UnitNone, []string{a, b}, []int64{1}, []int64{2})
		chart.Title, chart.Chart.MarkName = a, b
		harmless(t, write(t, chart, Options{Format: Text, Terminal: true, Width: 40}), "\n")
		line := write(t, answer("a,b", row), Options{Format: JSONLines, Terminal: true})
		harmless(t, line, "\n")
		var got struct{ A, B string }
		if err := json.Unmarshal([]byte(line), &got); err != nil || got.A != valid(a) || got.B != valid(b) {
			t.Fatalf("%q, %q became %s (%v)", a, b, line, err)
		}
	})
}

// valid returns s as JSON represents it, byte by byte.
func valid(s string) string { return string([]rune(s)) }

// A row of CSV reads back as the original cells, none of them a formula.
func FuzzCSV(f *testing.F) {
	addHostile(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		values := []table.Value{table.Text(a), table.Text(b)}
		output := write(t, answer("a,b", values), Options{Format: CSV})
		harmless(t, output, "\n\t")
		rows, err := csv.NewReader(strings.NewReader(output)).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[1]) != 2 {
			t.Fatalf("%q reads as %q: %v", output, rows, err)
		}
		for i, value := range values {
			if want := string(appendCell(nil, value)); rows[1][i] != want {
				t.Fatalf("%q reads as %q, want %q", output, rows[1][i], want)
			}
			if first := strings.TrimLeftFunc(rows[1][i], unicode.IsSpace); first != "" && strings.ContainsAny(first[:1], "=+-@") {
				t.Fatalf("a formula: %q", rows[1][i])
			}
		}
	})
}

// A row of TSV is one line of as many cells as there are values.
func FuzzTSV(f *testing.F) {
	addHostile(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		output := write(t, answer("a,b", []table.Value{table.Text(a), table.Text(b)}), Options{Format: TSV})
		harmless(t, output, "\n\t")
		if strings.Count(output, "\n") != 2 || strings.Count(output, "\t") != 2 {
			t.Fatalf("%q, %q became %q", a, b, output)
		}
	})
}
