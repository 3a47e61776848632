package gen

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func generate(t testing.TB, options Options) (string, Stats) {
	t.Helper()
	folder := t.TempDir()
	stats, err := Generate(t.Context(), folder, options)
	if err != nil {
		t.Fatal(err)
	}
	return folder, stats
}

// readTree returns the contents of all files below a folder by their paths.
func readTree(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	tree := make(map[string][]byte)
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		tree[name], err = fs.ReadFile(root, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// uncompress reads all members with the standard library.
func uncompress(t testing.TB, compressed []byte) []byte {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// logFiles returns the uncompressed log files of a tree by their paths.
func logFiles(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	logs := make(map[string][]byte)
	for name, contents := range readTree(t, folder) {
		if strings.Contains(name, "/CloudTrail/") {
			logs[name] = uncompress(t, contents)
		}
	}
	return logs
}

func rawRecords(t *testing.T, name string, text []byte) []json.RawMessage {
	t.Helper()
	var log struct{ Records []json.RawMessage }
	if err := json.Unmarshal(text, &log); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return log.Records
}

// readBack holds the fields of a record that the tests check.
type readBack struct {
	EventTime          time.Time
	EventSource        string
	EventName          string
	EventID            string
	AWSRegion          string
	ErrorCode          string
	ReadOnly           bool
	RecipientAccountID string
}

func decode(t *testing.T, raw json.RawMessage) readBack {
	t.Helper()
	var record readBack
	if err := json.Unmarshal(raw, &record); err != nil {
		t.Fatal(err)
	}
	return record
}

func TestSameOptionsGiveSameBytes(t *testing.T) {
	options := Options{Events: 1500, Duplicates: 0.05, MemberBytes: 10_000, Digest: true, Insight: true}
	once, stats := generate(t, options)
	processors := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(processors)
	again, statsAgain := generate(t, options)
	if !reflect.DeepEqual(stats, statsAgain) {
		t.Errorf("stats differ:\n%+v\n%+v", stats, statsAgain)
	}
	if !maps.EqualFunc(readTree(t, once), readTree(t, again), bytes.Equal) {
		t.Error("the same options gave other files")
	}
	options.Seed = 1
	other, _ := generate(t, options)
	if maps.EqualFunc(readTree(t, once), readTree(t, other), bytes.Equal) {
		t.Error("another seed gave the same files")
	}
}

// TestDuplicatesChangeNothingElse compares a tree with duplicates to the same tree
// without.
func TestDuplicatesChangeNothingElse(t *testing.T) {
	plain, _ := generate(t, Options{Events: 500})
	repeated, _ := generate(t, Options{Events: 500, Duplicates: 0.5})
	longer := logFiles(t, repeated)
	for name, text := range logFiles(t, plain) {
		if own := bytes.TrimSuffix(text, []byte("]}")); !bytes.HasPrefix(longer[name], own) {
			t.Errorf("%s does not begin with its own events", name)
		}
	}
}

func TestStatsAgreeWithIndependentCount(t *testing.T) {
	for name, options := range map[string]Options{
		"zero value":      {Events: 1000},
		"duplicates":      {Events: 1000, Duplicates: 0.2, Seed: 7},
		"all duplicates":  {Events: 300, Duplicates: 1, Accounts: 1, Regions: 1},
		"several members": {Events: 1000, MemberBytes: 7_001},
		"one file":        {Events: 1000, EventsPerFile: 1000, Duplicates: 0.1},
		"small files":     {Events: 600, EventsPerFile: 6},
		"single events":   {Events: 50, EventsPerFile: 1, Days: 1},
		"all places":      {Events: 2000, EventsPerFile: 5, Accounts: 12, Regions: 12, Days: 10},
		"sample":          Sample(),
	} {
		t.Run(name, func(t *testing.T) {
			folder, stats := generate(t, options)
			want := countTree(t, folder)
			want.DigestFiles, want.InsightFiles, want.InsightRecords = stats.DigestFiles, stats.InsightFiles, stats.InsightRecords
			if !reflect.DeepEqual(stats, want) {
				t.Errorf("stats:\n%+v\ncounted:\n%+v", stats, want)
			}
			if options.Events != stats.Events && !options.Incident {
				t.Errorf("%d distinct events, asked for %d", stats.Events, options.Events)
			}
		})
	}
}

// countTree counts with encoding/json and compress/gzip, independently of the
// generator. A record is a duplicate if an identical one precedes it.
func countTree(t *testing.T, folder string) Stats {
	t.Helper()
	count := newStats()
	seen := make(map[string]string)
	for name, contents := range readTree(t, folder) {
		if !strings.Contains(name, "/CloudTrail/") {
			continue
		}
		text := uncompress(t, contents)
		count.Files++
		count.GzipBytes += int64(len(contents))
		count.JSONBytes += int64(len(text))
		for _, raw := range rawRecords(t, name, text) {
			record := decode(t, raw)
			count.countRecord(record)
			if first, found := seen[record.EventID]; !found {
				seen[record.EventID] = string(raw)
				count.Events++
			} else if first == string(raw) {
				count.Duplicates++
			} else {
				t.Errorf("%s: event %s came before with other contents", name, record.EventID)
			}
		}
	}
	return count
}

func (s *Stats) countRecord(record readBack) {
	s.Records++
	s.Actions[Action{record.EventSource, record.EventName}]++
	s.Accounts[record.RecipientAccountID]++
	s.Regions[record.AWSRegion]++
	if record.ErrorCode != "" {
		s.Errors++
	}
	if record.ReadOnly {
		s.ReadOnly++
	}
	if s.First.IsZero() || s.First.After(record.EventTime) {
		s.First = record.EventTime
	}
	if s.Last.Before(record.EventTime) {
		s.Last = record.EventTime
	}
}

// TestNamesAgreeWithRecords parses the names as readers do.
func TestNamesAgreeWithRecords(t *testing.T) {
	pattern := regexp.MustCompile(`^AWSLogs/(\d{12})/CloudTrail/([a-z0-9-]+)/(\d{4}/\d\d/\d\d)/(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{8}T\d{4}Z)_[A-Za-z0-9]{16}\.json\.gz$`)
	start := time.Date(2024, 2, 28, 0, 0, 0, 0, time.UTC)
	folder, stats := generate(t, Options{Events: 3000, Start: start, Days: 3})
	days := make(map[string]bool)
	late := 0
	for name, text := range logFiles(t, folder) {
		parts := pattern.FindStringSubmatch(name)
		if parts == nil {
			t.Fatalf("name of another form: %s", name)
		}
		account, region, day := parts[1], parts[2], parts[3]
		delivered, err := time.Parse("20060102T1504Z", parts[6])
		if err != nil || account != parts[4] || region != parts[5] || day != delivered.Format("2006/01/02") {
			t.Errorf("name contradicts itself: %s (%v)", name, err)
		}
		days[day] = true
		for _, raw := range rawRecords(t, name, text) {
			record := decode(t, raw)
			if record.RecipientAccountID != account || record.AWSRegion != region {
				t.Errorf("%s: record of %s in %s", name, record.RecipientAccountID, record.AWSRegion)
			}
			if age := delivered.Sub(record.EventTime); age < 2*time.Minute || age > 3*time.Hour {
				t.Errorf("%s: event of %v before its delivery", name, age)
			} else if age > time.Hour {
				late++
			}
		}
	}
	if want := []string{"2024/02/28", "2024/02/29", "2024/03/01"}; !slices.Equal(slices.Sorted(maps.Keys(days)), want) {
		t.Errorf("days %v, want %v", days, want)
	}
	if late == 0 || late > stats.Records/50 {
		t.Errorf("%d of %d events are late", late, stats.Records)
	}
}

func TestLogFileIsOneLine(t *testing.T) {
	folder, _ := generate(t, Options{Events: 200})
	for name, text := range logFiles(t, folder) {
		if bytes.ContainsAny(text, "\r\n") || !bytes.HasPrefix(text, []byte(`{"Records":[{"eventVersion":`)) || !bytes.HasSuffix(text, []byte("}]}")) {
			t.Errorf("%s is not written as CloudTrail writes: %.60q", name, text)
		}
	}
}

// TestSizesAreThoseOfABusyBucket keeps benchmarks comparable.
func TestSizesAreThoseOfABusyBucket(t *testing.T) {
	_, stats := generate(t, Options{Events: 30_000, EventsPerFile: 2000})
	mean := float64(stats.JSONBytes) / float64(stats.Records)
	ratio := float64(stats.JSONBytes) / float64(stats.GzipBytes)
	t.Logf("%.0f bytes of JSON an event, compressed %.2f:1", mean, ratio)
	if mean < 1800 || mean > 2000 {
		t.Errorf("%.0f bytes of JSON an event, want about 1900", mean)
	}
	if ratio < 9 || ratio > 11 {
		t.Errorf("compressed %.2f:1, want about 10:1", ratio)
	}
}

func TestSmallFilesAreOf2KB(t *testing.T) {
	_, stats := generate(t, Options{Events: 6000, EventsPerFile: 6})
	if stats.Files != 1000 {
		t.Errorf("%d files, want 1000", stats.Files)
	}
	if mean := stats.GzipBytes / int64(stats.Files); mean < 1800 || mean > 2400 {
		t.Errorf("files of %d bytes, want about 2000", mean)
	}
}

// TestMembersEndAfterTheirBytes reads member by member.
func TestMembersEndAfterTheirBytes(t *testing.T) {
	const limit = 20_000
	folder, stats := generate(t, Options{Events: 400, EventsPerFile: 400, MemberBytes: limit})
	for name, contents := range readTree(t, folder) {
		members := memberSizes(t, contents)
		last := len(members) - 1
		if last != int((stats.JSONBytes-1)/limit) {
			t.Errorf("%s: %d members for %d bytes", name, len(members), stats.JSONBytes)
		}
		for i, size := range members[:last] {
			if size != limit {
				t.Errorf("%s: member %d holds %d bytes", name, i, size)
			}
		}
	}
}

func memberSizes(t *testing.T, contents []byte) (sizes []int64) {
	t.Helper()
	in := bytes.NewReader(contents) // a ByteReader, so that nothing is read ahead
	reader, err := gzip.NewReader(in)
	for ; err == nil; err = reader.Reset(in) {
		reader.Multistream(false)
		n, err := io.Copy(io.Discard, reader)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, n)
	}
	if err != io.EOF {
		t.Fatal(err)
	}
	return sizes
}

func TestDigestListsTheFirstHour(t *testing.T) {
	folder, stats := generate(t, Options{Events: 3000, EventsPerFile: 10, Accounts: 1, Regions: 1, Digest: true})
	if stats.DigestFiles != 1 {
		t.Fatalf("%d digest files", stats.DigestFiles)
	}
	names, err := filepath.Glob(filepath.Join(folder, "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2023/11/01/*.json.gz"))
	if err != nil || len(names) != 1 {
		t.Fatalf("digest files %q, %v", names, err)
	}
	contents, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	var got digest
	if err := json.Unmarshal(uncompress(t, contents), &got); err != nil {
		t.Fatal(err)
	}
	if path.Base(got.Object) != filepath.Base(names[0]) {
		t.Errorf("calls itself %s, lies at %s", got.Object, names[0])
	}
	checkDigestFiles(t, got, logFiles(t, folder))
}

func checkDigestFiles(t *testing.T, got digest, logs map[string][]byte) {
	t.Helper()
	want := make(map[string]bool)
	for name := range logs {
		if strings.Contains(name, "_20231101T00") {
			want[name] = true
		}
	}
	if len(want) < 3 || len(got.LogFiles) != len(want) {
		t.Errorf("%d log files in the digest, %d in the folder", len(got.LogFiles), len(want))
	}
	for _, file := range got.LogFiles {
		if !want[file.Object] {
			t.Errorf("lists %s", file.Object)
		}
		if hash := sha256Hex(logs[file.Object]); file.Hash != hash {
			t.Errorf("%s: hash %s, want %s", file.Object, file.Hash, hash)
		}
		if file.Newest.After(*got.Newest) || file.Oldest.Before(*got.Oldest) {
			t.Errorf("%s is from outside the span of the digest", file.Object)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, options := range map[string]Options{
		"negative events":    {Events: -1},
		"too many accounts":  {Accounts: 13},
		"too many regions":   {Regions: 99},
		"share over 1":       {Duplicates: 1.5},
		"negative member":    {MemberBytes: -1},
		"negative file size": {EventsPerFile: -5},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if _, err := Generate(t.Context(), folder, options); err == nil {
				t.Error("no error")
			}
			if tree := readTree(t, folder); len(tree) > 0 {
				t.Errorf("wrote %d files", len(tree))
			}
		})
	}
}

func TestOccupiedFolderIsLeftAlone(t *testing.T) {
	folder, _ := generate(t, Options{Events: 10})
	before := readTree(t, folder)
	if _, err := Generate(t.Context(), folder, Options{Events: 20, Seed: 1}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("error %v, want one that says that the folder exists", err)
	}
	if !maps.EqualFunc(before, readTree(t, folder), bytes.Equal) {
		t.Error("files have changed")
	}
}

func TestCancelling(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Generate(ctx, t.TempDir(), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestCancellingWithinAFile(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := Generate(ctx, t.TempDir(), Options{Events: 1e9, EventsPerFile: 1e9})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}

func BenchmarkGenerate(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		folder := b.TempDir()
		b.StartTimer()
		stats, err := Generate(b.Context(), folder, Options{Events: 20_000, EventsPerFile: 2000})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(stats.JSONBytes)
	}
}
