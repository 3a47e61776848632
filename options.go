package trailq

import "runtime"

// Options say how to read. The zero value reads everything.
type Options struct {
	// Filter chooses events.
	Filter Filter
	// Fields are the fields of Event to decode, under CloudTrail's names, such as
	// "eventName" and "userIdentity"; none is all. Decoding few is much faster.
	// Raw, File and Record are always there.
	Fields []string
	// Reuse lets events share memory, which takes a third off the time of a
	// count: an event and its raw fields are then good only until the loop's next
	// turn. Strings and times taken out of it stay good, and so does a Clone.
	Reuse bool
	// Duplicates says what to do with an event whose eventID came before.
	Duplicates Duplicates
	// Workers is how many files are read at a time. Zero is the number of CPUs;
	// a source that waits for a network wants more.
	Workers int
	// Limits bounds what one file may make the reader do.
	Limits Limits
	// Tally keeps the account of the reading, if not nil.
	Tally *Tally
}

// Duplicates is what to do with events that come twice: CloudTrail delivers at
// least once.
type Duplicates int

const (
	// KeepDuplicates yields every event and does not look for duplicates.
	KeepDuplicates Duplicates = iota
	// CountDuplicates yields every event and counts in Records.Repeated those
	// whose eventID was among the last million or more. Duplicates come close to
	// one another, so that the count is exact in practice; memory is bounded by
	// some 100 MB.
	CountDuplicates
	// DropDuplicates yields each eventID once, and an event without one always.
	// It is exact and takes about 40 bytes an event.
	DropDuplicates
)

// Limits bounds what one file may make the reader do. A zero field means its
// default.
type Limits struct {
	// Record is the size in bytes of the largest record that is read, 16 MiB by
	// default. CloudTrail's own limit is 256 KB, and 1 MB for enriched events.
	Record int
	// Expansion is how many bytes a stored byte may decompress to, once there are
	// more than 64 MiB of them. 400 by default: logs reach about 40, gzip 1,032.
	Expansion int
}

func (o *Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// fields are the fields to decode: those asked for, and what the options need.
func (o *Options) fields() []string {
	if len(o.Fields) == 0 || o.Duplicates == KeepDuplicates {
		return o.Fields
	}
	return append([]string{"eventID"}, o.Fields...)
}
