package trailq

import (
	"bytes"

	"github.com/trailq/trailq/internal/records"
)

// interner gives equal strings the same memory, which most values of a log
// can share.
type interner struct{ texts map[string]string } // only texts without escapes

// Bounds of what an interner keeps. A full interner is emptied.
const (
	maxInternedTexts = 1 << 13
	maxInternedBytes = 256
)

// internText returns the text of raw, reusing a string seen before if the text
// needs no unescaping.
func (i *interner) internText(raw []byte) string {
	if len(raw) < 2 || raw[0] != '"' {
		return records.Text(raw)
	}
	inner := raw[1 : len(raw)-1]
	if s, ok := i.texts[string(inner)]; ok {
		return s
	}
	if !records.IsPlain(inner) {
		return records.Text(raw)
	}
	s := string(inner)
	if len(s) <= maxInternedBytes {
		if i.texts == nil || len(i.texts) >= maxInternedTexts {
			i.texts = make(map[string]string)
		}
		i.texts[s] = s
	}
	return s
}

// valueCache keeps decoded values by their JSON, for events to share: the same
// caller comes again and again.
type valueCache[T any] struct{ values map[string]*T }

// Bounds of what a valueCache keeps. A full cache is emptied.
const (
	maxCachedValues = 1 << 10
	maxCachedBytes  = 4 << 10
)

// get returns the value that decode makes of raw. The cached value does not share
// memory with raw.
func (s *valueCache[T]) get(raw []byte, decode func(raw []byte) *T) *T {
	if len(raw) > maxCachedBytes {
		return decode(raw)
	}
	if value, ok := s.values[string(raw)]; ok {
		return value
	}
	if s.values == nil || len(s.values) >= maxCachedValues {
		s.values = make(map[string]*T)
	}
	value := decode(bytes.Clone(raw))
	s.values[string(raw)] = value
	return value
}
