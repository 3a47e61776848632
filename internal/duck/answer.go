package duck

import (
	"errors"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/summary"
)

// ErrMemory means that a query fits neither into Options.Memory nor, beyond that,
// into Options.SpillLimit.
var ErrMemory = errors.New("the query needs more memory, or more room on the disk, than it can have")

// ErrSpill means that no folder can be made for data that exceeds memory.
var ErrSpill = errors.New("folder for data that exceeds memory")

// ErrExport means that Options.ExportFile cannot be written.
var ErrExport = errors.New("writing the answer")

// LoadedColumn is a column of a table that [DB.Load] makes, with its type in DuckDB's
// words.
type LoadedColumn struct{ Name, Type string }

// DB is an engine that can export.
var _ engine.Exporter = (*DB)(nil)

// queryTally adds up the readings of one query. It is safe for any goroutine.
type queryTally struct {
	warn func(error) // of Options; can be nil

	mu      sync.Mutex
	tallies []*trailq.Tally
	told    map[string]bool // errors that were reported, by their text
	failure error           // the first that ended a reading
	parquet *trailq.Summary // of Parquet files, which are not read by a tally
}

// setSummary sets the account of Parquet files.
func (a *queryTally) setSummary(summary trailq.Summary) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.parquet = &summary
}

func newQueryTally(warn func(error)) *queryTally {
	return &queryTally{warn: warn, told: make(map[string]bool)}
}

// addReading returns the tally for one more reading.
func (a *queryTally) addReading() *trailq.Tally {
	t := new(trailq.Tally)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tallies = append(a.tallies, t)
	return t
}

// toldLimit is how many errors are remembered, so that a second reading does not
// report them again. Beyond that number it can.
const toldLimit = 10000

// reportError reports a file or record that could not be used, once.
func (a *queryTally) reportError(err error) {
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

// keepFailure keeps the error that ended a reading: DuckDB keeps only its text.
func (a *queryTally) keepFailure(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.failure == nil {
		a.failure = err
	}
}

func (a *queryTally) firstFailure() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.failure
}

func (a *queryTally) countReadings() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.tallies)
}

// sumReadings returns the sum of all readings.
func (a *queryTally) sumReadings() trailq.Summary {
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

// engineReading returns the account as engines give it.
func (a *queryTally) engineReading() engine.Reading {
	return engine.Reading{Summary: a.sumReadings(), Passes: a.countReadings()}
}
