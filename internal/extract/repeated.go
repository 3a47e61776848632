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
	looked  int   // how often, since the last count of what was found
	found   int   // how often it was there
	ignored int   // how many objects are yet to be read without a look
	slots   []int // of the values inside
	objects [repeatedCount]repeatedObject
}

const (
	repeatedCount   = 64
	longestRepeated = 4 << 10 // bytes; longer objects are not remembered

	// Of so many objects that are looked for, at least one in so many must be there,
	// or the next ones are not remembered: where thousands of sessions are busy at a
	// time, hashing and copying their identities is for nothing.
	trialLength  = 1 << 10
	leastFound   = trialLength / 8
	ignoredCount = 1 << 15
)

type repeatedObject struct {
	raw   []byte         // a copy
	found []records.Span // in the order of slots; empty where there is no value
}

func newRepeatedObjects() *repeatedObjects { return &repeatedObjects{seed: maphash.MakeSeed()} }

// findEntry returns the entry in which an object is, if it is remembered at all; nil
// while objects are not remembered, since they hardly came again.
func (r *repeatedObjects) findEntry(raw []byte) *repeatedObject {
	if r.ignored > 0 {
		r.ignored--
		return nil
	}
	if r.looked == trialLength {
		if r.found < leastFound {
			r.ignored = ignoredCount
		}
		r.looked, r.found = 0, 0
	}
	r.looked++
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
