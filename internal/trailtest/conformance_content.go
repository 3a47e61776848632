package trailtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

func testShapes(t *testing.T, open OpenTree) {
	one, two, three := Record("one", minutesLater(1)), Record("two", minutesLater(2)), Record("three", minutesLater(3))
	envelope := Envelope(one, two, three)
	half := len(envelope) / 2
	quoted := func(record string) string { return fmt.Sprintf("%q", record) }
	all := []string{"one", "two", "three"}
	for name, test := range map[string]struct {
		content []byte
		ids     []string
	}{
		"envelope":             {[]byte(envelope), all},
		"gzip":                 {Gzip(envelope), all},
		"gzip members":         {Gzip(envelope[:half], envelope[half:]), all},
		"zstd":                 {Zstd(envelope), all},
		"array":                {[]byte("[" + one + "," + two + "," + three + "]"), all},
		"event":                {[]byte(one), []string{"one"}},
		"lines":                {[]byte(one + "\n" + two + "\n" + three + "\n"), all},
		"documents":            {[]byte(Envelope(one) + Envelope(two, three)), all},
		"no records":           {Gzip(Envelope()), nil},
		"LookupEvents":         {[]byte(`{"Events":[{"EventId":"one","CloudTrailEvent":` + quoted(one) + `}]}`), []string{"one"}},
		"EventBridge":          {[]byte(`{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":` + two + `}`), []string{"two"}},
		"CloudWatch Logs":      {[]byte(`{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":` + quoted(three) + `}]}`), []string{"three"}},
		"name that misleads":   {[]byte(envelope), all},
		"with byte order mark": {[]byte("\ufeff" + envelope), all},
	} {
		t.Run(name, func(t *testing.T) {
			got := readSource(t, open(t, Tree{"logs/" + strings.ReplaceAll(name, " ", "-") + ".json.gz": test.content}), trailq.Options{})
			if diff := cmp.Diff(test.ids, got.eventIDs()); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if got.errors != nil || got.fatal != "" || got.summary.Files.Read != 1 {
				t.Errorf("errors %q, %q, summary %+v", got.errors, got.fatal, got.summary)
			}
		})
	}
}

func testBrokenFiles(t *testing.T, open OpenTree) {
	good := Gzip(Envelope(Record("good", minutesLater(1))))
	long := newNoisyFile(400)
	tree := Tree{
		"logs/1-good.json.gz":      good,
		"logs/2-cut-gzip.json.gz":  long.gzip[:len(long.gzip)*3/4],
		"logs/3-empty.json.gz":     {},
		"logs/4-foreign.json.gz":   []byte("Hello, it's me."),
		"logs/5-record.json.gz":    []byte(Envelope(Record("before", minutesLater(1)), "17", Record("behind", minutesLater(2)))),
		"logs/6-cut-json.json":     []byte(`{"Records":[` + Record("whole", minutesLater(3)) + `,{"eventID":"cu`),
		"logs/7-gzip-trailer.json": append(good[:len(good)-8:len(good)-8], "\x00\x00\x00\x00\x00\x00\x00\x00"...),
		"logs/8-good.json.gz":      good,
	}
	got := readSource(t, open(t, tree), trailq.Options{Workers: 3})
	wanted := []struct{ path, text string }{
		{"logs/2-cut-gzip.json.gz", trailq.ErrTruncated.Error()},
		{"logs/3-empty.json.gz", trailq.ErrEmpty.Error()},
		{"logs/4-foreign.json.gz", trailq.ErrNotCloudTrail.Error()},
		{"logs/5-record.json.gz", "record 2"},
		{"logs/6-cut-json.json", trailq.ErrTruncated.Error()},
		{"logs/7-gzip-trailer.json", "gzip"},
	}
	if len(got.errors) != len(wanted) || got.fatal != "" {
		t.Fatalf("fatal %q, errors:\n%s", got.fatal, strings.Join(got.errors, "\n"))
	}
	for i, want := range wanted {
		if text := got.errors[i]; !strings.HasPrefix(text, want.path+": ") || !strings.Contains(text, want.text) {
			t.Errorf("error %q, want one of %s with %q", text, want.path, want.text)
		}
	}
	if paths := got.filePaths(); !slices.Contains(paths, "logs/2-cut-gzip.json.gz") || paths[len(paths)-1] != "logs/8-good.json.gz" {
		t.Errorf("events of %q", paths)
	}
	for _, id := range []string{"before", "behind", "whole"} {
		if !slices.Contains(got.eventIDs(), id) {
			t.Errorf("no event %q among %d", id, len(got.eventIDs()))
		}
	}
	files := got.summary.Files
	if files.Listed != 8 || files.Read != 3 || files.Failed != 5 || got.summary.Records.Rejected != 1 || got.summary.Complete() {
		t.Errorf("summary %+v", got.summary)
	}
}

func testDigest(t *testing.T, open OpenTree) {
	digest := Gzip(`{"awsAccountId":"111122223333","digestStartTime":"2023-11-01T00:00:00Z","digestEndTime":"2023-11-01T01:00:00Z",` +
		`"digestS3Bucket":"amzn-s3-demo-bucket","digestS3Object":"x","digestSignatureAlgorithm":"SHA256withRSA","logFiles":[]}`)
	const name = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2023/11/01/" +
		"111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20231101T010000Z.json.gz"
	aggregated := Gzip(`{"Records":[{"eventVersion":"1.0","accountId":"111122223333","eventId":"00000000-0000-4000-8000-000000000001",` +
		`"eventCategory":"Aggregated","eventType":"AwsAggregatedEvent","awsRegion":"eu-west-1","eventSource":"s3.amazonaws.com",` +
		`"timeWindow":{"windowStart":"2023-11-01T00:00:00Z","windowEnd":"2023-11-01T00:05:00Z","windowSize":"PT5M"}}]}`)
	got := readSource(t, open(t, Tree{
		name:                      digest,
		"AWSLogs/renamed.json.gz": digest,
		strings.ReplaceAll(strings.Replace(name, "_trail_eu-west-1", "", 1), "Digest", "Aggregated"): aggregated,
		"AWSLogs/aggregated.json.gz":                   aggregated,
		LogPath(Account, Region, minutesLater(1), "a"): Gzip(Envelope(Record("one", minutesLater(1)))),
	}), trailq.Options{})
	if skipped := got.summary.Files.Skipped[trailq.SkippedDigest]; skipped != 2 || len(got.events) != 1 || got.errors != nil {
		t.Errorf("%d skipped, %d events, errors %q", skipped, len(got.events), got.errors)
	}
	if skipped := got.summary.Files.Skipped[trailq.SkippedAggregated]; skipped != 2 {
		t.Errorf("%d files of summaries skipped", skipped)
	}
}

func testLargeFile(t *testing.T, open OpenTree) {
	const records = 7_000 // of 2 KB, more than is read in one go
	file := newNoisyFile(records)
	for name, content := range map[string][]byte{"plain": []byte(file.plain), "gzip": file.gzip} {
		t.Run(name, func(t *testing.T) {
			if len(content) < 5<<20 {
				t.Fatalf("only %d bytes", len(content))
			}
			got := readSource(t, open(t, Tree{"large.json.gz": content}), trailq.Options{})
			if got.errors != nil || got.fatal != "" || !slices.Equal(got.eventIDs(), file.ids) {
				t.Errorf("%d events, errors %q, %q", len(got.events), got.errors, got.fatal)
			}
			if got.summary.StoredBytes != int64(len(content)) || got.summary.ContentBytes != int64(len(file.plain)) {
				t.Errorf("%d and %d bytes, want %d and %d",
					got.summary.StoredBytes, got.summary.ContentBytes, len(content), len(file.plain))
			}
		})
	}
}

// noisyFile is a log file that hardly compresses.
type noisyFile struct {
	plain string
	gzip  []byte
	ids   []string
}

// newNoisyFile returns a log file of so many records of 2 KB.
func newNoisyFile(records int) noisyFile {
	random := rand.NewChaCha8([32]byte{1})
	var n noisyFile
	var list []string
	for range records {
		pad := make([]byte, 700)
		random.Read(pad)
		id := fmt.Sprintf("%x", pad)
		n.ids = append(n.ids, id)
		list = append(list, Record(id, minutesLater(1)))
	}
	n.plain = Envelope(list...)
	n.gzip = Gzip(n.plain)
	return n
}
