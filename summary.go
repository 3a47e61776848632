package trailq

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/records"
	"github.com/trailq/trailq/internal/shape"
)

// Summary says what happened to every file and every record of a reading. Its
// numbers add up at any time, also while the reading goes on:
//
//	Files.Listed = Files.Read + Files.Failed + all of Files.Skipped + Files.Pending
//	Records.Read = Records.Yielded + Records.Filtered + Records.DuplicatesDropped + Records.Rejected
type Summary struct {
	Files   FileSummary   `json:"files"`
	Records RecordSummary `json:"records"`
	// StoredBytes counts the bytes read, as stored; ContentBytes the same bytes
	// decompressed.
	StoredBytes  int64 `json:"storedBytes"`
	ContentBytes int64 `json:"contentBytes"`
	// FirstEventTime and LastEventTime are the earliest and the latest eventTime
	// among the yielded events. They are zero if there were none, or if eventTime was
	// not among the decoded fields.
	FirstEventTime time.Time `json:"firstEventTime,omitzero"`
	LastEventTime  time.Time `json:"lastEventTime,omitzero"`
	// Partial counts, among the records read, those that come from tables, such as the
	// console's Event history. They have no more than the table's columns.
	Partial Partial `json:"partial,omitzero"`
}

// Partial counts records that come from tables.
type Partial = shape.Partial

// FileSummary counts files by what happened to them.
type FileSummary struct {
	Listed int `json:"listed"`
	// ListedBytes is the stored size of all files listed so far that are not skipped,
	// as far as it is known. AllListed means that the listing is complete.
	ListedBytes int64 `json:"listedBytes"`
	AllListed   bool  `json:"allListed"`
	// Read counts the files that were read to their end, even if some of their
	// records were rejected.
	Read int `json:"read"`
	// Failed counts the files that could not be read to their end. The records read
	// up to there count.
	Failed  int                `json:"failed"`
	Skipped map[SkipReason]int `json:"skipped,omitempty"`
	// Foreign are the names of some of the files that were skipped as foreign.
	Foreign []string `json:"foreign,omitempty"`
	// Pending counts the files that are not read yet: 0 when the reading has ended.
	Pending int `json:"pending"`
	// Unlisted counts the folders or prefixes that could not be listed.
	Unlisted int `json:"unlisted"`
}

// RecordSummary counts records by what happened to them.
type RecordSummary struct {
	Read     int64 `json:"read"`
	Yielded  int64 `json:"yielded"`
	Filtered int64 `json:"filtered"`
	// DuplicatesDropped counts the events that DropDuplicates left out.
	DuplicatesDropped int64 `json:"duplicate"`
	Rejected          int64 `json:"rejected"`
	// DuplicatesKept counts the yielded events whose eventID was read before: see
	// CountDuplicates.
	DuplicatesKept int64 `json:"repeated"`
}

// SkipReason says why a file that could have been read was skipped.
type SkipReason string

// The reasons to skip a file.
const (
	SkippedWindow     SkipReason = "window"     // delivered outside the window
	SkippedAccount    SkipReason = "account"    // of another account
	SkippedRegion     SkipReason = "region"     // of another region
	SkippedDigest     SkipReason = "digest"     // a digest file: no events
	SkippedAggregated SkipReason = "aggregated" // summaries of data events: no events
	SkippedMarker     SkipReason = "marker"     // an empty object that stands for a folder
	// SkippedForeign is the reason to skip a file that is not CloudTrail, and whose name
	// is not that of a log.
	SkippedForeign SkipReason = "foreign"
	SkippedStopped SkipReason = "stopped" // the reading was stopped before its end
)

// Complete reports whether everything was listed and read without an error.
func (s Summary) Complete() bool {
	return s.Files.Failed == 0 && s.Files.Unlisted == 0 && s.Records.Rejected == 0
}

// Reconcile returns an error if the numbers do not add up. That would be a bug in
// this package.
func (s Summary) Reconcile() error {
	files := s.Files.Read + s.Files.Failed + s.Files.Pending
	for _, n := range s.Files.Skipped {
		files += n
	}
	if s.Files.Listed != files {
		return fmt.Errorf("files: %d listed, %d accounted for", s.Files.Listed, files)
	}
	r := s.Records
	if sum := r.Yielded + r.Filtered + r.DuplicatesDropped + r.Rejected; r.Read != sum {
		return fmt.Errorf("records: %d read, %d accounted for", r.Read, sum)
	}
	return nil
}

// Tally counts what a reading does. Pass one in Options.Tally, and call Summary at
// any time, from any goroutine, or when the reading has ended. The zero value is
// ready to use; one Tally is for one reading.
type Tally struct {
	mu      sync.Mutex
	summary Summary
}

// Summary returns the counts so far.
func (t *Tally) Summary() Summary {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.summary
	s.Files.Skipped = maps.Clone(s.Files.Skipped)
	s.Files.Foreign = slices.Clone(s.Files.Foreign)
	return s
}

// update calls f with the summary to change.
func (t *Tally) update(f func(s *Summary)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f(&t.summary)
}

// addRecords adds the counts of some records, all of which were read.
func (s *Summary) addRecords(count RecordSummary) {
	r := &s.Records
	r.Read += count.Yielded + count.Filtered + count.DuplicatesDropped + count.Rejected
	r.Yielded += count.Yielded
	r.Filtered += count.Filtered
	r.DuplicatesDropped += count.DuplicatesDropped
	r.Rejected += count.Rejected
	r.DuplicatesKept += count.DuplicatesKept
}

// addFileEnd counts a pending file as read, failed or skipped, by the error that
// ended it: io.EOF is a good end.
func (s *Summary) addFileEnd(end error) {
	s.Files.Pending--
	var stray *shape.StrayError
	switch {
	case errors.As(end, &stray):
		s.addSkipped(SkippedForeign)
		s.Files.AddForeign(path.Base(filepath.ToSlash(stray.Name)))
	case errors.Is(end, records.ErrDigest):
		s.addSkipped(SkippedDigest)
	case errors.Is(end, records.ErrAggregated):
		s.addSkipped(SkippedAggregated)
	case errors.Is(end, io.EOF):
		s.Files.Read++
	default:
		s.Files.Failed++
	}
}

// maxForeign is how many names of foreign files are kept.
const maxForeign = 3

// AddForeign adds names of foreign files, of which the first in the alphabet are kept.
func (f *FileSummary) AddForeign(names ...string) {
	f.Foreign = append(f.Foreign, names...)
	slices.Sort(f.Foreign)
	f.Foreign = slices.Compact(f.Foreign)
	f.Foreign = f.Foreign[:min(len(f.Foreign), maxForeign)]
}

// skipPending counts all pending files as skipped, since the reading has ended.
func (s *Summary) skipPending() {
	for ; s.Files.Pending > 0; s.Files.Pending-- {
		s.addSkipped(SkippedStopped)
	}
}

// addSkipped counts a file as skipped.
func (s *Summary) addSkipped(reason SkipReason) {
	if s.Files.Skipped == nil {
		s.Files.Skipped = make(map[SkipReason]int)
	}
	s.Files.Skipped[reason]++
}
