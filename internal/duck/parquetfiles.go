package duck

import (
	"context"
	"errors"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// ParquetFiles are logs as Parquet files, with the columns of
// schema.ParquetColumns.
type ParquetFiles interface {
	// Allowed returns the files and folders that DuckDB can open, and nothing else. It
	// is called before DuckDB is locked.
	Allowed() (files, folders []string)
	// Select returns the files, on this machine, that can hold events within the
	// bounds, and an account of the others. Each [*trailq.FileError] is passed to warn
	// and is part of the account.
	Select(ctx context.Context, bounds dialect.Bounds, warn func(error)) (ParquetSelection, error)
}

// ParquetSelection lists the files for a query.
type ParquetSelection struct {
	Files   []ParquetFile
	Summary trailq.FileSummary
	// Rejected is the number of records that are in no file because they were
	// rejected.
	Rejected int64
}

// ParquetFile is a Parquet file.
type ParquetFile struct {
	Path string // on this machine
	Name string // for messages
	Size int64
	Rows int64 // negative where only opening the file would tell
	// Derived is how many of the columns of package derived it has, the first ones.
	Derived int
	// Alone says that none of its events tells of a call that another event tells of.
	Alone bool
	// Check, if not nil, reads the file and returns an error if it is damaged. It is
	// called when a query has failed.
	Check func() error
}

// ErrCutShort means that a Parquet file turned out to be damaged after rows of the
// answer had been read: those are right, and others are missing.
var ErrCutShort = errors.New("the answer ends here, since a Parquet file is damaged")

// ErrNoRecord means that a query needs the records' JSON where it was left out.
var ErrNoRecord = errors.New("the records are not in this folder: it was converted with --no-record")

// RecordOrder is the order of records.
type RecordOrder int

// The orders of records. Those of one time are in the order of files and records, or
// the other way round.
const (
	FileOrder   RecordOrder = iota // that of the log files and their records
	OldestFirst                    // that of eventTime
	NewestFirst
)

// sql returns what to write after ORDER BY.
func (o RecordOrder) sql() string {
	switch o {
	case OldestFirst:
		return "event_time NULLS FIRST, log_file, log_record"
	case NewestFirst:
		return "event_time DESC NULLS LAST, log_file DESC, log_record DESC"
	}
	return "log_file, log_record"
}
