package mirror

import (
	"fmt"
	"maps"
	"sync"

	"github.com/trailq/trailq"
)

// Summary counts what became of every file that was listed. It adds up, also while
// the copying goes on:
//
//	Listed = Copied + Unchanged + Refused + Failed + all of Skipped + Pending
type Summary struct {
	Listed int `json:"listed"`
	// DryRun says that nothing was changed: see Options.
	DryRun bool `json:"dryRun,omitempty"`
	// AllListed says that no more will come.
	AllListed bool `json:"allListed"`
	// Copied files were fetched and put in place, or would be by a dry run;
	// Replaced ones, which are among them, had a file in their place.
	Copied   int `json:"copied"`
	Replaced int `json:"replaced"`
	// Unchanged files are there already.
	Unchanged int `json:"unchanged"`
	// Refused files can have no place: see [Refusal].
	Refused int `json:"refused"`
	// Failed files could not be fetched or written.
	Failed int `json:"failed"`
	// Skipped files were not asked for.
	Skipped map[trailq.SkipReason]int `json:"skipped,omitempty"`
	// Pending files are still to be compared or fetched.
	Pending int `json:"pending"`
	// Unlisted counts the parts of the source that could not be listed.
	Unlisted int `json:"unlisted"`

	// WantedBytes is the size of what is to be fetched, as far as known;
	// FetchedBytes is what of it has come, and of files that then failed.
	WantedBytes  int64 `json:"wantedBytes"`
	FetchedBytes int64 `json:"fetchedBytes"`

	// Verified copies have the MD5 or another checksum of the original;
	// Unverifiable ones have their size, and there is nothing to compare more.
	// Without Options.Verify both are 0.
	Verified     int `json:"verified"`
	Unverifiable int `json:"unverifiable"`
}

// Complete reports whether the folder now has everything that was asked for.
func (s Summary) Complete() bool { return s.Refused == 0 && s.Failed == 0 && s.Unlisted == 0 }

// Reconcile returns an error if the tally does not add up, which would be a bug in
// this package.
func (s Summary) Reconcile() error {
	sum := s.Copied + s.Unchanged + s.Refused + s.Failed + s.Pending
	for _, n := range s.Skipped {
		sum += n
	}
	if s.Listed != sum {
		return fmt.Errorf("%d files listed, %d accounted for", s.Listed, sum)
	}
	return nil
}

// Tally counts during a run. Its Summary can be called at any time, from any goroutine.
// The zero value is ready; one Tally is for one run.
type Tally struct {
	mu      sync.Mutex
	summary Summary
}

// Summary returns the counts as they stand.
func (t *Tally) Summary() Summary {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.summary
	s.Skipped = maps.Clone(s.Skipped)
	return s
}

// changeSummary calls f with the summary to change.
func (t *Tally) changeSummary(f func(s *Summary)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f(&t.summary)
}

func (s *Summary) addSkipped(reason trailq.SkipReason, n int) {
	if s.Skipped == nil {
		s.Skipped = make(map[trailq.SkipReason]int)
	}
	s.Skipped[reason] += n
}

// stopPending counts the pending files as skipped: they will not be fetched.
func (s *Summary) stopPending() {
	if s.Pending > 0 {
		s.addSkipped(trailq.SkippedStopped, s.Pending)
		s.Pending = 0
	}
}
