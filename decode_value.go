package trailq

import (
	"bytes"
	"encoding/json"
	"time"
	"unicode/utf8"
)

// text returns what a raw JSON value holds as text: a string unescaped as
// encoding/json does, a number or boolean as it is written, nothing for null,
// objects and arrays.
func text(raw []byte) string { return string(textBytes(raw)) }

// textBytes is text without a copy where none is needed.
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
		return unescape(raw)
	case '{', '[', 'n':
		return nil
	}
	return raw
}

// isPlain reports whether what stands in a string's quotes stands for itself.
func isPlain(inner []byte) bool {
	return bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner)
}

// unescape is the slow way, for strings that are not what they stand for. One
// with an escape that JSON does not have is kept as it is written.
func unescape(raw []byte) []byte {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return bytes.ToValidUTF8(raw[1:len(raw)-1], []byte("\ufffd"))
	}
	return []byte(s)
}

// boolean reads true and false, also where they are strings.
func boolean(raw []byte) Bool {
	switch string(textBytes(raw)) {
	case "true":
		return True
	case "false":
		return False
	}
	return Missing
}

// rawOf is a raw field: nil where the record has null.
func rawOf(raw []byte) json.RawMessage {
	if string(raw) == "null" {
		return nil
	}
	return raw
}

// eventTime reads a time in RFC 3339, which CloudTrail writes as
// 2023-11-01T00:05:12Z; zero where it is none.
func eventTime(raw []byte) time.Time {
	var t time.Time
	if t.UnmarshalText(textBytes(raw)) != nil {
		return time.Time{}
	}
	return t.UTC()
}
