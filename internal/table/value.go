package table

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"
)

// Kind is what a value is.
type Kind uint8

// The kinds of values. A time is text, in the form that its table wants.
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
	text string // where raw is nil
	raw  []byte // JSON
}

// Text is a text, which should be UTF-8.
func Text(s string) Value { return Value{kind: KindText, text: s} }

// Int is a whole number.
func Int(n int64) Value { return Value{kind: KindNumber, text: strconv.FormatInt(n, 10)} }

// Float is a number. NaN and the infinities, which JSON does not have, are text.
func Float(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Text(strconv.FormatFloat(f, 'g', -1, 64))
	}
	return Value{kind: KindNumber, text: strconv.FormatFloat(f, 'f', -1, 64)}
}

// Number is a number of any size and precision, given as JSON writes one.
func Number(digits string) Value { return Value{kind: KindNumber, text: digits} }

// Bool is true or false.
func Bool(b bool) Value { return Value{kind: KindBool, text: strconv.FormatBool(b)} }

// JSON is any valid JSON value: null, a text, a number and so on by what it
// holds, nil being null. It keeps raw, which must not change.
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

// Kind returns what the value is.
func (v Value) Kind() Kind { return v.kind }

// AppendText appends the value as a person reads it: a text itself, without
// quotes; nothing for null; JSON for objects and arrays, on one line.
func (v Value) AppendText(dst []byte) []byte {
	switch {
	case v.raw == nil:
		return append(dst, v.text...)
	case v.kind == KindText:
		return appendUnquoted(dst, v.raw)
	}
	return appendOneLine(dst, v.raw)
}

// AppendJSON appends the value as JSON, on one line. Where it came as JSON it
// is written as it came.
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

// appendUnquoted appends what the JSON string in raw stands for, as
// encoding/json reads it.
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

// appendOneLine appends raw, without its white space where that has line ends.
func appendOneLine(dst, raw []byte) []byte {
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return append(dst, raw...)
	}
	out := bytes.NewBuffer(dst)
	if json.Compact(out, raw) != nil {
		return append(dst, "null"...) // not JSON, against what JSON says
	}
	return out.Bytes()
}

// appendQuoted appends s as a JSON string, with <, > and & as they are.
func appendQuoted(dst []byte, s string) []byte {
	out := bytes.NewBuffer(dst)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a string always encodes
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
