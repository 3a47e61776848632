package account

import (
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/plan"
)

func TestDescribePlan(t *testing.T) {
	p := &plan.Plan{Files: 3, Bytes: 2000, Unsized: 1, Gets: 1, Skipped: map[trailq.SkipReason]int{"marker": 1}}
	want := "would read 3 files, 2.0 kB and 1 file of unknown size, 1 GET request; skipped 1 marker"
	if got := DescribePlan(p); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestDescribeCopied(t *testing.T) {
	for _, test := range []struct {
		want   string
		copied mirror.Summary
	}{
		{"copied 0 of 0 files, 0 B; 5 ms", mirror.Summary{}},
		{"would copy 1 of 1 file, 10 B; 5 ms", mirror.Summary{DryRun: true, Listed: 1, Copied: 1, WantedBytes: 10}},
		{"copied 1,200 of 9,000 files, 45 MB, 3 of them replaced; 7,000 unchanged, 2 refused, 1 failed, 4 not listed, " +
			"5 not read to the end, skipped 92 region, 700 window, 8,000 verified, 200 not verifiable; 5 ms",
			mirror.Summary{Listed: 9000, Copied: 1200, Replaced: 3, Unchanged: 7000, Refused: 2, Failed: 1, Unlisted: 4,
				FetchedBytes: 45_000_000, WantedBytes: 46_000_000, Verified: 8000, Unverifiable: 200,
				Skipped: map[trailq.SkipReason]int{trailq.SkippedWindow: 700, trailq.SkippedRegion: 92, trailq.SkippedStopped: 5}}},
	} {
		if err := test.copied.Reconcile(); err != nil {
			t.Error(err)
		}
		if got := DescribeCopied(&test.copied, 5*time.Millisecond); got != test.want {
			t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
		}
	}
}

func TestDescribeCopying(t *testing.T) {
	s := mirror.Summary{Listed: 500, Pending: 380, WantedBytes: 185_000_000, FetchedBytes: 45_000_000}
	want := "120 of 500 files+, 45 MB of 185 MB+, 22 MB/s"
	if got := DescribeCopying(&s, 2*time.Second); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	s.AllListed = true
	want = "120 of 500 files, 45 MB of 185 MB, 22 MB/s, 6s left"
	if got := DescribeCopying(&s, 2*time.Second); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
