package client

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/table"
)

// Client asks an engine elsewhere, one statement at a time.
type Client interface {
	// Name returns the engine's name, for people.
	Name() string
	// Describe returns a table with its columns, in Trino's types, and its partition
	// keys. The error is ErrNoTable where there is none.
	Describe(ctx context.Context, name catalog.Name) (*catalog.Table, error)
	// Estimate returns what a scan of a table's partitions reads, without reading it.
	Estimate(ctx context.Context, scan Scan) (Estimate, error)
	// Run starts a statement in the engine's own words, and calls watch with its progress
	// until its rows have ended or are closed, from one goroutine at a time. When ctx is
	// done, the statement stops where it runs.
	Run(ctx context.Context, sql string, watch func(Progress)) (*Result, error)
	// Tariff returns what scanning costs.
	Tariff() Tariff
	// Close lets go of everything.
	Close() error
}

// ErrNoTable means that there is no table of that name.
var ErrNoTable = errors.New("there is no such table")

// Scan is what a statement reads.
type Scan struct {
	Table *catalog.Table
	// Partitions are conditions on the table's own columns.
	Partitions []string
	// SQL is the whole statement.
	SQL string
}

// Estimate is what a scan would read. A number below zero is not known.
type Estimate struct {
	Partitions int64 // that are read
	Of         int64 // all that the table has
	Bytes      int64
	// AtMost says that fewer bytes can be read: not all columns are needed.
	AtMost bool
}

// Tariff is what scanning costs. The zero value is for an engine that charges nothing
// by the byte.
type Tariff struct {
	DollarsPerTB float64
	LeastBytes   int64 // charged for a statement that scans any
}

// Dollars returns the price of a statement that scanned bytes.
func (t Tariff) Dollars(bytes int64) float64 {
	if bytes > 0 {
		bytes = max(bytes, t.LeastBytes)
	}
	return float64(bytes) / 1e12 * t.DollarsPerTB
}

// Result is the answer to a statement that runs.
type Result struct {
	Columns []Column
	// Rows yields the rows, once. A row is good until the next one.
	Rows iter.Seq2[[]table.Value, error]
	// Stop ends the statement where it runs, and frees what it holds. A second call does
	// nothing.
	Stop func() error
}

// Column is a column of a result, with its type as Trino writes it.
type Column struct{ Name, Type string }

// Progress is how far a statement is.
type Progress struct {
	Bytes int64   // that were scanned
	Done  float64 // from 0 to 1
	// Reused says that the answer is that of an earlier run: nothing was scanned.
	Reused bool
}

// Options are what users can choose for engines elsewhere. The zero value is usual.
type Options struct {
	// Reuse is how old an answer to the same statement can be that is given again; zero
	// asks for none.
	Reuse time.Duration
	// Results is the address in S3 where the engine keeps its answers; empty is its own
	// choice.
	Results string
	// Getenv looks up a variable of the environment.
	Getenv func(name string) string
	// Profile, Region and EndpointURL say how to reach AWS; empty is AWS's own
	// configuration.
	Profile, Region, EndpointURL string
}

// Error is a failure of an engine elsewhere, with what can be done about it.
type Error struct {
	Engine string
	Err    error
	Hint   string // can be empty
	// AtFault says that the statement or a word is wrong, rather than the engine.
	AtFault bool
	// Line and Column are the place of a mistake in the statement as it was sent, from 1;
	// zero where it is not known.
	Line, Column int
}

// Error returns the message, without the hint.
func (e *Error) Error() string { return e.Engine + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
