package duck

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"unicode/utf8"
)

// isNull tells the raw values that are NULL in every column.
func isNull(raw []byte) bool { return len(raw) == 0 || raw[0] == 'n' }

// textOf returns what a raw value is in a text column, nil for NULL: a string
// unescaped as encoding/json does it, null and what is missing as NULL, all else
// as it is written.
func textOf(raw []byte) []byte {
	if len(raw) == 0 || raw[0] == 'n' {
		return nil
	}
	if raw[0] != '"' {
		return validUTF8(raw)
	}
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return inner
	}
	return unescaped(raw)
}

// isPlain reports whether the inside of a JSON string is its text: ASCII without
// escapes. It may say no of others.
func isPlain(inner []byte) bool {
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

// unescaped is the slow way. A string with an escape that JSON does not have is
// kept as it is written.
func unescaped(raw []byte) []byte {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return validUTF8(raw[1 : len(raw)-1])
	}
	return append(make([]byte, 0, len(s)), s...) // not nil where s is empty
}

// validUTF8 has U+FFFD for each byte that is not UTF-8, as encoding/json has.
func validUTF8(raw []byte) []byte {
	if utf8.Valid(raw) {
		return raw
	}
	return []byte(string(bytes.Runes(raw)))
}

// keyOf is textOf for a key, which comes without its quotes.
func keyOf(key []byte) []byte {
	if bytes.IndexByte(key, '\\') < 0 && utf8.Valid(key) {
		return key
	}
	return unescaped(append(append([]byte{'"'}, key...), '"'))
}
