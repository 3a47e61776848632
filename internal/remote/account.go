package remote

import (
	"context"
	"fmt"
	"sync"

	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/table"
)

// ScanError means that a statement would scan, or has scanned, more than is allowed.
type ScanError struct {
	Bytes, Most int64
	// Stopped says that the statement ran, and was stopped.
	Stopped bool
}

func (e *ScanError) Error() string {
	if e.Stopped {
		return fmt.Sprintf("stopped: %s were scanned, and at most %s are allowed", humanize.Bytes(e.Bytes), humanize.Bytes(e.Most))
	}
	return fmt.Sprintf("the statement would scan %s, and at most %s are allowed", humanize.Bytes(e.Bytes), humanize.Bytes(e.Most))
}

// admit refuses a statement that would scan too much, or of which only an estimate is
// wanted.
func (e *Engine) admit(ctx context.Context, scan client.Scan) error {
	options := e.setup.Options
	if !options.DryRun && options.MaxScan == 0 {
		return nil
	}
	estimate, err := e.table.client.Estimate(ctx, scan)
	if err != nil {
		return err
	}
	e.mu.Lock()
	e.past.Partitions, e.past.PartitionsInAll = max(estimate.Partitions, 0), max(estimate.Of, 0)
	scanned := e.past.Bytes
	e.mu.Unlock()
	if options.DryRun {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.past.Bytes, e.past.AtMost, e.past.Unknown = max(estimate.Bytes, 0), estimate.AtMost, estimate.Bytes < 0
		e.past.Dollars = e.table.client.Tariff().Dollars(e.past.Bytes)
		return ErrDryRun
	}
	if bytes := scanned + estimate.Bytes; estimate.Bytes >= 0 && !estimate.AtMost && bytes > options.MaxScan {
		return &ScanError{Bytes: bytes, Most: options.MaxScan}
	}
	return nil
}

// start runs a statement, keeps its account, and stops it where it scans too much.
func (e *Engine) start(ctx context.Context, sql string) (*client.Result, func() error, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	e.mu.Lock()
	e.running = new(client.Progress)
	e.passes++
	e.mu.Unlock()
	result, err := e.table.client.Run(ctx, sql, func(p client.Progress) {
		if most := e.setup.Options.MaxScan; most > 0 && e.noteProgress(p) > most {
			cancel(&ScanError{Bytes: e.Reading().Scan.Bytes, Most: most, Stopped: true})
		} else {
			e.noteProgress(p)
		}
	})
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		e.endStatement()
		cancel(nil)
		return nil, nil, err
	}
	rows := result.Rows
	result.Rows = func(yield func([]table.Value, error) bool) {
		for values, err := range rows {
			if cause := context.Cause(ctx); cause != nil && err != nil {
				err = cause
			}
			e.countRow()
			if !yield(values, err) {
				return
			}
		}
	}
	var once sync.Once
	var failure error
	stop := func() error {
		once.Do(func() {
			failure = result.Stop()
			e.endStatement()
			cancel(nil)
		})
		return failure
	}
	e.mu.Lock()
	e.stop = stop
	e.mu.Unlock()
	return result, stop, nil
}

func (e *Engine) countRow() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.past.Rows++
}

// noteProgress keeps how far the running statement is, and returns the bytes that were
// scanned so far.
func (e *Engine) noteProgress(p client.Progress) int64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.running == nil {
		return 0
	}
	*e.running = p
	return e.past.Bytes + p.Bytes
}

// endStatement adds the statement that ran to the account.
func (e *Engine) endStatement() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.past = e.sumScan()
	e.past.Done = 0
	e.running, e.stop = nil, nil
}

// sumScan returns the account with the statement that runs.
func (e *Engine) sumScan() engine.Scan {
	sum := e.past
	if e.running != nil {
		sum.Bytes += e.running.Bytes
		sum.Dollars += e.table.client.Tariff().Dollars(e.running.Bytes)
		sum.Done = e.running.Done
		sum.Reused = sum.Reused || e.running.Reused
	}
	return sum
}

// Reading returns the account of all statements so far.
func (e *Engine) Reading() engine.Reading {
	e.mu.Lock()
	defer e.mu.Unlock()
	scan := e.sumScan()
	return engine.Reading{Scan: &scan, Passes: e.passes}
}

// ResetReading starts a new account for the statements that follow.
func (e *Engine) ResetReading() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.past = engine.Scan{Engine: e.past.Engine, Planned: e.past.Planned}
	e.passes = 0
}
