package datafile

import (
	"time"

	"github.com/trailq/trailq"
)

// Kept is a record for a [Writer] to write.
type Kept struct {
	Log       *Log
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

// Log is a log file that records come from.
type Log struct {
	File string
	Path trailq.LogPath
}
