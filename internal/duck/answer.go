package duck

import (
	"errors"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/summary"
)

// ErrMemory is a query that fits neither into Options.Memory nor into what may be
// put aside.
var ErrMemory = errors.New("the query needs more memory, or more room to put things aside, than it may have")

// ErrSpill is that what does not fit into memory has no folder.
var ErrSpill = errors.New("folder for what does not fit into memory")

// ErrExport is that Options.ExportFile cannot be written.
var ErrExport = errors.New("writing the answer")

// DB is an engine that can export.
var _ engine.Exporter = (*DB)(nil)

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

// reading is the account as engines give it.
func (a *account) reading() engine.Reading {
	return engine.Reading{Summary: a.summary(), Passes: a.readings()}
}
