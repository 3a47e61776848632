//go:build cgo

package parquet_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// damagedLogs are logs of which two files are cut short, one is none, and one has
// a record that is rejected; and what mends them.
func damagedLogs(t *testing.T) (folder string, mended trailtest.Tree) {
	folder, mended = t.TempDir(), make(trailtest.Tree)
	damaged := make(trailtest.Tree)
	for i := range 4 {
		path, content := logAt(time.Duration(i+1)*time.Hour, fmt.Sprint("good", i), 20)
		damaged[path] = content
		path, content = logAt(time.Duration(i+30)*time.Hour, fmt.Sprint("bad", i), 200)
		damaged[path], mended[path] = content[:len(content)-20-i], content
	}
	damaged["none.json"], mended["none.json"] = []byte(`{"no":"log"}`), []byte(trailtest.Record("late", firstOfNovember))
	damaged["reject.json"] = []byte(`[` + trailtest.Record("r1", firstOfNovember) + `,17,` + trailtest.Record("r2", firstOfNovember) + `]`)
	damaged.Write(t, folder)
	return folder, mended
}

// checkTrouble fails the test where a folder has other events than the logs, or
// tells of other files and records.
func checkTrouble(t *testing.T, folder, logs string) {
	t.Helper()
	checkFolder(t, folder, logs)
	for _, where := range []string{"1 = 1", "account = '444455556666'", "eventtime >= '2023-11-02T12:00:00Z'", "day = '01' AND month = '11' AND year = '2023'"} {
		var raw, converted []string
		question := "SELECT count(*) FROM cloudtrail_logs WHERE " + where
		fromLogs, want := ask(t, openLogs(t, trailq.Dir(logs), duck.Options{Warn: collect(&raw)}), question)
		fromParquet, got := ask(t, openParquet(t, trailq.Dir(folder), duck.Options{Warn: collect(&converted)}, parquet.SourceOptions{}), question)
		same(t, where, fromParquet, fromLogs)
		sameTrouble(t, where, got, want)
		if len(raw) != len(converted) {
			t.Errorf("%s: %d warnings, want %d: %q", where, len(converted), len(raw), converted)
		}
		for _, warning := range raw {
			file, cause, _ := strings.Cut(warning, ": ")
			if !strings.Contains(strings.Join(converted, "\n"), file) || !strings.Contains(strings.Join(converted, "\n"), cause[strings.Index(cause, ": ")+1:]) {
				t.Errorf("%s: nothing tells of %q: %q", where, warning, converted)
			}
		}
	}
}

func collect(warnings *[]string) func(error) {
	return func(err error) { *warnings = append(*warnings, err.Error()) }
}

// Questions on logs of which some are damaged have the same answers from Parquet,
// and tell the same; also when they were mended and converted again.
func TestDamagedLogs(t *testing.T) {
	for name, options := range map[string]convert.Options{
		"at once":  {},
		"in parts": {Memory: 100_000, Commit: convert.CommitLimits{Files: 3}},
		"no twice": {Read: trailq.Options{Duplicates: trailq.DropDuplicates}, Commit: convert.CommitLimits{Files: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			logs, mended := damagedLogs(t)
			folder := filepath.Join(t.TempDir(), "parquet")
			summary := convertLogs(t, trailq.Dir(logs), folder, options)
			if n := int64(len(rawEvents(t, trailq.Dir(logs), trailq.Options{}))); summary.Files.Failed != 5 || summary.Records.Rejected != 1 || summary.Records.Yielded != n {
				t.Errorf("%+v, want %d events", summary, n)
			}
			checkTrouble(t, folder, logs)
			before, _ := parquetFiles(t, folder)
			summary = convertLogs(t, trailq.Dir(logs), folder, options)
			if after, _ := parquetFiles(t, folder); summary.Files.Failed != 5 || summary.Records.Yielded != 0 || fmt.Sprint(before) != fmt.Sprint(after) {
				t.Errorf("what is damaged still: %+v", summary)
			}
			checkTrouble(t, folder, logs)
			mended.Write(t, logs)
			summary = convertLogs(t, trailq.Dir(logs), folder, options)
			if summary.Files.Failed != 0 || summary.Files.Read != 5 || summary.Records.Yielded != 4*200+1 {
				t.Errorf("what is mended: %+v", summary)
			}
			checkTrouble(t, folder, logs)
			checkTidy(t, folder)
		})
	}
}

// A file of which more can be read than before takes its place, and one that is
// worse than it was, too.
func TestDamagedOtherwise(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	path, content := logAt(time.Hour, "bad", 300)
	for _, size := range []int{len(content) - 400, len(content) - 20, len(content) / 2, 5, len(content)} {
		write(t, filepath.Join(logs, path), content[:size])
		convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
		checkTrouble(t, folder, logs)
	}
}

// What was to be converted of a damaged file at one time and at another is
// converted when it is mended, and nothing else.
func TestDamagedWindows(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	path, content := logAt(5*time.Hour, "bad", 300) // from midnight to 5 o'clock
	good, goodContent := logAt(4*time.Hour, "good", 200)
	write(t, filepath.Join(logs, path), content[:len(content)-20])
	write(t, filepath.Join(logs, good), goodContent)
	hour := func(n int) time.Time { return firstOfNovember.Add(time.Duration(n) * time.Hour) }
	windows := []trailq.Filter{{From: hour(4)}, {From: hour(1), To: hour(2)}, {From: hour(3)}}
	var want []string
	check := func() {
		t.Helper()
		want = nil
		for _, event := range rawEvents(t, trailq.Dir(logs), trailq.Options{}) {
			_, at, _ := strings.Cut(event, `"eventTime":"2023-11-01T`)
			if at[:2] == "01" || at[:2] >= "03" {
				want = append(want, event)
			}
		}
		same(t, "events", parquetEvents(t, folder, trailq.Options{}), want)
	}
	for _, filter := range windows {
		convertLogs(t, trailq.Dir(logs), folder, convert.Options{Read: trailq.Options{Filter: filter}})
	}
	check()
	write(t, filepath.Join(logs, path), content)
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{Read: trailq.Options{Filter: trailq.Filter{From: hour(4)}}})
	check()
	if told, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); len(told) > 0 {
		t.Errorf("it is whole: %q", told)
	}
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	checkTrouble(t, folder, logs)
}

// flaky is a source whose files can be opened, and read beyond their first half,
// only when it is well.
type flaky struct {
	trailq.Source
	broken func(path string) (opens, reads bool)
}

var errNetwork = errors.New("the network is gone")

func (f flaky) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range f.Source.Files(ctx, filter) {
			open := file.Open
			file.Version = "1"
			file.Open = func(ctx context.Context) (io.ReadCloser, error) {
				opens, reads := f.broken(file.Path)
				if !opens {
					return nil, errNetwork
				}
				body, err := open(ctx)
				if err != nil || reads {
					return body, err
				}
				half := io.LimitReader(body, file.Size/2)
				return struct {
					io.Reader
					io.Closer
				}{io.MultiReader(half, failingReader{}), body}, nil
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errNetwork }

// What could not be opened or fetched is tried again, also where a part of it was,
// and what there is of it is not lost meanwhile.
func TestNotFetched(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	var records []string
	for i := range 100 {
		records = append(records, trailtest.Record(fmt.Sprint(i), firstOfNovember))
	}
	for i := range 3 {
		write(t, filepath.Join(logs, fmt.Sprint(i, ".json")), []byte(trailtest.Envelope(records...)))
	}
	opens, reads := map[byte]bool{'0': true, '1': true}, map[byte]bool{'0': true}
	source := flaky{trailq.Dir(logs), func(path string) (bool, bool) {
		i := filepath.Base(path)[0]
		return opens[i], reads[i]
	}}
	checkCount := func(least, most int64, failed int) {
		t.Helper()
		convertLogs(t, source, folder, convert.Options{})
		told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{})
		if n := summary.Records.Yielded; n < least || n > most || summary.Files.Failed != failed || len(told) != failed || failed > 0 && !strings.Contains(told[0], errNetwork.Error()) {
			t.Errorf("%d events, %d failed, %q, want %d to %d and %d", n, summary.Files.Failed, told, least, most, failed)
		}
	}
	checkCount(120, 160, 2)
	opens['1'] = false
	checkCount(120, 160, 2)
	opens['1'], opens['2'] = true, true
	checkCount(200, 260, 2)
	reads['1'], reads['2'] = true, true
	checkCount(300, 300, 0)
	checkFolder(t, folder, logs)
}

// In a bucket, a damaged object that has not changed is not fetched again, and is
// told of all the same; a converted folder in a bucket tells what it lacks, also
// where only a part of it is asked.
func TestDamagedBucket(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.MakeBucket(t, "amzn-s3-demo-bucket", nil)
	open := func(ctx context.Context, name string) (trailq.Source, error) {
		return s3source.New(ctx, name, s3source.Options{EndpointURL: server.Endpoint})
	}
	path, content := logAt(time.Hour, "bad", 300)
	server.Put(t, "amzn-s3-demo-bucket", path, content[:len(content)-20])
	source, err := open(t.Context(), "s3://amzn-s3-demo-bucket/AWSLogs/")
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "parquet")
	for round := range 2 {
		var warned []string
		summary := convertLogs(t, source, folder, convert.Options{Warn: collect(&warned)})
		if summary.Files.Failed != 1 || len(warned) != 1 || !strings.Contains(warned[0], path) || (summary.StoredBytes == 0) != (round == 1) {
			t.Errorf("round %d: %+v, %q", round, summary, warned)
		}
	}
	want := rawEvents(t, source, trailq.Options{})
	same(t, "events", parquetEvents(t, folder, trailq.Options{}), want)
	if err := os.CopyFS(filepath.Join(server.Folder("amzn-s3-demo-bucket"), "converted"), os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"s3://amzn-s3-demo-bucket/converted/", "s3://amzn-s3-demo-bucket/converted/data/account=111122223333/"} {
		source, err := open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		told, summary := lackOf(t, source, parquet.SourceOptions{Remote: true, Open: open})
		if summary.Files.Failed != 1 || len(told) != 1 || summary.Records.Yielded != int64(len(want)) {
			t.Errorf("%s: %q, %+v", url, told, summary)
		}
	}
	server.Put(t, "amzn-s3-demo-bucket", path, content)
	if summary := convertLogs(t, source, folder, convert.Options{}); summary.Files.Read != 1 {
		t.Errorf("it is mended: %+v", summary)
	}
	same(t, "events", parquetEvents(t, folder, trailq.Options{}), rawEvents(t, source, trailq.Options{}))
}

// A part of a folder tells of what could be in that part.
func TestDamagedPart(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	for _, account := range []string{"111122223333", "444455556666"} {
		content := trailtest.Gzip(trailtest.Envelope(trailtest.Record("x", firstOfNovember)))
		write(t, filepath.Join(logs, trailtest.LogPath(account, "eu-west-1", firstOfNovember.Add(time.Hour), "good")), content)
		write(t, filepath.Join(logs, trailtest.LogPath(account, "eu-west-1", firstOfNovember.Add(time.Hour), "bad")), content[:9])
	}
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	for part, failed := range map[string]int{"": 2, "data/account=111122223333": 1, "data/account=*/*/date=2023-11-01": 2, "data/account=*/*/*/*.parquet": 2} {
		if told, summary := lackOf(t, trailq.Files(filepath.Join(folder, part)), parquet.SourceOptions{}); summary.Files.Failed != failed || len(told) != failed {
			t.Errorf("%s: %q", part, told)
		}
	}
}

// A part of the logs that could not be listed is told of until it was.
func TestUnlisted(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	good, content := logAt(time.Hour, "good", 5)
	write(t, filepath.Join(logs, good), content)
	link := filepath.Join(logs, "link.json")
	if err := os.Symlink(filepath.Join(logs, "later"), link); err != nil {
		t.Skip("the system has no such links: ", err)
	}
	later := convert.Options{Read: trailq.Options{Filter: trailq.Filter{From: firstOfNovember}}}
	for i, options := range []convert.Options{{}, later, {}} {
		if summary := convertLogs(t, trailq.Dir(logs), folder, options); summary.Files.Unlisted != 1 {
			t.Errorf("%+v", summary)
		}
		told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{})
		if len(told) != 1 || !strings.HasPrefix(told[0], link) || summary.Files.Unlisted != 1 || summary.Files.Failed != 0 {
			t.Errorf("round %d: %q, %+v", i, told, summary)
		}
	}
	if err := os.Remove(link); err != nil {
		t.Fatal(err)
	}
	convertLogs(t, trailq.Dir(logs), folder, later) // which is not all that was asked for
	if told, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); len(told) != 1 {
		t.Errorf("%q", told)
	}
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	if told, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); len(told) > 0 {
		t.Errorf("%q", told)
	}
}

// What a folder remembers may be damaged itself: a question tells, and a
// conversion leaves it.
func TestDamagedMemory(t *testing.T) {
	logs, _ := damagedLogs(t)
	folder := filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	memory := filepath.Join(folder, "_trailq/failed.json.gz")
	content, err := os.ReadFile(memory)
	if err != nil {
		t.Fatal(err)
	}
	write(t, memory, content[:len(content)/2])
	if told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); summary.Complete() || len(told) != 1 || !strings.Contains(told[0], "not known") {
		t.Errorf("%q, %+v", told, summary)
	}
	if _, err := tryConvert(t, trailq.Dir(logs), folder, convert.Options{}); err == nil || !strings.Contains(err.Error(), memory) {
		t.Errorf("converting: %v", err)
	}
	if err := os.Remove(memory); err != nil {
		t.Fatal(err)
	}
	if told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); summary.Complete() || len(told) != 1 || !strings.Contains(told[0], "not known") {
		t.Errorf("%q, %+v", told, summary)
	}
	if _, err := tryConvert(t, trailq.Dir(logs), folder, convert.Options{}); !errors.Is(err, layout.ErrDamagedLedger) {
		t.Errorf("converting: %v", err)
	}
}

// Rejected records without end are counted, and the first are named.
func TestRejectedMany(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	content := []byte("[" + trailtest.Record("x", firstOfNovember) + strings.Repeat(",7", 5000) + "]")
	write(t, filepath.Join(logs, "a.json"), content)
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{})
	if len(told) != 1001 || !strings.Contains(told[1000], "4000 more") || summary.Records.Rejected != 5000 {
		t.Errorf("%d warnings, %+v", len(told), summary)
	}
}

// Whatever was done of taking back a commit when the process was killed, the next
// conversion does the rest.
func TestCutOffTakingBack(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	path, content := logAt(time.Hour, "bad", 300)
	write(t, filepath.Join(logs, path), content[:len(content)-20])
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	salvaged := t.TempDir()
	if err := os.CopyFS(salvaged, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	old, _ := parquetFiles(t, salvaged)
	write(t, filepath.Join(logs, path), content)
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	fresh, _ := parquetFiles(t, folder)
	want := rawEvents(t, trailq.Dir(logs), trailq.Options{})
	for done := range len(old) + 2 + len(fresh) {
		cut := filepath.Join(t.TempDir(), "parquet")
		if err := os.CopyFS(cut, os.DirFS(salvaged)); err != nil {
			t.Fatal(err)
		}
		copyFile(t, filepath.Join(folder, "_trailq/commits/00000002.json.gz"), filepath.Join(cut, "_trailq/commits/00000002.pending.gz"))
		for i, name := range old {
			if done > i {
				remove(t, strings.Replace(name, salvaged, cut, 1))
			}
		}
		if done > len(old) {
			remove(t, filepath.Join(cut, "_trailq/commits/00000001.json.gz"))
		}
		for i, name := range fresh {
			to := filepath.Join(cut, "_trailq/new", filepath.Base(name)+".part")
			if done > len(old)+1+i {
				to = strings.Replace(name, folder, cut, 1)
			}
			copyFile(t, name, to)
		}
		if summary := convertLogs(t, trailq.Dir(logs), cut, convert.Options{}); summary.Files.Skipped[convert.SkippedConverted] != 1 {
			t.Errorf("%d steps: %+v", done, summary)
		}
		same(t, fmt.Sprint(done, " steps"), parquetEvents(t, cut, trailq.Options{}), want)
		checkTidy(t, cut)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	write(t, to, content)
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}
