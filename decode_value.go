package trailq

import (
	"bytes"
	"encoding/json"
	"time"
	"unicode/utf8"
)

// textValue returns a raw JSON value as text: a string unescaped as encoding/json
// does it, a number or boolean as written, and nothing for null, objects and
// arrays.
func textValue(raw []byte) string { return string(textBytes(raw)) }

// textBytes returns the bytes of textValue, without a copy where none is needed.
func textBytes(raw []byte) []byte {
	if len(raw) == 0 {
		return nil
	}
	switch raw[0] {
	case '"':
		inner := raw[1 : len(raw)-1]
		if isPlain(inner) {
			return inner
		}
		return unescapeText(raw)
	case '{', '[', 'n':
		return nil
	}
	return raw
}

// isPlain reports whether the inside of a quoted string needs no unescaping.
func isPlain(inner []byte) bool {
	return bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner)
}

// unescapeText returns the text of a quoted string that has escapes or invalid
// UTF-8. A string with an escape that JSON does not have is kept as written.
func unescapeText(raw []byte) []byte {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return bytes.ToValidUTF8(raw[1:len(raw)-1], []byte("\ufffd"))
	}
	return []byte(s)
}

// boolValue returns the value of true and false, also if they are strings.
func boolValue(raw []byte) Bool {
	switch string(textBytes(raw)) {
	case "true":
		return True
	case "false":
		return False
	}
	return Missing
}

// rawValue returns a raw field, or nil for null.
func rawValue(raw []byte) json.RawMessage {
	if string(raw) == "null" {
		return nil
	}
	return raw
}

// timeValue returns a time in RFC 3339, which CloudTrail writes as
// 2023-11-01T00:05:12Z, or the zero time if raw is not one.
func timeValue(raw []byte) time.Time {
	var t time.Time
	if t.UnmarshalText(textBytes(raw)) != nil {
		return time.Time{}
	}
	return t.UTC()
}
