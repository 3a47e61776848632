//go:build cgo

package parquet_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/trailtest"
)

// Of two conversions into a folder at once, the second is refused; and every query
// meanwhile has whole files, no event twice, and says that events are missing.
func TestTwoAtOnce(t *testing.T) {
	logs := manyLogs(t)
	want := rawEvents(t, trailq.Dir(logs), trailq.Options{})
	folder := filepath.Join(t.TempDir(), "parquet")
	first := childCommand(t, logs, folder, 0)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- first.Wait() }()
	waitForCommits(folder, 1, ended)
	second := childCommand(t, logs, folder, 0)
	err := second.Run()
	said := second.Stderr.(*strings.Builder).String()
	refused := err != nil && strings.Contains(said, "another conversion into this folder runs")
	if err != nil && !refused {
		t.Errorf("the second: %v, %s", err, said)
	}
	queries, between := 0, 0
	for running := true; running; queries++ {
		select {
		case err := <-ended:
			running = false
			if err != nil {
				t.Fatal(err)
			}
		default:
		}
		if n := checkKilled(t, folder, want); n < len(want) {
			between++
		}
	}
	t.Logf("the second was refused: %v; %d queries, %d of them before the end", refused, queries, between)
	same(t, "events", parquetEvents(t, folder, trailq.Options{}), want)
	checkTidy(t, folder)
}

// The first commit does not wait for all log files, so that there is something soon.
func TestFirstCommit(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	padding := strings.Repeat("x", 1000)
	for i := range 12 {
		var records []string
		for n := range 500 {
			records = append(records, fmt.Sprintf(`{"eventTime":"2023-11-01T00:00:00Z","eventID":"%d-%d","userAgent":"%s"}`, i, n, padding))
		}
		write(t, filepath.Join(logs, fmt.Sprintf("%02d.json", i)), []byte(trailtest.Envelope(records...)))
	}
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{Commit: convert.CommitLimits{First: time.Nanosecond}})
	checkFolder(t, folder, logs)
	var first struct{ Logs []any }
	readRecord(t, filepath.Join(folder, "_trailq/commits/00000001.json.gz"), &first)
	if n := len(first.Logs); n == 0 || n == 12 {
		t.Errorf("the first commit has %d log files of 12", n)
	}
}

func readRecord(t *testing.T, name string, to any) {
	t.Helper()
	packed, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err == nil {
		err = json.Unmarshal(text, to)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A folder of an earlier version, whose records have no hash and one member, is read,
// verified by size and added to.
func TestEarlierVersion(t *testing.T) {
	logs, folder := twoCommits(t), filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{Commit: convert.CommitLimits{Files: 6}})
	want := parquetEvents(t, folder, trailq.Options{})
	toldBefore, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{})
	records, _ := filepath.Glob(filepath.Join(folder, "_trailq/commits/*.json.gz"))
	for _, name := range records {
		var record map[string]any
		readRecord(t, name, &record)
		for _, field := range []string{"lacking", "order"} {
			delete(record, field)
		}
		data, _ := record["data"].([]any)
		for _, file := range data {
			delete(file.(map[string]any), "sha256")
			delete(file.(map[string]any), "modified")
		}
		logs := record["logs"]
		delete(record, "logs")
		text, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		listed, err := json.Marshal(logs)
		if err != nil {
			t.Fatal(err)
		}
		write(t, name, trailtest.Gzip(strings.TrimSuffix(string(text), "}")+`,"logs":`+string(listed)+"}"))
	}
	same(t, "events", parquetEvents(t, folder, trailq.Options{}), want)
	if told, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); len(told) != len(toldBefore) {
		t.Errorf("%q, want %q", told, toldBefore)
	}
	found, err := convert.Verify(t.Context(), folder, func(err error) { t.Error(err) })
	if err != nil || found.NoHash != found.Files || found.Files == 0 {
		t.Errorf("%+v, %v", found, err)
	}
	path, content := logAt(200*time.Hour, "new", 5)
	write(t, filepath.Join(logs, path), content)
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	if events := parquetEvents(t, folder, trailq.Options{}); len(events) != len(want)+5 {
		t.Errorf("%d events, want %d", len(events), len(want)+5)
	}
	files, _ := parquetFiles(t, folder)
	rewrite(t, files[0], half)
	if told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); summary.Complete() || !strings.Contains(strings.Join(told, "\n"), files[0]) {
		t.Errorf("%q", told)
	}
}

// While a conversion runs, a listing can have less than the folder: a file of the
// conversion's own that is gone again, and a Parquet file whose commit came later. Both
// are that run, and no damage.
func TestListedBetween(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(sampleLogs), folder, convert.Options{})
	files, _ := parquetFiles(t, folder)
	content, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	toldWhole, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{})
	later := strings.Replace(files[0], "00000001-", "00000002-", 1)
	write(t, later, content)
	checkTold(t, trailq.Dir(folder), append(toldWhole, later))
	part := filepath.Join(folder, "_trailq/commits/00000002.json.gz.pending")
	checkTold(t, vanishing{trailq.Dir(folder), part}, append(toldWhole, part))
	foreign := strings.Replace(files[0], "00000001-", "00000000-", 1)
	write(t, foreign, content)
	checkTold(t, vanishing{trailq.Dir(folder), part}, append(toldWhole, part, foreign))
}

// checkTold fails the test if a source has other warnings than one for each of some texts.
func checkTold(t *testing.T, source trailq.Source, want []string) {
	t.Helper()
	told, _ := lackOf(t, source, parquet.SourceOptions{})
	if len(told) != len(want) {
		t.Errorf("told %q, want %q", told, want)
	}
	for _, text := range want {
		if !slices.ContainsFunc(told, func(s string) bool { return strings.Contains(s, text) }) {
			t.Errorf("told %q, want %s", told, text)
		}
	}
}

// vanishing is a source with a file that is gone before it is described.
type vanishing struct {
	trailq.Source
	name string
}

func (v vanishing) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		if !yield(trailq.File{}, &trailq.FileError{File: v.name, Err: fs.ErrNotExist}) {
			return
		}
		v.Source.Files(ctx, filter)(yield)
	}
}
