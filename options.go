package trailq

import (
	"runtime"

	"github.com/trailq/trailq/internal/eventid"
)

// Options say how to read. The zero value reads everything.
type Options struct {
	// Filter chooses events.
	Filter Filter
	// Fields are the fields of Event to decode, under CloudTrail's names, such as
	// "eventName" and "userIdentity"; empty means all. Decoding a few fields is much
	// faster. Raw, File and Record are always set.
	Fields []string
	// Reuse lets events share memory, which makes a count a third faster: an event
	// and its raw fields are then valid only until the loop's next iteration. Strings
	// and times copied from it stay valid, and so does a Clone.
	Reuse bool
	// Duplicates says what to do with an event whose eventID was read before.
	Duplicates Duplicates
	// SpillFolder is a folder for the eventIDs by which duplicates are told, which can be
	// too many for the memory: some 22 bytes each, in a file that is removed at the end.
	// If it is empty, they stay in memory.
	SpillFolder string
	// Workers is how many files are read at a time. Zero is the number of CPUs;
	// sources that wait for a network are faster with more.
	Workers int
	// Limits bounds the memory and work that one file can cause.
	Limits Limits
	// Tally, if not nil, counts what was read.
	Tally *Tally
}

// Duplicates says what to do with duplicate deliveries: CloudTrail delivers every
// event at least once.
type Duplicates int

const (
	// KeepDuplicates yields every event and does not look for duplicates.
	KeepDuplicates Duplicates = iota
	// CountDuplicates yields every event and counts, in Records.DuplicatesKept, the
	// events whose eventID was among the last million or more. Duplicates are
	// delivered close together, so in practice the count is exact. It takes at most
	// about 54 MB.
	CountDuplicates
	// MarkDuplicates yields every event, and [Record.Repeated] tells those whose eventID
	// was read before. It is exact, counts them, and takes up to 34 bytes per event, or 8
	// with Options.SpillFolder.
	MarkDuplicates
	// DropDuplicates yields each eventID once, and every event without an eventID.
	// It is exact and takes as much memory as MarkDuplicates.
	DropDuplicates
)

// Limits bounds the memory and work that one file can cause. A zero field means
// its default.
type Limits struct {
	// Record is the size in bytes of the largest record that is read, 16 MiB by
	// default. CloudTrail's own limit is 256 KB, and 1 MB for enriched events.
	Record int
	// Expansion is how many bytes a stored byte can decompress to, on average, once
	// the content exceeds 64 MiB. The default is 400: logs reach about 40, gzip 1,032.
	Expansion int
}

func (o *Options) workerCount() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// decodedFields returns the fields to decode: Fields, and eventID if duplicates are
// looked for.
func (o *Options) decodedFields() []string {
	if len(o.Fields) == 0 || o.Duplicates == KeepDuplicates {
		return o.Fields
	}
	return append([]string{"eventID"}, o.Fields...)
}

// newSeenIDs returns what finds duplicates, nil if nobody looks for them.
func (o *Options) newSeenIDs() *eventid.Set {
	switch o.Duplicates {
	case CountDuplicates:
		return eventid.NewSet(eventid.Recent, "")
	case MarkDuplicates, DropDuplicates:
		return eventid.NewSet(eventid.Exact, o.SpillFolder)
	}
	return nil
}
