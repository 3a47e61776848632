// Package engine says what an engine is: something that answers statements in
// Athena's dialect over one table of logs, and tells what it read for them.
//
//	answer, err := e.Query(ctx, statement)
//	if err != nil {
//		return err
//	}
//	for row, err := range answer.Table.Rows {
//		…
//	}
//	return answer.Close()
//
// DuckDB over log files or Parquet is one (package duck). An engine elsewhere, such
// as Trino or Athena, gives the same answers and another account of them: it
// scans bytes of partitions, which can cost dollars, and knows nothing about
// damaged files or duplicates. The callers of this package need not know which
// one they have.
package engine

import (
	"context"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/table"
)

// Engine answers statements about logs, one at a time.
type Engine interface {
	// Query starts a statement and returns its answer, whose rows come while it
	// runs. The error is a [*dialect.Error] where the statement is at fault. When
	// ctx is done, the statement and its rows stop at once, here and where it runs.
	//
	// CREATE TABLE name AS SELECT keeps an answer for the statements that follow, as
	// long as the engine is open. An engine that must not write where the logs are
	// keeps it on this machine and runs the statements on it here.
	Query(ctx context.Context, statement dialect.Statement) (*Answer, error)
	// Reading returns the account of all statements so far, with the running one as
	// it stands. It can be called at any time, from any goroutine.
	Reading() Reading
	// ResetReading starts a new account for the statements that follow.
	ResetReading()
	// Close stops the statement that runs, if any, and lets go of everything.
	Close() error
}

// Exporter is an engine that writes the rows of a query to a Parquet file. The
// file is named when the engine is opened.
type Exporter interface {
	Engine
	// Export runs a query and writes its rows. The answer has one row, which counts
	// them.
	Export(ctx context.Context, statement dialect.Statement) (*Answer, error)
}

// Answer is the result of one statement. Range over Table.Rows once, or call Close.
type Answer struct {
	// Table is the answer. Times are text as Athena writes them, in UTC; arrays,
	// maps, structs and JSON are JSON. A value of Rows is good until the next row.
	Table *table.Table
	// Types are the engine's types of the columns, such as VARCHAR and BIGINT.
	Types []string
	// SQL is the statement in the engine's own words.
	SQL string
	// Names are the table names that were taken as the logs and that no earlier
	// statement had, as they are written. cloudtrail_logs is not among them.
	Names []string
	// CloudTrailLake says that the query was understood as CloudTrail Lake's.
	CloudTrailLake bool
	// Account returns the account of this answer so far; see [Answer.Reading].
	Account func() Reading
	// Stop ends the statement; see [Answer.Close].
	Stop func() error
}

// Reading returns the account of what was read for the answer so far. It can be
// called at any time, from any goroutine.
func (a *Answer) Reading() Reading { return a.Account() }

// Close stops the statement, if it still runs, and frees what it holds. Rows that
// have ended have done so already.
func (a *Answer) Close() error { return a.Stop() }

// Reading is the account of what an engine read.
type Reading struct {
	// Summary counts log files and records, for an engine that reads them itself. A
	// statement that names the logs twice reads them twice, and both are in it.
	Summary trailq.Summary
	// Passes is the number of times that the log files were read, or begun to be.
	Passes int
	// Scan says what a table elsewhere was asked for; nil for an engine that reads
	// log files itself. Where it is set the Summary says nothing, and nobody knows
	// whether files were damaged or events delivered twice.
	Scan *Scan
}

// Complete reports whether everything could be read, as far as the engine knows.
func (r Reading) Complete() bool { return r.Summary.Complete() }

// Scan is what an engine elsewhere scanned.
type Scan struct {
	Engine string `json:"engine"` // its name, for people
	// Planned says that nothing was scanned: the numbers are those of a dry run.
	Planned bool `json:"planned,omitempty"`
	// Partitions were scanned, of PartitionsInAll. Both are zero where nobody knows.
	Partitions      int64   `json:"partitions,omitempty"`
	PartitionsInAll int64   `json:"partitionsInAll,omitempty"`
	Bytes           int64   `json:"bytes"`
	Rows            int64   `json:"rows"` // that came back
	Dollars         float64 `json:"dollars"`
	// AtMost says that Bytes is a bound: not all columns of the files are needed.
	AtMost bool `json:"atMost,omitempty"`
	// Unknown says that nothing tells how many bytes would be scanned.
	Unknown bool `json:"unknown,omitempty"`
	// Reused says that an answer was that of an earlier run.
	Reused bool `json:"reused,omitempty"`
	// Done is the part of the running statement that has been done, from 0 to 1; 0
	// also where the engine does not say.
	Done float64 `json:"-"`
}
