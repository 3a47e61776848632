package bound

import (
	"bytes"
	"os"
	"strconv"
)

const (
	freeMargin = 150 << 20 // beyond twice DuckDB's limit, for the rest of the process
	lastMargin = 230 << 20 // and for a query that is being stopped
)

// Memory says how much memory there is, in bytes.
type Memory struct {
	Limit int64 // DuckDB's
	Stop  int64 // of the process: more stops the query
	Abort int64 // of the process: more ends it
}

// New returns the bounds for the limit that the user named, or else for the
// memory that the process can have. Of that DuckDB gets 60 %; its own default is 80 %.
// A process that has taken 85 % would soon be ended by the system, without a word.
// What the process has taken before, such as the tables of a web page, does not count
// against a limit that is named for one engine.
func New(named, available, taken int64) Memory {
	if named > 0 {
		before := max(0, taken-freeMargin)
		return Memory{Limit: named, Stop: before + 2*named + freeMargin, Abort: before + 2*named + lastMargin}
	}
	return Memory{Limit: available / 100 * 60, Stop: available / 100 * 85, Abort: available / 100 * 95}
}

// ShareLimit returns the bounds for an engine that gets a part of the memory. Those of the
// process stay.
func (m Memory) ShareLimit(share float64) Memory {
	if share > 0 {
		m.Limit = int64(float64(m.Limit) * share)
	}
	return m
}

// Resident returns the memory of the process in bytes, zero where the system
// does not tell.
func Resident() int64 {
	content, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(content)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
