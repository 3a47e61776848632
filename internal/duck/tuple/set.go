//go:build cgo

package tuple

import (
	"encoding/binary"
	"errors"
	"math"
	"sync"
)

// ErrFull means that there is no room for more texts.
var ErrFull = errors.New("there is no room for the texts of more groups")

// Set numbers tuples of texts. It is safe for any goroutine.
type Set struct {
	limit int64 // bytes

	mu      sync.RWMutex
	numbers map[string]int32 // by the packed tuple
	tuples  []string         // packed, by number
	size    int64
}

// NewSet returns a set whose tuples take up to so many bytes.
func NewSet(limit int64) *Set { return &Set{limit: limit, numbers: make(map[string]int32)} }

// IsFull reports whether there was no room for a tuple.
func (s *Set) IsFull() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.size > s.limit
}

// entrySize is what an entry takes beside its texts: two strings, a number and the room
// that a map keeps.
const entrySize = 64

// Clear forgets all tuples.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.tuples) > 0 {
		s.numbers, s.tuples, s.size = make(map[string]int32), nil, 0
	}
}

// findTuple returns the number of a packed tuple that is known. The caller holds the lock for
// reading.
func (s *Set) findTuple(packed []byte) (int32, bool) {
	n, found := s.numbers[string(packed)]
	return n, found
}

// addTuple returns the number of a packed tuple.
func (s *Set) addTuple(packed []byte) (int32, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, found := s.numbers[string(packed)]; found {
		return n, nil
	}
	s.size += int64(len(packed)) + entrySize
	if s.size > s.limit || len(s.tuples) >= math.MaxInt32 {
		return 0, ErrFull
	}
	n, kept := int32(len(s.tuples)), string(packed)
	s.tuples = append(s.tuples, kept)
	s.numbers[kept] = n
	return n, nil
}

// tupleOf returns the packed tuple with a number. The caller holds the lock for reading.
func (s *Set) tupleOf(n int64) (packed string, found bool) {
	if n < 0 || n >= int64(len(s.tuples)) {
		return "", false
	}
	return s.tuples[n], true
}

// appendText adds a text to a packed tuple: its length plus one, and itself.
func appendText(packed, text []byte) []byte {
	return append(binary.AppendUvarint(packed, uint64(len(text))+1), text...)
}

// appendNull adds a NULL to a packed tuple.
func appendNull(packed []byte) []byte { return append(packed, 0) }

// textAt returns the text at a place of a packed tuple, and whether it is there and not
// NULL.
func textAt(packed string, place int64) (text string, found bool) {
	for ; len(packed) > 0; place-- {
		length, width := readUvarint(packed)
		packed = packed[width:]
		text = ""
		if length > 0 {
			text, packed = packed[:length-1], packed[length-1:]
		}
		if place == 0 {
			return text, length > 0
		}
	}
	return "", false
}

// readUvarint does with a text what binary.Uvarint does with bytes.
func readUvarint(text string) (value uint64, width int) {
	for shift := 0; ; shift += 7 {
		c := text[width]
		width++
		value |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return value, width
		}
	}
}
