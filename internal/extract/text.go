package extract

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/jsontext"
)

// IsNull reports whether a raw value is NULL in every column: null, or missing.
func IsNull(raw []byte) bool { return len(raw) == 0 || raw[0] == 'n' }

// Text returns a raw value as it is in a text column, nil for NULL: a string
// unescaped as encoding/json does it, and any other value as it is written, with the
// control characters in its strings escaped, without which it is not JSON.
func Text(raw []byte) []byte {
	if IsNull(raw) {
		return nil
	}
	if raw[0] != '"' {
		return ValidUTF8(jsontext.EscapeControls(raw))
	}
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return inner
	}
	return unescapeText(raw)
}

// IsPlain reports whether the inside of a JSON string is its text: ASCII without
// escapes. It can say no where the answer is yes.
func IsPlain(inner []byte) bool {
	const highs, ones = 0x8080808080808080, 0x0101010101010101
	for ; len(inner) >= 8; inner = inner[8:] {
		word := binary.LittleEndian.Uint64(inner)
		slash := word ^ '\\'*ones // has a zero byte where a backslash is
		if (word|(slash-ones)&^slash)&highs != 0 {
			return false
		}
	}
	for _, c := range inner {
		if c >= utf8.RuneSelf || c == '\\' {
			return false
		}
	}
	return true
}

// unescapeText returns the text of a JSON string, slowly. A string with an escape
// that JSON does not have is kept as it is written.
func unescapeText(raw []byte) []byte {
	var s string
	if json.Unmarshal(jsontext.EscapeControls(raw), &s) != nil {
		return ValidUTF8(raw[1 : len(raw)-1])
	}
	return append(make([]byte, 0, len(s)), s...) // not nil where s is empty
}

// ValidUTF8 returns raw with U+FFFD for each byte that is not UTF-8, as
// encoding/json does it.
func ValidUTF8(raw []byte) []byte {
	if utf8.Valid(raw) {
		return raw
	}
	return []byte(string(bytes.Runes(raw)))
}

// Key returns the text of an object's key, which comes without its quotes.
func Key(key []byte) []byte {
	if bytes.IndexByte(key, '\\') < 0 && utf8.Valid(key) {
		return key
	}
	return unescapeText(append(append([]byte{'"'}, key...), '"'))
}
