package records

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/jsontext"
)

// Text returns a raw JSON value as text: a string unescaped as encoding/json does
// it, a number or boolean as written, and nothing for null, objects and arrays.
func Text(raw []byte) string { return string(TextBytes(raw)) }

// TextBytes returns the bytes of [Text], without a copy where none is needed.
func TextBytes(raw []byte) []byte {
	if len(raw) == 0 {
		return nil
	}
	switch raw[0] {
	case '"':
		inner := raw[1 : len(raw)-1]
		if IsPlain(inner) {
			return inner
		}
		return unescapeText(raw)
	case '{', '[', 'n':
		return nil
	}
	return raw
}

// IsPlain reports whether the inside of a quoted string needs no unescaping.
func IsPlain(inner []byte) bool {
	return bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner)
}

// unescapeText returns the text of a quoted string that has escapes or invalid
// UTF-8. A string with an escape that JSON does not have is kept as written.
func unescapeText(raw []byte) []byte {
	var s string
	if json.Unmarshal(jsontext.EscapeControls(raw), &s) != nil {
		return bytes.ToValidUTF8(raw[1:len(raw)-1], []byte("\ufffd"))
	}
	return []byte(s)
}
