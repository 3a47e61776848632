package cli

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/account"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/humanize"
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
			return describeProgress(progress, elapsed)
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
			r.screen.draw(cutLine(line, width))
		}
	}
}

// describeProgress returns the progress line:
//
//	120 of 500 files, 45 MB of 185 MB, 410,000 events/s, 12s left
//
// where a + follows numbers that can still grow.
func describeProgress(p ask.Progress, elapsed time.Duration) string {
	more := "+"
	if p.AllListed {
		more = ""
	}
	s := p.Reading.Summary
	parts := []string{
		fmt.Sprintf("%s of %s files%s", humanize.Thousands(int64(s.Files.Read+s.Files.Failed)), humanize.Thousands(int64(p.Files)), more),
		humanize.Bytes(s.StoredBytes),
	}
	if p.Bytes > 0 {
		parts[1] += fmt.Sprintf(" of %s%s", humanize.Bytes(p.Bytes), more)
	}
	parts = append(parts, humanize.Thousands(int64(float64(s.Records.Read)/elapsed.Seconds()))+" events/s")
	if left, known := estimateTimeLeft(p, elapsed); known {
		parts = append(parts, left.Round(time.Second).String()+" left")
	}
	return strings.Join(parts, ", ")
}

// estimateTimeLeft estimates by the bytes, when all files are listed and their sizes
// known.
func estimateTimeLeft(p ask.Progress, elapsed time.Duration) (time.Duration, bool) {
	stored := p.Reading.Summary.StoredBytes
	rest := p.Bytes - stored
	if !p.AllListed || stored == 0 || rest <= 0 {
		return 0, false
	}
	left := float64(elapsed) * float64(rest) / float64(stored)
	return time.Duration(left), left < float64(100*time.Hour)
}

// cutLine cuts a line of ASCII so that it does not wrap.
func cutLine(line string, width int) string {
	if width > 0 && len(line) >= width {
		return line[:width-1]
	}
	return line
}
