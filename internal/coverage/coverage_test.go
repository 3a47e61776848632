package coverage_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/coverage"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/signed"
)

// measureFolder measures a folder, and checks that the sums are those of the summary.
func measureFolder(t *testing.T, folder string) *coverage.Result {
	t.Helper()
	tally := new(trailq.Tally)
	result, err := coverage.Measure(t.Context(), trailq.Dir(folder), coverage.Options{Read: trailq.Options{Tally: tally}})
	if err != nil {
		t.Fatal(err)
	}
	var sum coverage.Cell
	for i := range result.Cells {
		c := &result.Cells[i]
		sum.Listed, sum.Read, sum.Failed = sum.Listed+c.Listed, sum.Read+c.Read, sum.Failed+c.Failed
		sum.Events, sum.Repeated = sum.Events+c.Events, sum.Repeated+c.Repeated
	}
	s := tally.Summary()
	got := []int64{int64(sum.Listed + result.DigestFiles), int64(sum.Read), int64(sum.Failed), sum.Events, sum.Repeated}
	want := []int64{int64(s.Files.Listed), int64(s.Files.Read), int64(s.Files.Failed), s.Records.Yielded, s.Records.DuplicatesKept}
	if !slices.Equal(got, want) {
		t.Errorf("listed, read, failed, events, repeated: %v, the summary has %v", got, want)
	}
	return result
}

// describeMissing returns what is missing, with names without folders.
func describeMissing(result *coverage.Result) []string {
	var texts []string
	for _, m := range result.Missing {
		texts = append(texts, string(m.KnownBy)+" "+path.Base(m.Name))
	}
	slices.Sort(texts)
	return texts
}

// Of log files that are deleted at random, those are named that digests list, and
// nothing else.
func TestMissingByDigest(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		chain := signed.NewChain(t, signed.Options{Hours: 12, LogsPerHour: 3, Signers: nil})
		var want []string
		for _, key := range chain.Tree.Paths() {
			if !strings.Contains(key, "Digest") && random.IntN(5) == 0 {
				chain.Remove(key)
				want = append(want, "digest "+path.Base(key))
			}
		}
		folder := t.TempDir()
		chain.Tree.Write(t, folder)
		slices.Sort(want)
		if diff := cmp.Diff(want, describeMissing(measureFolder(t, folder))); diff != "" {
			t.Errorf("want (-), got (+):\n%s", diff)
		}
	}
}

// A digest that nothing names is known by the cadence of the others.
func TestMissingByCadence(t *testing.T) {
	chain := signed.NewChain(t, signed.Options{Hours: 6, LogsPerHour: 1})
	chain.Remove(chain.Digests[2])
	chain.Remove(chain.Digests[3])
	folder := t.TempDir()
	chain.Tree.Write(t, folder)
	result := measureFolder(t, folder)
	want := []string{"cadence " + path.Base(chain.Digests[2]), "digest " + path.Base(chain.Digests[3])}
	if diff := cmp.Diff(want, describeMissing(result)); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
	if want := []coverage.Trail{{Account: trailtest.Account, Name: "management_events", Cadence: "07:31"}}; !slices.Equal(result.Trails, want) {
		t.Errorf("trails %v, want %v", result.Trails, want)
	}
}

// putObject returns CloudTrail's own PutObject of a key, or one of somebody else.
func putObject(key, invokedBy string, at time.Time, id string) string {
	return fmt.Sprintf(`{"eventVersion":"1.11","userIdentity":{"type":"AWSService","invokedBy":%q},"eventTime":%q,"eventSource":"s3.amazonaws.com",`+
		`"eventName":"PutObject","awsRegion":%q,"requestParameters":{"bucketName":"amzn-s3-demo-trail","key":%q},"eventID":%q,"recipientAccountId":%q}`,
		invokedBy, at.Format(time.RFC3339), trailtest.Region, key, id, trailtest.Account)
}

// Without digests, the data events of the log bucket name the files that are missing:
// of places that have others, and not for files that somebody else put there.
func TestMissingByDelivery(t *testing.T) {
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	there := trailtest.LogPath(trailtest.Account, trailtest.Region, at, "there")
	absent := trailtest.LogPath(trailtest.Account, trailtest.Region, at.Add(5*time.Minute), "absent")
	records := []string{
		putObject(there, "cloudtrail.amazonaws.com", at.Add(time.Minute), "1"),
		putObject(absent, "cloudtrail.amazonaws.com", at.Add(6*time.Minute), "2"),
		putObject(trailtest.LogPath(trailtest.Account, "us-west-2", at, "elsewhere"), "cloudtrail.amazonaws.com", at, "3"),
		putObject(trailtest.LogPath(trailtest.Account, trailtest.Region, at, "copied"), "config.amazonaws.com", at, "4"),
		putObject("AWSLogs/"+trailtest.Account+"/Config/x.json.gz", "cloudtrail.amazonaws.com", at, "5"),
	}
	folder := t.TempDir()
	trailtest.Tree{there: trailtest.Gzip(trailtest.Envelope(records...))}.Write(t, folder)
	result := measureFolder(t, folder)
	if want := []string{"delivery event " + path.Base(absent)}; !slices.Equal(describeMissing(result), want) {
		t.Errorf("missing %q, want %q", describeMissing(result), want)
	}
}

// Calls count that can end the logging; those of buckets only for the buckets of logs.
func TestChanges(t *testing.T) {
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	call := func(minute int, source, name, parameters string) string {
		return fmt.Sprintf(`{"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice","userName":"alice"},"eventTime":%q,`+
			`"eventSource":"%s.amazonaws.com","eventName":%q,"requestParameters":%s,"eventID":"%d","recipientAccountId":"111122223333"}`,
			at.Add(time.Duration(minute)*time.Minute).Format(time.RFC3339), source, name, parameters, minute)
	}
	records := []string{
		putObject(trailtest.LogPath(trailtest.Account, trailtest.Region, at, "there"), "cloudtrail.amazonaws.com", at, "delivery"),
		call(3, "cloudtrail", "StopLogging", `{"name":"management-events"}`),
		call(1, "s3", "PutBucketLifecycle", `{"bucketName":"amzn-s3-demo-trail"}`),
		call(2, "s3", "PutBucketLifecycle", `{"bucketName":"amzn-s3-demo-bucket"}`),
		call(4, "s3", "DeleteObject", `{"bucketName":"amzn-s3-demo-trail","key":"notes.txt"}`),
		call(5, "s3", "DeleteObject", `{"bucketName":"amzn-s3-demo-trail","key":"AWSLogs/x"}`),
		call(6, "s3", "GetObject", `{"bucketName":"amzn-s3-demo-trail","key":"AWSLogs/x"}`),
		call(7, "guardduty", "DeleteDetector", `null`),
		call(3, "cloudtrail", "StopLogging", `{"name":"management-events"}`), // delivered twice
	}
	folder := t.TempDir()
	trailtest.Tree{trailtest.LogPath(trailtest.Account, trailtest.Region, at, "there"): trailtest.Gzip(trailtest.Envelope(records...))}.Write(t, folder)
	var got []string
	for _, c := range measureFolder(t, folder).Changes {
		got = append(got, strings.Join([]string{c.Event, c.Name, c.Target, c.Caller}, " "))
	}
	want := []string{
		"1 PutBucketLifecycle amzn-s3-demo-trail arn:aws:iam::111122223333:user/alice",
		"3 StopLogging management-events arn:aws:iam::111122223333:user/alice",
		"5 DeleteObject amzn-s3-demo-trail arn:aws:iam::111122223333:user/alice",
		"7 DeleteDetector  arn:aws:iam::111122223333:user/alice",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

// Records say themselves that they are incomplete; delays are to the time in the name.
func TestCells(t *testing.T) {
	at := time.Date(2026, 3, 1, 10, 5, 0, 0, time.UTC)
	records := []string{
		trailtest.Record("a", at.Add(-2*time.Minute)),
		trailtest.Record("a", at.Add(-4*time.Minute)),
		`{"eventTime":"2026-03-01T09:35:00Z","requestParameters":{"omitted":true,"reason":"requestParameters too large","originalSize":300000}}`,
		`{"eventTime":"2026-03-01T10:05:00Z","userIdentity":{"type":"IAMUser","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"},"requestParameters":{"note":"\"omitted\""}}`,
		`{"eventTime":"2026-03-01T10:05:00Z","addendum":{"reason":"DELIVERY_DELAY"},"requestParameters":{"omitted":false}}`,
	}
	folder := t.TempDir()
	trailtest.Tree{trailtest.LogPath(trailtest.Account, trailtest.Region, at, "there"): trailtest.Gzip(trailtest.Envelope(records...))}.Write(t, folder)
	result := measureFolder(t, folder)
	if len(result.Cells) != 2 {
		t.Fatalf("%d cells, want two hours: %+v", len(result.Cells), result.Cells)
	}
	early, late := &result.Cells[0], &result.Cells[1]
	if median, _ := early.MedianDelay(); early.Events != 1 || early.Incomplete != 1 || early.Listed != 0 || median != 30*time.Minute {
		t.Errorf("nine o'clock: %+v", early)
	}
	median, _ := late.MedianDelay()
	longest, _ := late.LongestDelay()
	if late.Events != 4 || late.Repeated != 1 || late.Incomplete != 2 || late.Listed != 1 || late.Read != 1 || median != 0 || longest != 4*time.Minute {
		t.Errorf("ten o'clock: %+v, delays %v and %v", late, median, longest)
	}
}

// Files and events without an hour are counted, too, and so are files that fail.
func TestUndated(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"a.json": trailtest.Envelope(trailtest.Record("a", time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)), `{"eventTime":"soon"}`),
		"b.json": `{"Records":[{"eventTime":"2026-03-01T10:00:00Z"},`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tables, err := measureFolder(t, folder).Tables()
	if err != nil || len(tables) < 2 || tables[1].Name != "Undated" {
		t.Errorf("tables %v, error %v", tables, err)
	}
}

// On a real trail, the files that its own delivery events name and the copy lacks are
// named, the duplicates of its two trails are counted, and the trails are told apart.
func TestRealTrail(t *testing.T) {
	folder, err := filepath.Glob(filepath.Join(trailtest.RealLogs(t), "real-cloudtrail", "Yamato*"))
	if err != nil || len(folder) != 1 {
		t.Fatalf("%q: %v", folder, err)
	}
	result := measureFolder(t, folder[0])
	var repeated int64
	for i := range result.Cells {
		repeated += result.Cells[i].Repeated
	}
	missing := 0
	for _, m := range result.Missing {
		if m.KnownBy == coverage.ByDelivery && m.Region == "us-west-1" && strings.HasPrefix(m.From.Format(time.RFC3339), "2021-08-01T23:") {
			missing++
		}
	}
	if missing != 5 || result.MissingFiles() != 5 || repeated != 4813 || len(result.Trails) != 2 || result.AbsentDigests != 1277 {
		t.Errorf("%d of %d missing files, %d repeated, trails %v, %d absent digests", missing, result.MissingFiles(), repeated, result.Trails, result.AbsentDigests)
	}
}
