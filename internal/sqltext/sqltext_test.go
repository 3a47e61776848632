package sqltext

import (
	"strings"
	"testing"
)

// readQuoted reads what is quoted, as SQL does: a quote that is doubled is one.
func readQuoted(t *testing.T, quoted string, quote byte) string {
	t.Helper()
	if len(quoted) < 2 || quoted[0] != quote || quoted[len(quoted)-1] != quote {
		t.Fatalf("%s is not quoted", quoted)
	}
	var text strings.Builder
	for inner := quoted[1 : len(quoted)-1]; inner != ""; inner = inner[1:] {
		if inner[0] == quote {
			if len(inner) < 2 || inner[1] != quote {
				t.Fatalf("%s ends before its end", quoted)
			}
			inner = inner[1:]
		}
		text.WriteByte(inner[0])
	}
	return text.String()
}

func FuzzQuoting(f *testing.F) {
	for _, text := range []string{"", "plain", "it's", `"`, `'"'`, `\'`, "''", "line\nbreak", "--", "/*"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := readQuoted(t, Literal(text), '\''); got != text {
			t.Errorf("%q is read as %q", text, got)
		}
		if got := readQuoted(t, Identifier(text), '"'); got != text {
			t.Errorf("the name %q is read as %q", text, got)
		}
	})
}

func TestLiterals(t *testing.T) {
	if got := Literals([]string{"a", "b's"}); got != "'a', 'b''s'" {
		t.Errorf("%s", got)
	}
	if got := Literals(nil); got != "" {
		t.Errorf("no texts give %s", got)
	}
}
