// Package jsontext reads JSON whose texts have line breaks and other control characters
// in them, which JSON wants escaped: for trailq they stand for themselves, everywhere.
package jsontext

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
)

// HasControls reports whether raw has line breaks or other control characters: between
// the values, where they are white space, or in strings, where JSON wants them escaped.
func HasControls(raw []byte) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; len(raw) >= 8; raw = raw[8:] {
		if word := binary.LittleEndian.Uint64(raw); (word-' '*ones)&^word&highs != 0 {
			return true
		}
	}
	for _, c := range raw {
		if c < ' ' {
			return true
		}
	}
	return false
}

// EscapeControls returns the value in raw with the control characters in its strings
// escaped, as JSON wants them. A backslash before one stands for nothing. White space
// between the parts stays.
func EscapeControls(raw []byte) []byte {
	if !HasControls(raw) {
		return raw
	}
	escaped := make([]byte, 0, len(raw)+16)
	inString, afterSlash := false, false
	for _, c := range raw {
		switch {
		case inString && c < ' ':
			if afterSlash {
				escaped = escaped[:len(escaped)-1]
			}
			escaped = fmt.Appendf(escaped, `\u%04x`, c)
			afterSlash = false
			continue
		case inString && afterSlash:
			afterSlash = false
		case inString && c == '\\':
			afterSlash = true
		case c == '"':
			inString = !inString
		}
		escaped = append(escaped, c)
	}
	return escaped
}

// Unquote returns the text of a JSON string.
func Unquote(quoted []byte) ([]byte, error) {
	var text string
	err := json.Unmarshal(EscapeControls(quoted), &text)
	if err != nil {
		return nil, err
	}
	return []byte(text), nil
}
