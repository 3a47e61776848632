package duck

import (
	"cmp"
	"time"

	"github.com/trailq/trailq"
)

// Kept is a record that a [Writer] is to write.
type Kept struct {
	Log       *KeptLog
	Number    int       // in its log file, from 1
	EventTime time.Time // zero where it is no time
	Raw       []byte
	// Name and Caller are for an order in which like records stand together: the
	// beginning of eventName, and a checksum of userIdentity.
	Name   uint64
	Caller uint32
}

// KeptLog is a log file that records come from.
type KeptLog struct {
	File string
	Path trailq.LogPath
}

// keptRecord is where a kept record becomes one again.
type keptRecord struct{ record trailq.Record }

func (r *keptRecord) of(kept *Kept) *trailq.Record {
	r.record.Reset(kept.Log.File, kept.Log.Path, kept.Number, kept.Raw)
	return &r.record
}

// WriterOptions say how a [Writer] works. The zero value writes whole records.
type WriterOptions struct {
	// NoRecord leaves out the record's JSON.
	NoRecord bool
	// Memory is what DuckDB may use, in bytes. Zero is 384 MiB.
	Memory int64
	// SpillFolder is where a folder is made for what does not fit; empty is the
	// system's folder for temporary files.
	SpillFolder string
}

func (o *WriterOptions) memory() int64 { return cmp.Or(o.Memory, 384<<20) }
