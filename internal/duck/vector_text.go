//go:build cgo

package duck

import (
	"bytes"
	"unsafe"

	bindings "github.com/duckdb/duckdb-go-bindings"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// stringValue is duckdb_string_t: a text of up to 12 bytes stands in it behind
// its length; of a longer one its first four bytes and its address.
type stringValue struct {
	length uint32
	prefix [4]byte
	tail   [8]byte // or the address, or, until it is known, the offset in textWriter.texts
}

const inlineLength = 12

// text returns the bytes of a value that is not inline.
func (s *stringValue) text() []byte {
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&s.tail)), s.length)
}

// offset is where the text stands while it waits.
func (s *stringValue) offset() *uint64 { return (*uint64)(unsafe.Pointer(&s.tail)) }

// textWriter writes texts. Long ones wait, one behind the other, and are handed
// to DuckDB as one: a call for each costs more than the copy. Then each value is
// made to point into that. The same ones come again and again in a column, so
// that within a chunk many need not be copied: two values may share memory.
type textWriter struct {
	vectorData
	texts   []byte              // that wait
	waiting []int               // rows of them, in order
	recent  [recentTexts]uint16 // rows, plus one, of long texts by their hash; plainText marks some
}

const (
	recentTexts   = 256
	recentLongest = 256     // bytes; longer texts hardly repeat
	waitingSize   = 1 << 20 // bytes; more do not wait any longer
	hugeText      = 1 << 16 // bytes; longer texts never wait
	plainText     = 1 << 15 // in textWriter.recent: isPlain holds of the text
)

func (w *textWriter) begin(vec mapping.Vector) {
	w.moved(vec)
	w.texts, w.waiting = w.texts[:0], w.waiting[:0]
	clear(w.recent[:])
}

// put has a short way for strings that stand for themselves. A long one that came
// lately need not be looked at again.
func (w *textWriter) put(row int, raw []byte) {
	if len(raw) < 2 || raw[0] != '"' {
		w.putText(row, textOf(raw))
		return
	}
	text := raw[1 : len(raw)-1]
	isLong := len(text) > inlineLength && len(text) <= recentLongest
	switch {
	case isLong && w.recall(row, text, plainText):
	case !isPlain(text):
		w.putText(row, textOf(raw))
	case isLong:
		w.remember(row, text, plainText)
	default:
		w.putText(row, text)
	}
}

// putText sets a row to the text, which is valid UTF-8, or to NULL for nil. Rows
// come in their order.
func (w *textWriter) putText(row int, text []byte) {
	switch {
	case text == nil:
		w.setNull(row)
	case len(text) <= inlineLength:
		value := at[stringValue](&w.vectorData, row)
		*value = stringValue{length: uint32(len(text))}
		copy(unsafe.Slice(&value.prefix[0], inlineLength), text)
	case len(text) > recentLongest:
		w.wait(row, text)
	default:
		w.putRecent(row, text)
	}
}

// putRecent sets a row to a long text, which may have come lately.
func (w *textWriter) putRecent(row int, text []byte) {
	if !w.recall(row, text, 0) {
		w.remember(row, text, 0)
	}
}

// recall sets a row to a long text if that came lately, with this mark.
func (w *textWriter) recall(row int, text []byte, mark uint16) bool {
	slot := w.recent[textHash(text)]
	if slot&plainText < mark || slot&^plainText == 0 {
		return false
	}
	place := int(slot&^plainText) - 1
	before := at[stringValue](&w.vectorData, place)
	if int(before.length) != len(text) || !bytes.Equal(w.textAt(place, before), text) {
		return false
	}
	*at[stringValue](&w.vectorData, row) = *before
	if w.waits(place) {
		w.waiting = append(w.waiting, row)
	}
	return true
}

// remember sets a row to a long text and notes it with a mark.
func (w *textWriter) remember(row int, text []byte, mark uint16) {
	w.wait(row, text)
	if row+1 < plainText {
		w.recent[textHash(text)] = uint16(row+1) | mark
	}
}

// waits reports whether a row that has a long text waits.
func (w *textWriter) waits(row int) bool { return len(w.waiting) > 0 && row >= w.waiting[0] }

// textAt is the long text of a row, wherever it is.
func (w *textWriter) textAt(row int, value *stringValue) []byte {
	if w.waits(row) {
		return w.texts[*value.offset():][:value.length]
	}
	return value.text()
}

// wait sets a row to a long text that DuckDB gets later, unless it is huge.
func (w *textWriter) wait(row int, text []byte) {
	if len(text) > hugeText {
		bindings.UnsafeVectorAssignStringElementLen(w.vec, mapping.IdxT(row), text)
		return
	}
	value := at[stringValue](&w.vectorData, row)
	value.length = uint32(len(text))
	copy(value.prefix[:], text)
	*value.offset() = uint64(len(w.texts))
	w.texts = append(w.texts, text...)
	w.waiting = append(w.waiting, row)
	if len(w.texts) >= waitingSize {
		w.end()
	}
}

// end hands over what waits. It is given to the first of the rows; the memory is
// the vector's, and stays when the value becomes a part of it.
func (w *textWriter) end() {
	if len(w.waiting) == 0 {
		return
	}
	first := at[stringValue](&w.vectorData, w.waiting[0])
	own := *first
	bindings.UnsafeVectorAssignStringElementLen(w.vec, mapping.IdxT(w.waiting[0]), w.texts)
	all := first.text()
	*first = own
	for _, row := range w.waiting {
		value := at[stringValue](&w.vectorData, row)
		*(**byte)(unsafe.Pointer(&value.tail)) = &all[*value.offset()]
	}
	w.texts, w.waiting = w.texts[:0], w.waiting[:0]
}

// textHash is a hash of the length and both ends of a text of 8 bytes or more.
func textHash(text []byte) uint8 {
	first := *(*uint64)(unsafe.Pointer(&text[0]))
	last := *(*uint64)(unsafe.Pointer(&text[len(text)-8]))
	h := (first ^ last<<1 ^ uint64(len(text))) * 0x9e3779b97f4a7c15
	return uint8(h >> 56)
}
