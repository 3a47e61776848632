package extract

import (
	"bytes"
	"hash/maphash"

	"github.com/trailq/trailq/internal/records"
)

// repeatedObjects remembers recent objects at one place of a record, and where
// in them the wanted values are. The events of one session have the same
// userIdentity: comparing it takes a fifth of the time of reading it.
type repeatedObjects struct {
	seed    maphash.Seed
	slots   []int // of the values inside
	objects [repeatedCount]repeatedObject
}

const (
	repeatedCount   = 64
	longestRepeated = 4 << 10 // bytes; longer objects are not remembered
)

type repeatedObject struct {
	raw   []byte         // a copy
	found []records.Span // in the order of slots; empty where there is no value
}

func newRepeatedObjects() *repeatedObjects { return &repeatedObjects{seed: maphash.MakeSeed()} }

// findEntry returns the entry in which an object is, if it is remembered at all.
func (r *repeatedObjects) findEntry(raw []byte) *repeatedObject {
	return &r.objects[maphash.Bytes(r.seed, raw)%repeatedCount]
}

// copyValues sets the values of the slots from raw if that is the object of the
// entry, and reports whether it is.
func (o *repeatedObject) copyValues(raw []byte, slots []int, values [][]byte) bool {
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

// setObject makes raw the object of the entry. Its values are parts of it, so
// that their capacity tells where they begin.
func (o *repeatedObject) setObject(raw []byte, slots []int, values [][]byte) {
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
