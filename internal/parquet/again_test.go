//go:build cgo

package parquet_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/trailtest"
)

var firstOfNovember = time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)

// logAt is the path and content of a log file with n events before it.
func logAt(after time.Duration, id string, n int) (string, []byte) {
	delivered := firstOfNovember.Add(after)
	var records []string
	for i := range n {
		records = append(records, trailtest.Record(fmt.Sprintf("%s-%d", id, i), delivered.Add(-time.Duration(i+1)*time.Minute)))
	}
	return trailtest.LogPath("111122223333", "eu-west-1", delivered, id), trailtest.Gzip(trailtest.Envelope(records...))
}

// checkFolder fails the test where a folder has other events than the logs.
func checkFolder(t *testing.T, folder, logs string) {
	t.Helper()
	same(t, "events", parquetEvents(t, folder, trailq.Options{}), rawEvents(t, trailq.Dir(logs), trailq.Options{}))
}

// A second conversion adds the log files that are new, also those that came late
// and stand before all others.
func TestConvertAgain(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	for i, hours := range []time.Duration{30, 60, 2} {
		path, content := logAt(hours*time.Hour, fmt.Sprint(i), 5)
		write(t, filepath.Join(logs, path), content)
		summary := convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
		if summary.Files.Read != 1 || summary.Files.Skipped[convert.SkippedConverted] != i || summary.Records.Yielded != 5 {
			t.Errorf("run %d: %+v", i, summary)
		}
		checkFolder(t, folder, logs)
	}
}

// The same files by another name of their folder are the same files, also in one
// conversion.
func TestConvertFromElsewhere(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Join(trailq.Dir(sampleLogs), trailq.Dir("../parquet/"+sampleLogs)), folder, convert.Options{})
	checkFolder(t, folder, sampleLogs)
	absolute, err := filepath.Abs(sampleLogs)
	if err != nil {
		t.Fatal(err)
	}
	if summary := convertLogs(t, trailq.Dir(absolute), folder, convert.Options{}); summary.Files.Read != 0 || summary.Records.Read != 0 {
		t.Errorf("%+v", summary)
	}
}

// Names that are no UTF-8 are told apart, and known again.
func TestOddNames(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	for _, name := range []string{"a\xff.json", "a\xfe.json", "a\ufffd.json"} {
		if err := os.WriteFile(filepath.Join(logs, name), []byte(`[{"eventName":"A"}]`), 0o644); err != nil {
			t.Skip("the system has no such names: ", err)
		}
	}
	for _, want := range []int{3, 0} {
		if summary := convertLogs(t, trailq.Dir(logs), folder, convert.Options{}); summary.Files.Read != want {
			t.Errorf("%d files were read, want %d", summary.Files.Read, want)
		}
	}
}

// A log file that fails is named, and tried again; one that has changed is named
// and stays as it was converted, of which questions tell.
func TestFailedAndChanged(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	good, goodContent := logAt(time.Hour, "good", 4)
	bad, badContent := logAt(2*time.Hour, "bad", 300)
	write(t, filepath.Join(logs, good), goodContent)
	write(t, filepath.Join(logs, bad), badContent[:len(badContent)-20])
	var warned []error
	options := convert.Options{Warn: func(err error) { warned = append(warned, err) }}
	summary := convertLogs(t, trailq.Dir(logs), folder, options)
	if len(warned) != 1 || !strings.Contains(warned[0].Error(), "bad") || summary.Files.Failed != 1 {
		t.Errorf("%v, %+v", warned, summary)
	}
	checkFolder(t, folder, logs)

	write(t, filepath.Join(logs, bad), badContent)
	if summary := convertLogs(t, trailq.Dir(logs), folder, options); summary.Files.Read != 1 || len(warned) != 1 {
		t.Errorf("after it was mended: %+v, %v", summary, warned)
	}
	checkFolder(t, folder, logs)

	before := parquetEvents(t, folder, trailq.Options{})
	_, more := logAt(time.Hour, "more", 9)
	write(t, filepath.Join(logs, good), more)
	summary = convertLogs(t, trailq.Dir(logs), folder, options)
	if len(warned) != 2 || !strings.Contains(warned[1].Error(), "changed") || summary.Files.Failed != 1 {
		t.Errorf("%v, %+v", warned, summary)
	}
	same(t, "events", parquetEvents(t, folder, trailq.Options{}), before)
	if told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); len(told) != 1 || !strings.Contains(told[0], "changed") || summary.Files.Failed != 1 {
		t.Errorf("%q, %+v", told, summary.Files)
	}
	write(t, filepath.Join(logs, good), goodContent)
	convertLogs(t, trailq.Dir(logs), folder, options)
	if told, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); len(told) > 0 {
		t.Errorf("after it was put back: %q", told)
	}
}

// A file that fails when a part of it has been written already is converted as
// far as it can be read, and nothing is there twice.
func TestFailsWhenPartlyWritten(t *testing.T) {
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	good, goodContent := logAt(time.Hour, "good", 50)
	_, long := logAt(2*time.Hour, "long", 20_000)
	write(t, filepath.Join(logs, good), goodContent)
	write(t, filepath.Join(logs, "long.json.gz"), long[:len(long)-20])
	summary := convertLogs(t, trailq.Dir(logs), folder, convert.Options{Memory: 1 << 20})
	if n := int64(len(rawEvents(t, trailq.Dir(logs), trailq.Options{}))); summary.Files.Failed != 1 || summary.Files.Read != 1 || summary.Records.Yielded != n {
		t.Errorf("%+v, want %d events", summary, n)
	}
	checkFolder(t, folder, logs)
	checkTidy(t, folder)
	write(t, filepath.Join(logs, "long.json.gz"), long)
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{Memory: 1 << 20})
	checkFolder(t, folder, logs)
}

// Conversions of different windows give together what one of all gives.
func TestWindows(t *testing.T) {
	logs, folder := generated(t), filepath.Join(t.TempDir(), "parquet")
	for _, filter := range []trailq.Filter{
		{From: firstOfNovember.Add(30 * time.Hour)},
		{From: firstOfNovember.Add(20 * time.Hour), To: firstOfNovember.Add(35 * time.Hour), LateDelivery: -1},
		{From: firstOfNovember.Add(31 * time.Hour)},
		{},
	} {
		convertLogs(t, trailq.Dir(logs), folder, convert.Options{Read: trailq.Options{Filter: filter}})
		if filter.To.IsZero() {
			want := rawEvents(t, trailq.Dir(logs), trailq.Options{Filter: filter})
			same(t, "events", parquetEvents(t, folder, trailq.Options{Filter: filter}), want)
		}
	}
	checkFolder(t, folder, logs)
	if summary := convertLogs(t, trailq.Dir(logs), folder, convert.Options{}); summary.Files.Read != 0 {
		t.Errorf("all is there already: %+v", summary)
	}
}

// Duplicates are left out, also of what was there before.
func TestDedup(t *testing.T) {
	logs, folder := generated(t), filepath.Join(t.TempDir(), "parquet")
	options := convert.Options{Read: trailq.Options{Duplicates: trailq.DropDuplicates}, Commit: convert.CommitLimits{Files: 7}}
	summary := convertLogs(t, trailq.Dir(logs), folder, options)
	unique := rawEvents(t, trailq.Dir(logs), trailq.Options{Duplicates: trailq.DropDuplicates})
	if n := len(parquetEvents(t, folder, trailq.Options{})); n != len(unique) || summary.Records.Yielded != int64(n) || summary.Records.DuplicatesDropped == 0 {
		t.Errorf("%d events, want %d; %+v", n, len(unique), summary.Records)
	}
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(logs)); err != nil {
		t.Fatal(err)
	}
	summary = convertLogs(t, trailq.Dir(copied), folder, options)
	withoutID := int64(0)
	for _, event := range unique {
		if !strings.Contains(event, `"eventID":"`) {
			withoutID++
		}
	}
	if summary.Records.Yielded != withoutID {
		t.Errorf("of a copy of the same logs %d events were added", summary.Records.Yielded)
	}
}

// What cannot go together is refused.
func TestRefused(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "parquet")
	first, err := convert.Open(folder, convert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := convert.Open(folder, convert.Options{}); !errors.Is(err, layout.ErrInUse) {
		t.Errorf("a second conversion at the same time: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	for what, options := range map[string]convert.Options{
		"without records": {NoRecord: true},
		"other filter":    {Read: trailq.Options{Filter: trailq.Filter{EventNames: []string{"GetObject"}}}},
	} {
		if _, err := convert.Open(folder, options); !errors.Is(err, layout.ErrOther) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := convert.Open(sampleLogs, convert.Options{}); !errors.Is(err, layout.ErrOther) {
		t.Errorf("a folder of logs: %v", err)
	}
	if _, err := os.Stat(filepath.Join(sampleLogs, "_trailq")); err == nil {
		t.Error("something was written into a folder of logs")
	}
}

// A commit whose record is there, but not all of its files, is brought to its
// end; what no record names is removed.
func TestCutOffCommit(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(sampleLogs), folder, convert.Options{})
	commits, staging := filepath.Join(folder, "_trailq/commits"), filepath.Join(folder, "_trailq/new")
	record := filepath.Join(commits, "00000001.json.gz")
	var commit struct {
		Data []struct{ Path, Staged string }
	}
	file, err := os.Open(record)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := gzip.NewReader(file)
	if err == nil {
		err = json.NewDecoder(content).Decode(&commit)
	}
	if err != nil || len(commit.Data) < 3 {
		t.Fatalf("%v: %+v", err, commit)
	}
	for _, data := range commit.Data[1:] {
		if err := os.Rename(filepath.Join(folder, data.Path), filepath.Join(staging, data.Staged)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(record, filepath.Join(commits, "00000001.pending.gz")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(staging, "00000002-0.parquet.part"), []byte("PAR1"))
	write(t, filepath.Join(commits, "00000002.pending.gz.part"), []byte("{"))
	if told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); summary.Complete() || !strings.Contains(strings.Join(told, "\n"), "cut off") {
		t.Errorf("a query says %q, %+v", told, summary)
	}
	if summary := convertLogs(t, trailq.Dir(sampleLogs), folder, convert.Options{}); summary.Files.Read != 0 {
		t.Errorf("%+v", summary)
	}
	checkFolder(t, folder, sampleLogs)
	checkTidy(t, folder)
}
