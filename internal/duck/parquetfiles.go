package duck

import (
	"context"
	"errors"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// ParquetFiles are logs as Parquet files, with the columns of
// dialect.ParquetColumns.
type ParquetFiles interface {
	// Allowed are the files, and the folders, that DuckDB may read from, and nothing
	// else. They are known before DuckDB is locked.
	Allowed() (files, folders []string)
	// Select returns the files, on this machine, that may hold events within the
	// bounds, and what became of the others. A [*trailq.FileError] is given to warn
	// and is part of the account.
	Select(ctx context.Context, bounds dialect.Bounds, warn func(error)) (ParquetSelection, error)
}

// ParquetSelection is the files for a query.
type ParquetSelection struct {
	Files   []ParquetFile
	Summary trailq.FileSummary
	// Rejected is how many records of the logs are in no file, as they were rejected.
	Rejected int64
}

// ParquetFile is a Parquet file.
type ParquetFile struct {
	Path string // on this machine
	Name string // for messages
	Size int64
	Rows int64 // negative where nobody knows without opening it
}

// ErrNoRecord says that the records' JSON is asked for where it was left out.
var ErrNoRecord = errors.New("the records are not in this folder: it was converted with --no-record")
