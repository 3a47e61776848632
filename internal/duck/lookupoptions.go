package duck

import (
	"cmp"

	"github.com/trailq/trailq/internal/derived"
)

// LookupOptions say how a [Lookup] works.
type LookupOptions struct {
	// Derived are the columns that it derives.
	Derived []derived.Column
	// Memory limits DuckDB, in bytes. Zero is 384 MiB.
	Memory int64
	// SpillFolder is the folder in which a temporary one is made for data that
	// exceeds memory; empty is the system's folder for temporary files.
	SpillFolder string
	// SpillLimit limits that data, in bytes. Zero is as in [Options].
	SpillLimit int64
}

func (o *LookupOptions) memoryLimit() int64 { return cmp.Or(o.Memory, 384<<20) }
