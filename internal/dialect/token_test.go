package dialect

import (
	"errors"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

func TestTokenKinds(t *testing.T) {
	tokens, err := tokenize("SELECT a.\"b\"\"c\", 'it''s', 1.5e3, x->y /* c */ -- d\n FROM `t` WHERE é<>2")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	kinds := map[syntax.TokenKind]string{syntax.Word: "w", syntax.QuotedName: "q", syntax.String: "s", syntax.Number: "n", syntax.Operator: "o", syntax.End: "e"}
	for _, token := range tokens {
		got = append(got, kinds[token.Kind]+token.Text)
	}
	want := `wSELECT wa o. q"b""c" o, s'it''s' o, n1.5e3 o, wx o-> wy wFROM q` + "`t`" + ` wWHERE wé o<> n2 e`
	if strings.Join(got, " ") != want {
		t.Errorf("tokens\n%s\nwant\n%s", strings.Join(got, " "), want)
	}
}

// A comment ends where Trino ends it: at a carriage return, too.
func TestCommentEnds(t *testing.T) {
	for _, source := range []string{"SELECT -- c\r1", "SELECT -- c\r\n1", "SELECT -- c\n1", "SELECT /* -- */1"} {
		tokens, err := tokenize(source)
		if err != nil || len(tokens) != 3 || tokens[1].Text != "1" {
			t.Errorf("tokenize(%q): %v, %v", source, tokens, err)
		}
	}
}

func TestTokenErrors(t *testing.T) {
	for source, want := range map[string]string{
		"SELECT 'abc":         "line 1, column 8: this string is not closed: ' is missing\n  SELECT 'abc\n         ^",
		"SELECT\n  \"abc":     "line 2, column 3: this quoted name is not closed: \" is missing\n    \"abc\n    ^",
		"SELECT 1 /* comment": "line 1, column 10: this comment is not closed: */ is missing\n  SELECT 1 /* comment\n           ^",
	} {
		_, err := tokenize(source)
		if err == nil || err.Error() != want {
			t.Errorf("tokenize(%q): %v\nwant %s", source, err, want)
		}
	}
}

// seeds are statements with every construct, for the fuzzers.
func seeds(f *testing.F) {
	for _, c := range rewriteCases() {
		f.Add(c.in)
	}
	f.Add("SELECT ((((('a' || [1][2")
	f.Add("CAST(x AS row(a array(map(varchar, json)))) -> at time zone interval")
	f.Add("select case when end case at time zone")
}

func FuzzTokensLoseNothing(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, source string) {
		tokens, err := tokenize(source)
		if err != nil {
			var place *Error
			if !errors.As(err, &place) || place.Line < 1 || place.Column < 1 {
				t.Fatalf("an error without its place: %v", err)
			}
			return
		}
		end := 0
		for _, token := range tokens {
			if token.Offset < end || source[token.Offset:token.EndOffset()] != token.Text {
				t.Fatalf("token %q is not at %d of %q", token.Text, token.Offset, source)
			}
			between, err := tokenize(source[end:token.Offset])
			if err != nil || len(between) != 1 {
				t.Fatalf("%q has more than white space and comments before %q", source, token.Text)
			}
			end = token.EndOffset()
		}
		if end != len(source) {
			t.Fatalf("the tokens of %q end at %d", source, end)
		}
	})
}

func FuzzRewrite(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, source string) {
		for _, flavor := range []Flavor{Auto, Lake} {
			query, err := Rewrite(source, Options{Flavor: flavor})
			if err != nil {
				var place *Error
				if !errors.As(err, &place) {
					t.Fatalf("not an *Error: %v", err)
				}
				continue
			}
			if _, err := tokenize(query.SQL); err != nil {
				t.Fatalf("%q became %q, which does not lex: %v", source, query.SQL, err)
			}
			for i := 1; i < len(query.marks); i++ {
				if query.marks[i].output < query.marks[i-1].output {
					t.Fatalf("marks of %q go back", query.SQL)
				}
			}
			_ = query.Diagnose(errors.New("Parser Error: syntax error at or near \"x\"\n\nLINE 1: x\n        ^")).Error()
		}
	})
}
