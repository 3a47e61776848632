package trailq

import "bytes"

// interner gives equal strings the same memory, which most values of a log
// can share.
type interner struct{ known map[string]string } // only plain text, as it stands in quotes

// Bounds of what an interner keeps. When it is full it begins anew.
const (
	internedStrings = 1 << 13
	internedSize    = 256
)

// text is what textBytes gives. What is known to be plain needs no other look.
func (i *interner) text(raw []byte) string {
	if len(raw) < 2 || raw[0] != '"' {
		return text(raw)
	}
	inner := raw[1 : len(raw)-1]
	if s, ok := i.known[string(inner)]; ok {
		return s
	}
	if !isPlain(inner) {
		return text(raw)
	}
	s := string(inner)
	if len(s) <= internedSize {
		if i.known == nil || len(i.known) >= internedStrings {
			i.known = make(map[string]string)
		}
		i.known[s] = s
	}
	return s
}

// shared keeps what was decoded from the JSON that it knows, for events to
// share: the same caller comes again and again.
type shared[T any] struct{ known map[string]*T }

// Bounds of what a shared keeps. When it is full it begins anew.
const (
	sharedValues = 1 << 10
	sharedSize   = 4 << 10
)

// of returns what decode makes of raw. What it keeps has memory of its own.
func (s *shared[T]) of(raw []byte, decode func(raw []byte) *T) *T {
	if len(raw) > sharedSize {
		return decode(raw)
	}
	if value, ok := s.known[string(raw)]; ok {
		return value
	}
	if s.known == nil || len(s.known) >= sharedValues {
		s.known = make(map[string]*T)
	}
	value := decode(bytes.Clone(raw))
	s.known[string(raw)] = value
	return value
}
