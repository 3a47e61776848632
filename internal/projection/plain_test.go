package projection

import (
	"encoding/json"
	"testing"

	"github.com/trailq/trailq/internal/jsontext"
)

// What is taken for a plain string is JSON.
func FuzzPlainString(f *testing.F) {
	for _, seed := range []string{`"s3.amazonaws.com"`, `"a\"b"`, `"a`, `"`, `""`, `"a"b"`, "\"a\nb\"", `"a\x"`, "\"\xff\"", `"é"`, `1`, ` "a"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = jsontext.EscapeControls(raw)
		if isPlainString(raw) && !json.Valid(raw) {
			t.Errorf("%q is no JSON", raw)
		}
	})
}
