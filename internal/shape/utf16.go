package shape

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Order returns the byte order of text in UTF-16, judged by its byte order mark or
// by the zero beside its first character, and nil if the text is none. PowerShell's
// redirection writes UTF-16.
func utf16Order(head []byte) binary.ByteOrder {
	switch {
	case len(head) < 4:
		return nil
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}) || head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		return binary.LittleEndian
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}) || head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
		return binary.BigEndian
	}
	return nil
}

// utf16Reader reads text in UTF-16 as UTF-8. What is no character becomes U+FFFD.
type utf16Reader struct {
	source io.Reader
	order  binary.ByteOrder
	units  [4 << 10]byte // read and not decoded
	count  int           // of these
	text   []byte        // decoded and not returned
	err    error
}

func (r *utf16Reader) Read(p []byte) (int, error) {
	for len(r.text) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		var n int
		n, r.err = r.source.Read(r.units[r.count:])
		r.count += n
		r.decodeUnits()
	}
	n := copy(p, r.text)
	r.text = r.text[n:]
	return n, nil
}

// decodeUnits decodes the units that have been read. Half a character at their end
// waits for more, unless there is none.
func (r *utf16Reader) decodeUnits() {
	at, isLast := 0, errors.Is(r.err, io.EOF)
	r.text = r.text[:0]
	for at+1 < r.count {
		unit := rune(r.order.Uint16(r.units[at:]))
		size := 2
		if utf16.IsSurrogate(unit) {
			if at+3 >= r.count && !isLast {
				break
			}
			second := rune(0)
			if at+3 < r.count {
				second = rune(r.order.Uint16(r.units[at+2:]))
			}
			if unit = utf16.DecodeRune(unit, second); unit != utf8.RuneError {
				size = 4
			}
		}
		if at += size; unit != 0xfeff { // the byte order mark
			r.text = utf8.AppendRune(r.text, unit)
		}
	}
	if isLast && at < r.count { // an odd byte
		r.text = utf8.AppendRune(r.text, utf8.RuneError)
		at = r.count
	}
	r.count = copy(r.units[:], r.units[at:r.count])
}
