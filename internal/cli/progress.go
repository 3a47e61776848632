package cli

import (
	"context"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/account"
)

// The progress line comes when a reading has taken a while, and changes at a pace that
// can be read.
const (
	progressDelay = 400 * time.Millisecond
	progressPace  = 200 * time.Millisecond
)

// canShowProgress reports whether standard error is a terminal that can show a line
// and take it away.
func (e *Environment) canShowProgress() bool {
	_, ok := e.terminal(e.Stderr)
	return ok && e.Getenv("TERM") != "dumb"
}

// watchProgress shows the progress line of a reading, if it looks ahead, until ctx is
// done or stop is called.
func (r *run) watchProgress(ctx context.Context) (stop func()) {
	if !r.LooksAhead() {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var showing sync.WaitGroup
	showing.Go(func() {
		r.drawProgress(ctx, func(elapsed time.Duration) string {
			progress := r.Progress()
			if scan := progress.Reading.Scan; scan != nil {
				return account.DescribeScanning(scan)
			}
			if progress.Reading.Summary.Files.Listed == 0 {
				return ""
			}
			return account.DescribeProgress(progress, elapsed)
		})
	})
	return func() {
		cancel()
		showing.Wait()
	}
}

// drawProgress draws the line that describe returns until ctx is done. Nothing is
// drawn while that is empty.
func (r *run) drawProgress(ctx context.Context, describe func(elapsed time.Duration) string) {
	tick := time.NewTicker(progressPace)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		elapsed := time.Since(r.started)
		if line := describe(elapsed); line != "" && elapsed >= progressDelay && ctx.Err() == nil {
			width, _ := r.env.terminal(r.env.Stderr)
			r.screen.Draw(cutLine(line, width))
		}
	}
}

// cutLine cuts a line of ASCII so that it does not wrap.
func cutLine(line string, width int) string {
	if width > 0 && len(line) >= width {
		return line[:width-1]
	}
	return line
}
