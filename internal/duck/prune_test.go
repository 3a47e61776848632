//go:build cgo

package duck

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// Files that the WHERE clause rules out are not opened, and the answer is that
// of a reading of everything. There are 70 log files and a digest.
func TestPruning(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	for _, test := range []struct {
		where string
		read  int
	}{
		{"eventtime >= '2023-11-02'", 37},
		{"eventtime BETWEEN '2023-11-01T00:00:00Z' AND '2023-11-01T12:00:00Z'", 51}, // late files come within a day
		{"eventtime < '2023-10-31T10:00:00Z'", 14},
		{"account = '444455556666'", 32},
		{"account = '444455556666' AND eventname LIKE 'G%'", 32},
		{"recipientaccountid = '444455556666'", 70}, // records can say another account than their path
		{"region = 'eu-west-1'", 56},
		{"region IN ('eu-west-1', 'us-east-1') AND year = '2023' AND month = '11' AND day = '01'", 33},
		{`"timestamp" >= '2023/11/02' AND account = '111122223333'`, 19},
		{"account = '444455556666' AND account = '111122223333'", 0},
		{"region = 'eu-west-1' OR eventname = 'ConsoleLogin'", 70},
		{"awsregion = 'eu-west-1'", 70}, // global services' events lie anywhere
		{"eventtime > '2030'", 0},
	} {
		text := "SELECT count(*), min(eventtime), max(eventid) FROM cloudtrail_logs WHERE " + test.where
		answer, rows := ask(t, db, text)
		if files := answer.Reading().Summary.Files; files.Read != test.read {
			t.Errorf("%s: %d files read, want %d; skipped %v", test.where, files.Read, test.read, files.Skipped)
		}
		whole, err := askRaw(t, db, answer.SQL)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole, rows); diff != "" {
			t.Errorf("%s (-without pruning +with):\n%s", test.where, diff)
		}
	}
}

// The user's own filter and the query's bounds both hold.
func TestPruningWithFilter(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{Read: trailq.Options{Filter: trailq.Filter{
		Accounts: []string{"4444*"},
		SkipPath: func(path trailq.LogPath) trailq.SkipReason {
			if path.Region == "us-east-1" {
				return trailq.SkippedRegion
			}
			return ""
		},
	}}})
	answer, _ := ask(t, db, "SELECT count(*) FROM cloudtrail_logs WHERE year = '2023' AND month = '11' AND day = '02' AND account IN ('444455556666', '111122223333')")
	if files := answer.Reading().Summary.Files; files.Read != 16 {
		t.Errorf("%d files read, want 16; skipped %v", files.Read, files.Skipped)
	}
}
