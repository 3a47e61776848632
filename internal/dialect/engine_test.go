package dialect

import (
	"fmt"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect/builtin"
)

func TestMacros(t *testing.T) {
	macros := builtin.Macros()
	defined := map[string]bool{}
	for _, f := range builtin.Functions() {
		defined[f.Name] = true
	}
	for _, m := range macros {
		at := strings.Index(m, "CREATE OR REPLACE MACRO ")
		if at < 0 {
			t.Fatalf("no macro: %s", m)
		}
		name, _, _ := strings.Cut(m[at+len("CREATE OR REPLACE MACRO "):], "(")
		defined[name] = true
	}
	// Every name that the rewriter can write is there.
	for _, c := range rewriteCases() {
		tokens, err := tokenize(c.out)
		if err != nil {
			t.Fatal(err)
		}
		for _, token := range tokens {
			if strings.HasPrefix(token.Text, "trino_") && !defined[token.Text] {
				t.Errorf("%s is not defined", token.Text)
			}
		}
	}
	if len(macros) < 80 {
		t.Errorf("only %d macros", len(macros))
	}
}

func TestDiagnose(t *testing.T) {
	query, err := Rewrite("SELECT eventname,\n  nosuch(1), evntname\nFROM my_logs", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for engine, want := range map[string]string{
		"Binder Error: Referenced column \"evntname\" not found in FROM clause!\nCandidate bindings: \"eventname\"\n\nLINE 2:   nosuch(1) AS _col1, evntname\n                              ^": "line 2, column 14: there is no column evntname; did you mean one of \"eventname\"? A CloudTrail field without a column is in the whole record: json_extract_scalar(record, '$.evntname')",
		"Catalog Error: Scalar Function with name nosuch does not exist!":                    "line 2, column 3: there is no function nosuch here",
		"Conversion Error: Could not convert string 'x' to INT64":                            "the text 'x' is not of type bigint: TRY_CAST(… AS bigint) gives NULL for such texts",
		"Conversion Error: Could not convert string 'Division by zero' to INT64":             "Division by zero: try(…) gives NULL then, and so does a divisor of nullif(…, 0)",
		"Out of Memory Error: failed to allocate":                                            "failed to allocate",
		"Conversion Error: Could not convert string ''x' is no bigint: TRY_CAST …' to INT64": "'x' is no bigint: TRY_CAST …",
	} {
		got, _, _ := strings.Cut(query.Diagnose(fmt.Errorf("%s", engine)).Error(), "\n")
		if got != want {
			t.Errorf("%q\n%s\nwant %s", engine, got, want)
		}
	}
	if query.Diagnose(nil) != nil {
		t.Error("nil is no error")
	}
}
