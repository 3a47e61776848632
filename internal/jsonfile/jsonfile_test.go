package jsonfile_test

import (
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/jsonfile"
)

func TestUnmarshal(t *testing.T) {
	for text, want := range map[string]string{
		"\ufeff{\"a\": [1]}":  "",
		"":                    "line 1: unexpected end of JSON input",
		"{\n\n\"a\": [}\n":    "line 3: invalid character '}'",
		"{\n\"a\":\n\"one\"}": "line 3: json: cannot unmarshal string",
		"{\"a\": [1]} x":      "line 1: invalid character 'x' after top-level value",
	} {
		var value struct{ A []int }
		err := jsonfile.Unmarshal([]byte(text), &value)
		if want == "" && (err != nil || len(value.A) != 1) || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%q: %v %v, want %q", text, value, err, want)
		}
	}
}
