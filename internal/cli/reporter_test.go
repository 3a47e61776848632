package cli

import (
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/account"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/lookahead"
	"github.com/trailq/trailq/internal/reporter"
)

func read(s trailq.Summary) engine.Reading { return engine.Reading{Summary: s} }

func TestDescribeEnding(t *testing.T) {
	for _, test := range []struct {
		want string
		end  reporter.Ending
	}{
		{"0 events from 0 files, 3 ms", reporter.Ending{Elapsed: 3 * time.Millisecond}},
		{"1 event from 1 file, 1.5 s", reporter.Ending{Elapsed: 1500 * time.Millisecond, Reading: read(trailq.Summary{
			Files:   trailq.FileSummary{Listed: 1, Read: 1},
			Records: trailq.RecordSummary{Read: 1, Yielded: 1},
		})}},
		{"2 events from 1 file, 1 duplicate left out, 1 duplicate, 0 ms", reporter.Ending{Reading: read(trailq.Summary{
			Files:   trailq.FileSummary{Listed: 1, Read: 1},
			Records: trailq.RecordSummary{Read: 3, Yielded: 2, DuplicatesDropped: 1, DuplicatesKept: 1},
		})}},
		{"1,234 of 40,000 events from 61 files (3 failed, 1 not read to the end, skipped 2 digest, 999 window), " +
			"4 not listed, 5 rejected, 6 duplicates left out, 7 duplicates, stopped at the limit, 1m2s",
			reporter.Ending{Elapsed: 62 * time.Second, Outcome: ask.Outcome{Limited: true}, Reading: read(trailq.Summary{
				Files: trailq.FileSummary{Listed: 61, Failed: 3, Unlisted: 4, Skipped: map[trailq.SkipReason]int{
					trailq.SkippedWindow: 999, trailq.SkippedDigest: 2, trailq.SkippedStopped: 1,
				}},
				Records: trailq.RecordSummary{Read: 40_000, Yielded: 1234, Filtered: 1, Rejected: 5, DuplicatesDropped: 6, DuplicatesKept: 7},
			})}},
		{"Athena scanned 1.2 GB in 3 partitions, $0.0060, 4.1 s; it cannot tell damaged files or duplicates",
			reporter.Ending{Elapsed: 4100 * time.Millisecond, Reading: engine.Reading{Scan: &engine.Scan{
				Engine: "Athena", Partitions: 3, Bytes: 1_200_000_000, Dollars: 0.006,
			}}}},
	} {
		if got := account.DescribeReading(&test.end.Reading, &test.end.Outcome, test.end.Elapsed); got != test.want {
			t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
		}
	}
}

func TestDescribeProgress(t *testing.T) {
	s := trailq.Summary{
		Files:       trailq.FileSummary{Read: 20, Failed: 10},
		Records:     trailq.RecordSummary{Read: 1_000_000},
		StoredBytes: 25_000_000,
	}
	all := ask.Progress{Reading: read(s), Total: lookahead.Total{Files: 100, Bytes: 100_000_000}}
	want := "30 of 100 files+, 25 MB of 100 MB+, 250,000 events/s"
	if got := account.DescribeProgress(all, 4*time.Second); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	all.AllListed = true
	want = "30 of 100 files, 25 MB of 100 MB, 250,000 events/s, 12s left"
	if got := account.DescribeProgress(all, 4*time.Second); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := cutLine(want, 10); got != "30 of 100" {
		t.Errorf("cut to %q", got)
	}
	if got := cutLine(want, 0); got != want {
		t.Errorf("cut to %q where no width is known", got)
	}
}
