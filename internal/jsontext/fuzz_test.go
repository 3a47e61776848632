package jsontext

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// FuzzEscapeControls checks that JSON stays what it is, and that a line break in a text
// no longer keeps it from being JSON.
func FuzzEscapeControls(f *testing.F) {
	f.Add([]byte(`{"a":[1,"b\\n"]}`))
	f.Add([]byte("{\"a\n\":\"b\tc\\\"\r\"}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		escaped := EscapeControls(data)
		if json.Valid(data) {
			var want, got any
			if json.Unmarshal(data, &want) != nil || json.Unmarshal(escaped, &got) != nil || !reflect.DeepEqual(want, got) {
				t.Fatalf("%q became %q", data, escaped)
			}
		}
		spaced := bytes.Map(func(r rune) rune {
			if r < ' ' && strings.ContainsRune("\n\t\r", r) {
				return ' '
			}
			return r
		}, data)
		if json.Valid(spaced) && !json.Valid(escaped) {
			t.Errorf("%q became %q", data, escaped)
		}
	})
}
