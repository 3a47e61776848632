package table

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind is the kind of a value.
type Kind uint8

// The kinds of values. A time is a text, in the form that its table chooses.
const (
	KindNull Kind = iota
	KindText
	KindNumber
	KindBool
	KindJSON // an object or array
)

// Value is one value of a row. The zero value is null.
type Value struct {
	kind Kind
	text string // if raw is nil
	raw  []byte // JSON
}

// Text returns a text, which should be UTF-8.
func Text(s string) Value { return Value{kind: KindText, text: s} }

// OptionalText returns a text, or null for an empty one.
func OptionalText(s string) Value {
	if s == "" {
		return Value{}
	}
	return Text(s)
}

// Time returns a time in UTC as a text in the form of RFC 3339, or null for none.
func Time(at time.Time) Value {
	if at.IsZero() {
		return Value{}
	}
	return Text(at.UTC().Format(time.RFC3339))
}

// Int returns a whole number.
func Int(n int64) Value { return Value{kind: KindNumber, text: strconv.FormatInt(n, 10)} }

// Float returns a number. NaN and the infinities, which JSON lacks, become text.
func Float(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Text(strconv.FormatFloat(f, 'g', -1, 64))
	}
	return Value{kind: KindNumber, text: strconv.FormatFloat(f, 'f', -1, 64)}
}

// Number returns a number of any size and precision, given in JSON's syntax.
func Number(digits string) Value { return Value{kind: KindNumber, text: digits} }

// Bool returns true or false.
func Bool(b bool) Value { return Value{kind: KindBool, text: strconv.FormatBool(b)} }

// JSON returns a valid JSON value; its kind follows from raw, and nil is null. The
// value keeps raw, which must not change.
func JSON(raw []byte) Value {
	if len(raw) == 0 {
		return Value{}
	}
	v := Value{raw: raw}
	switch raw[0] {
	case '"':
		v.kind = KindText
	case '{', '[':
		v.kind = KindJSON
	case 't', 'f':
		v.kind = KindBool
	case 'n':
		return Value{}
	default:
		v.kind = KindNumber
	}
	return v
}

// Kind returns the kind of the value.
func (v Value) Kind() Kind { return v.kind }

// Clone returns a value that stays good when its row does not.
func (v Value) Clone() Value {
	return Value{kind: v.kind, text: strings.Clone(v.text), raw: bytes.Clone(v.raw)}
}

// HasQuotes reports whether the value for people can have a quote in it.
func (v Value) HasQuotes() bool {
	switch {
	case v.raw == nil:
		return strings.IndexByte(v.text, '"') >= 0
	case v.kind == KindText:
		return bytes.IndexByte(v.raw, '\\') >= 0 // only an escaped one can be inside
	}
	return bytes.IndexByte(v.raw, '"') >= 0
}

// AppendText appends the value for people to read: a text without quotes; nothing
// for null; objects and arrays as JSON on one line.
func (v Value) AppendText(dst []byte) []byte {
	switch {
	case v.raw == nil:
		return append(dst, v.text...)
	case v.kind == KindText:
		return appendUnquoted(dst, v.raw)
	}
	return appendOneLine(dst, v.raw)
}

// AppendJSON appends the value as JSON, on one line. A value that came as JSON is
// not reformatted.
func (v Value) AppendJSON(dst []byte) []byte {
	switch {
	case v.raw != nil:
		return appendOneLine(dst, v.raw)
	case v.kind == KindNull:
		return append(dst, "null"...)
	case v.kind == KindText:
		return appendQuoted(dst, v.text)
	}
	return append(dst, v.text...)
}

// appendUnquoted appends the text of the JSON string in raw, as encoding/json
// decodes it.
func appendUnquoted(dst, raw []byte) []byte {
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return append(dst, inner...)
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return append(dst, bytes.ToValidUTF8(inner, []byte("\ufffd"))...)
	}
	return append(dst, s...)
}

// appendOneLine appends raw, without its white space if raw has line ends.
func appendOneLine(dst, raw []byte) []byte {
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return append(dst, raw...)
	}
	out := bytes.NewBuffer(dst)
	if json.Compact(out, raw) != nil {
		return append(dst, "null"...) // not JSON, contrary to the promise of JSON's caller
	}
	return out.Bytes()
}

// appendQuoted appends s as a JSON string, with <, > and & unescaped.
func appendQuoted(dst []byte, s string) []byte {
	out := bytes.NewBuffer(dst)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // encoding a string cannot fail
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
