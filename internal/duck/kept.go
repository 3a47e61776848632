package duck

import (
	"cmp"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
)

// Kept is a record for a [Writer] to write.
type Kept struct {
	Log       *KeptLog
	Number    int       // in its log file, from 1
	EventTime time.Time // zero where it is no time
	Raw       []byte
	// Name and Caller sort similar records next to each other: the beginning of
	// eventName, and a checksum of userIdentity.
	Name   uint64
	Caller uint32
	// Alone says that the record tells of a call which no other event tells of, as
	// package overlap counts them.
	Alone bool
}

// KeptLog is a log file that records come from.
type KeptLog struct {
	File string
	Path trailq.LogPath
}

// keptRecord holds the record that a Kept becomes again.
type keptRecord struct{ record trailq.Record }

func (r *keptRecord) fromKept(kept *Kept) *trailq.Record {
	r.record.Reset(kept.Log.File, kept.Log.Path, kept.Number, kept.Raw)
	return &r.record
}

// WriterOptions say how a [Writer] works. The zero value writes whole records.
type WriterOptions struct {
	// NoRecord leaves out the record's JSON.
	NoRecord bool
	// Derived are the columns of package derived that are written.
	Derived []derived.Column
	// Memory limits DuckDB, in bytes. Zero is 384 MiB.
	Memory int64
	// SpillFolder is the folder in which a temporary one is made for data that
	// exceeds memory; empty is the system's folder for temporary files.
	SpillFolder string
	// SpillLimit limits that data, in bytes. Zero is as in [Options].
	SpillLimit int64
}

func (o *WriterOptions) memoryLimit() int64 { return cmp.Or(o.Memory, 384<<20) }
