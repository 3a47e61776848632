//go:build cgo

package vector

import (
	"bytes"
	"encoding/binary"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/extract"
)

// stringValue is duckdb_string_t: it holds a text of up to 12 bytes itself, behind
// its length; of a longer one, its first four bytes and its address.
type stringValue struct {
	length uint32
	prefix [4]byte
	tail   [8]byte // or the address, or, while the text waits, its offset in TextWriter.texts
}

const inlineLength = 12

// longText returns the bytes of a value that is not inline.
func (s *stringValue) longText() []byte {
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&s.tail)), s.length)
}

// waitingOffset returns the address of a waiting text's offset.
func (s *stringValue) waitingOffset() *uint64 { return (*uint64)(unsafe.Pointer(&s.tail)) }

// TextWriter writes texts. Long ones wait, one behind the other, and are handed
// to DuckDB as one: a call for each costs more than the copy. Then each value is
// pointed at its part of that. Since the same texts come again and again in a
// column, many are not even copied: two values of a chunk can share memory.
type TextWriter struct {
	vectorData
	texts   []byte              // that wait
	waiting []int               // their rows, in order
	failed  error               // there was no memory
	recent  [recentTexts]uint16 // rows, plus one, of long texts by their hash; plainText marks some
}

const (
	recentTexts   = 256
	longestRecent = 256     // bytes; longer texts hardly repeat
	waitingSize   = 1 << 20 // bytes; more do not wait any longer
	hugeText      = 1 << 16 // bytes; longer texts never wait
	plainText     = 1 << 15 // in TextWriter.recent: the text is plain
)

// Begin starts on the vector of a new chunk.
func (w *TextWriter) Begin(vec mapping.Vector) {
	w.rebindVector(vec)
	w.texts, w.waiting, w.failed = w.texts[:0], w.waiting[:0], nil
	clear(w.recent[:])
}

// Put sets a row from a raw value. A string without escapes takes a shorter way,
// and a long one that was put recently is not looked through again.
func (w *TextWriter) Put(row int, raw []byte) {
	if len(raw) < 2 || raw[0] != '"' {
		w.PutText(row, extract.Text(raw))
		return
	}
	text := raw[1 : len(raw)-1]
	isLong := len(text) > inlineLength && len(text) <= longestRecent
	switch {
	case isLong && w.putRecent(row, text, plainText):
	case !extract.IsPlain(text):
		w.PutText(row, extract.Text(raw))
	case isLong:
		w.putNew(row, text, plainText)
	default:
		w.PutText(row, text)
	}
}

// PutText sets a row to a text, which is valid UTF-8, or to NULL for nil.
func (w *TextWriter) PutText(row int, text []byte) {
	switch {
	case text == nil:
		w.SetNull(row)
	case len(text) <= inlineLength:
		value := valueAt[stringValue](&w.vectorData, row)
		*value = stringValue{length: uint32(len(text))}
		copy(unsafe.Slice(&value.prefix[0], inlineLength), text)
	case len(text) > longestRecent:
		w.putWaiting(row, text)
	case !w.putRecent(row, text, 0):
		w.putNew(row, text, 0)
	}
}

// putRecent sets a row to a long text if that was put recently, with this mark,
// and reports whether it was.
func (w *TextWriter) putRecent(row int, text []byte, mark uint16) bool {
	slot := w.recent[textHash(text)]
	if slot&plainText < mark || slot&^plainText == 0 {
		return false
	}
	earlier := int(slot&^plainText) - 1
	value := valueAt[stringValue](&w.vectorData, earlier)
	if int(value.length) != len(text) {
		return false
	}
	known := w.longTextAt(earlier, value)
	if lastWord(known) != lastWord(text) || !bytes.Equal(known, text) { // ARNs begin alike, and differ at their ends
		return false
	}
	*valueAt[stringValue](&w.vectorData, row) = *value
	if w.isWaiting(earlier) {
		w.waiting = append(w.waiting, row)
	}
	return true
}

// putNew sets a row to a long text and remembers it with a mark.
func (w *TextWriter) putNew(row int, text []byte, mark uint16) {
	w.putWaiting(row, text)
	if row+1 < plainText {
		w.recent[textHash(text)] = uint16(row+1) | mark
	}
}

// isWaiting reports whether the long text of a row waits.
func (w *TextWriter) isWaiting(row int) bool { return len(w.waiting) > 0 && row >= w.waiting[0] }

// longTextAt returns the long text of a row, wherever it is.
func (w *TextWriter) longTextAt(row int, value *stringValue) []byte {
	if w.isWaiting(row) {
		return w.texts[*value.waitingOffset():][:value.length]
	}
	return value.longText()
}

// putWaiting sets a row to a long text that DuckDB gets later, unless it is huge.
func (w *TextWriter) putWaiting(row int, text []byte) {
	if len(text) > hugeText {
		if err := assignText(w.vec, row, text); err != nil {
			w.failed = err
			*valueAt[stringValue](&w.vectorData, row) = stringValue{}
		}
		return
	}
	value := valueAt[stringValue](&w.vectorData, row)
	value.length = uint32(len(text))
	copy(value.prefix[:], text)
	*value.waitingOffset() = uint64(len(w.texts))
	w.texts = append(w.texts, text...)
	w.waiting = append(w.waiting, row)
	if len(w.texts) >= waitingSize {
		w.handOver()
	}
}

// End hands over the texts that wait.
func (w *TextWriter) End() error {
	w.handOver()
	return w.failed
}

// handOver gives DuckDB the texts that wait. They are assigned to the first of their
// rows; the memory is the vector's, and stays when that value becomes a part of
// it.
func (w *TextWriter) handOver() {
	if len(w.waiting) == 0 {
		return
	}
	first := valueAt[stringValue](&w.vectorData, w.waiting[0])
	own := *first
	if err := assignText(w.vec, w.waiting[0], w.texts); err != nil {
		w.failed = err
		for _, row := range w.waiting {
			*valueAt[stringValue](&w.vectorData, row) = stringValue{}
		}
		w.texts, w.waiting = w.texts[:0], w.waiting[:0]
		return
	}
	all := first.longText()
	*first = own
	for _, row := range w.waiting {
		value := valueAt[stringValue](&w.vectorData, row)
		*(**byte)(unsafe.Pointer(&value.tail)) = &all[*value.waitingOffset()]
	}
	w.texts, w.waiting = w.texts[:0], w.waiting[:0]
}

// textHash returns a hash of the length and both ends of a text of 8 bytes or
// more.
func textHash(text []byte) uint8 {
	first := binary.NativeEndian.Uint64(text)
	last := lastWord(text)
	h := (first ^ last<<1 ^ uint64(len(text))) * 0x9e3779b97f4a7c15
	return uint8(h >> 56)
}

// lastWord returns the last 8 bytes of a text of so many or more.
func lastWord(text []byte) uint64 { return binary.NativeEndian.Uint64(text[len(text)-8:]) }
