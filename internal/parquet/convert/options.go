package convert

import (
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// Options say how to convert. The zero value converts every event, whole.
type Options struct {
	// Read says how to read the logs. The window can differ from one conversion
	// into a folder to the next, other filters cannot. With DropDuplicates, an
	// event whose eventID is in the folder already is left out, too; it takes no
	// memory for events, but reads the folder's eventIDs for every commit. Fields,
	// Reuse and Tally do not matter: see Summary.
	Read trailq.Options
	// NoRecord leaves out the records' JSON, which is half of a folder.
	NoRecord bool
	// Store keeps the folder; nil is for a folder of this machine.
	Store layout.Store
	// Threads is how many threads write. Zero is the number of CPUs.
	Threads int
	// Memory bounds in bytes the records that are in memory to be written. Each of
	// Threads gathers its share of them and then writes these while the others read
	// on, so that smaller shares make more and smaller files; with DropDuplicates
	// all is gathered first, and nobody reads meanwhile. Zero is 64 MiB; the
	// columns that are being written take about as much.
	Memory int64
	// Verify compares the hashes of all Parquet files in the folder with those that
	// were written down, before anything is added. A file that differs is made again,
	// as one is that is missing or has another size.
	Verify bool
	// Commit bounds what is added at a time.
	Commit CommitLimits
	// SpillFolder is for what the engine puts aside; empty is the system's folder
	// for temporary files.
	SpillFolder string
	// Warn is told of every file and record that could not be used, by a
	// [*trailq.FileError]. It is not called by two goroutines at a time.
	Warn func(error)
}

// CommitLimits bound the log files of a commit. A zero field means its default.
type CommitLimits struct {
	Files int   // 20,000 by default
	Bytes int64 // as stored, 64 MiB by default
	// First bounds how long log files are listed and read for the first commit, so that
	// a conversion that is killed soon has something; 1 s by default. It does not cut
	// what is small anyway, nor a single log file.
	First time.Duration
}
