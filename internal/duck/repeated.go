package duck

import (
	"bytes"
	"hash/maphash"

	"github.com/trailq/trailq/internal/records"
)

// repeated knows objects that came before at one place of a record, and where in
// them the values are that are wanted. Events of one session have the same
// userIdentity: to compare it takes a fifth of the time of reading it.
type repeated struct {
	seed    maphash.Seed
	slots   []int // of the extractor's values that are inside
	objects [repeatedObjects]repeatedObject
}

const (
	repeatedObjects = 64
	repeatedLongest = 4 << 10 // bytes; longer objects are not kept
)

type repeatedObject struct {
	raw   []byte         // a copy
	found []records.Span // by the places of slots; empty where there is no value
}

func newRepeated() *repeated { return &repeated{seed: maphash.MakeSeed()} }

// of returns where an object is known, if it is.
func (r *repeated) of(raw []byte) *repeatedObject {
	return &r.objects[maphash.Bytes(r.seed, raw)%repeatedObjects]
}

// read fills the values of the slots from the object in raw if it is the known
// one, and reports whether it is.
func (o *repeatedObject) read(raw []byte, slots []int, values [][]byte) bool {
	if !bytes.Equal(o.raw, raw) {
		return false
	}
	for i, slot := range slots {
		if span := o.found[i]; span.End > 0 {
			values[slot] = raw[span.Start:span.End]
		}
	}
	return true
}

// keep notes the object in raw, whose values have been found: they are parts of
// it, so that their capacity tells where they begin.
func (o *repeatedObject) keep(raw []byte, slots []int, values [][]byte) {
	o.raw = append(o.raw[:0], raw...)
	o.found = o.found[:0]
	for _, slot := range slots {
		span := records.Span{}
		if value := values[slot]; value != nil {
			span.Start = cap(raw) - cap(value)
			span.End = span.Start + len(value)
		}
		o.found = append(o.found, span)
	}
}
