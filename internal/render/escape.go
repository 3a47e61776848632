package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Line returns text made harmless on a terminal, on one line.
func Line(text string) string { return string(appendVisible(nil, []byte(text), keepNothing)) }

// Lines returns text made harmless on a terminal, with its lines and tabs.
func Lines(text string) string { return string(appendVisible(nil, []byte(text), keepLines)) }

// appendVisible appends text and escapes all its characters that are neither
// visible nor in keep. Bytes that are not UTF-8 become U+FFFD, as encoding/json
// reads them.
func appendVisible(dst, text []byte, keep string) []byte {
	for len(text) > 0 {
		plain := 0
		for plain < len(text) && ' ' <= text[plain] && text[plain] <= '~' {
			plain++
		}
		dst, text = append(dst, text[:plain]...), text[plain:]
		if len(text) == 0 {
			break
		}
		r, size := utf8.DecodeRune(text)
		if isVisible(r) || strings.ContainsRune(keep, r) {
			dst = utf8.AppendRune(dst, r)
		} else {
			dst = appendEscape(dst, r)
		}
		text = text[size:]
	}
	return dst
}

// Characters that some forms keep although they are not visible.
const (
	keepNothing   = ""
	keepJSONSpace = "\t" // between JSON's tokens, where an escape would be wrong
	keepLines     = "\n\t"
)

// isVisible reports whether a character is displayed and has no other effect.
// Ideographic and other spaces count as visible.
func isVisible(r rune) bool { return unicode.IsPrint(r) || unicode.Is(unicode.Zs, r) }

// appendEscape appends JSON's escape for r (RFC 8259 section 7).
func appendEscape(dst []byte, r rune) []byte {
	switch r {
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	if high, low := utf16.EncodeRune(r); high != unicode.ReplacementChar {
		return fmt.Appendf(dst, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(dst, `\u%04x`, r)
}
