package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Line makes text harmless on a terminal, on one line.
func Line(text string) string { return string(appendVisible(nil, []byte(text), nothing)) }

// appendVisible appends text with its characters escaped that are not visible,
// except those that keep has. Bytes that are not UTF-8 become U+FFFD, as
// encoding/json reads them.
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
		if visible(r) || strings.ContainsRune(keep, r) {
			dst = utf8.AppendRune(dst, r)
		} else {
			dst = appendEscape(dst, r)
		}
		text = text[size:]
	}
	return dst
}

// nothing and the others are what is kept in a form though it is not visible.
const (
	nothing     = ""
	jsonSpace   = "\t" // between JSON's tokens, where an escape would be wrong
	cellContent = "\n\t"
)

// visible tells the characters that show and do nothing else. Ideographic and
// other spaces are among them.
func visible(r rune) bool { return unicode.IsPrint(r) || unicode.Is(unicode.Zs, r) }

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
