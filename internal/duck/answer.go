package duck

import (
	"errors"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/summary"
	"github.com/trailq/trailq/internal/table"
)

// ErrMemory is a query that fits neither into Options.Memory nor into what may be
// put aside.
var ErrMemory = errors.New("the query needs more memory, or more room to put things aside, than it may have")

// ErrSpill is that what does not fit into memory has no folder.
var ErrSpill = errors.New("folder for what does not fit into memory")

// ErrExport is that Options.ExportFile cannot be written.
var ErrExport = errors.New("writing the answer")

// Answer is the result of one statement. Its rows come while the query runs:
// range over Table.Rows once, or call Close.
type Answer struct {
	// Table is the answer. Times are text as Athena writes them, in UTC; arrays,
	// maps, structs and JSON are JSON. A value of Rows is good until the next row.
	Table *table.Table
	// Types are DuckDB's types of the columns, such as VARCHAR and BIGINT.
	Types []string
	// SQL is what DuckDB was given.
	SQL string
	// Names are the table names that were taken as the logs and that no earlier
	// statement had, as they are written. cloudtrail_logs is not among them.
	Names []string
	// Lake says that the query was understood as CloudTrail Lake's.
	Lake bool

	account *account
	close   func() error
}

// Summary is the account of what was read for the answer so far; it may be
// asked for at any time, from any goroutine. A query that names the logs twice
// reads them twice, and both readings are in it.
func (a *Answer) Summary() trailq.Summary { return a.account.summary() }

// Readings is how many times the logs have been read, or begun to be.
func (a *Answer) Readings() int { return a.account.readings() }

// Close stops the query, if it still runs, and frees what it holds. Rows that
// have ended have done so already.
func (a *Answer) Close() error { return a.close() }

// account adds up what the readings of one query have met. It is for any
// goroutine.
type account struct {
	warn func(error) // of Options, may be nil

	mu      sync.Mutex
	tallies []*trailq.Tally
	told    map[string]bool // errors by their text
	failure error           // the first that ended a reading
	parquet *trailq.Summary // of Parquet files, which are not read by a tally
}

// set is the account of Parquet files.
func (a *account) set(summary trailq.Summary) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.parquet = &summary
}

func newAccount(warn func(error)) *account {
	return &account{warn: warn, told: make(map[string]bool)}
}

// tally returns the tally for another reading.
func (a *account) tally() *trailq.Tally {
	t := new(trailq.Tally)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tallies = append(a.tallies, t)
	return t
}

// toldLimit is how many errors are remembered, so that those of a second
// reading are not told again. Beyond it they may be.
const toldLimit = 10000

// note tells of a file or record that could not be used.
func (a *account) note(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	text := err.Error()
	if a.told[text] {
		return
	}
	if len(a.told) < toldLimit {
		a.told[text] = true
	}
	if a.warn != nil {
		a.warn(err)
	}
}

// fail keeps the error that ended a reading: DuckDB would only keep its text.
func (a *account) fail(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.failure == nil {
		a.failure = err
	}
}

func (a *account) failed() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.failure
}

func (a *account) readings() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.tallies)
}

// summary is the sum of all readings.
func (a *account) summary() trailq.Summary {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.parquet != nil {
		return *a.parquet
	}
	var sum trailq.Summary
	for _, tally := range a.tallies {
		summary.Add(&sum, tally.Summary())
	}
	return sum
}
