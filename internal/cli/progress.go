package cli

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/humanize"
)

// The progress line comes when a reading has taken a while, and changes at a
// pace that can be read.
const (
	progressDelay = 400 * time.Millisecond
	progressPace  = 200 * time.Millisecond
)

// canShowProgress reports whether standard error is a terminal that can show a
// line and take it away.
func (s *session) canShowProgress() bool {
	_, ok := s.env.terminal(s.env.Stderr)
	return ok && s.env.Getenv("TERM") != "dumb"
}

// lookAhead makes the source say how much there is, if that can be shown. It
// must come before the source is used.
func (s *session) lookAhead() {
	if s.canShowProgress() && s.parquet == nil {
		s.ahead = &lookahead{Source: s.source}
		s.source = s.ahead
	}
}

// watch shows the progress line, if the source looks ahead, until ctx is done or
// what it returns is called.
func (s *session) watch(ctx context.Context) (stop func()) {
	if s.ahead == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var showing sync.WaitGroup
	showing.Go(func() { s.showProgress(ctx, s.ahead) })
	return func() {
		cancel()
		showing.Wait()
	}
}

// showProgress draws the progress line of a reading until ctx is done.
func (s *session) showProgress(ctx context.Context, source *lookahead) {
	s.drawProgress(ctx, func(elapsed time.Duration) string {
		summary := s.read()
		if summary.Files.Listed == 0 {
			return ""
		}
		return describeProgress(summary, source.total(), elapsed)
	})
}

// drawProgress draws what describe says until ctx is done. Nothing is drawn while
// it says nothing.
func (s *session) drawProgress(ctx context.Context, describe func(elapsed time.Duration) string) {
	tick := time.NewTicker(progressPace)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		elapsed := time.Since(s.started)
		if line := describe(elapsed); line != "" && elapsed >= progressDelay && ctx.Err() == nil {
			width, _ := s.env.terminal(s.env.Stderr)
			s.screen.draw(fit(line, width))
		}
	}
}

// describeProgress is the progress line:
//
//	120 of 500 files, 45 MB of 185 MB, 410,000 events/s, 12s left
//
// where a + stands behind numbers that may still grow.
func describeProgress(s trailq.Summary, all total, elapsed time.Duration) string {
	more := "+"
	if all.all {
		more = ""
	}
	parts := []string{
		fmt.Sprintf("%s of %s files%s", humanize.Thousands(int64(s.Files.Read+s.Files.Failed)), humanize.Thousands(int64(all.files)), more),
		humanize.Bytes(s.StoredBytes),
	}
	if all.bytes > 0 {
		parts[1] += fmt.Sprintf(" of %s%s", humanize.Bytes(all.bytes), more)
	}
	parts = append(parts, humanize.Thousands(int64(float64(s.Records.Read)/elapsed.Seconds()))+" events/s")
	if left, known := timeLeft(s, all, elapsed); known {
		parts = append(parts, left.Round(time.Second).String()+" left")
	}
	return strings.Join(parts, ", ")
}

// timeLeft goes by the bytes, when all files are listed and their sizes known.
func timeLeft(s trailq.Summary, all total, elapsed time.Duration) (time.Duration, bool) {
	rest := all.bytes - s.StoredBytes
	if !all.all || s.StoredBytes == 0 || rest <= 0 {
		return 0, false
	}
	left := float64(elapsed) * float64(rest) / float64(s.StoredBytes)
	return time.Duration(left), left < float64(100*time.Hour)
}

// fit cuts a line of ASCII so that it does not wrap.
func fit(line string, width int) string {
	if width > 0 && len(line) >= width {
		return line[:width-1]
	}
	return line
}
