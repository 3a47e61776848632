//go:build cgo

package parquet_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// A commit that is lost stays lost until its log files have been converted again, all of them
// and as they were; meanwhile queries, conversions and Verify name it.
func TestLostCommit(t *testing.T) {
	logs, folder := twoCommits(t), filepath.Join(t.TempDir(), "parquet")
	options := convert.Options{Commit: convert.CommitLimits{Files: 6}, Threads: 1}
	convertLogs(t, trailq.Dir(logs), folder, options)
	want := parquetEvents(t, folder, trailq.Options{})
	toldWhole, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{})
	removeCommit("00000002")(t, folder, "")
	isNamed := func(told []string) bool {
		said := strings.Join(told, "\n")
		return strings.Count(said, "00000002.json.gz") == 1 && strings.Count(said, layout.ErrRecordMissing.Error()) == 1
	}
	checkNamed := func(when string) {
		t.Helper()
		told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{})
		if summary.Complete() || !isNamed(told) {
			t.Errorf("%s a query says %q", when, told)
		}
		told = nil
		verified, err := convert.Verify(t.Context(), folder, collect(&told))
		if err != nil || verified.Failed == 0 || !isNamed(told) {
			t.Errorf("%s Verify says %q, %+v, %v", when, told, verified, err)
		}
	}
	checkNamed("before a conversion")
	path, content := logAt(7*7*time.Hour, "h", 40) // one of the lost commit
	remove(t, filepath.Join(logs, path))
	for range 2 {
		var told []string
		options.Warn = collect(&told)
		if summary := convertLogs(t, trailq.Dir(logs), folder, options); summary.Complete() || !isNamed(told) {
			t.Errorf("without a log file convert says %q, %+v", told, summary.Files)
		}
		checkNamed("without a log file")
	}
	write(t, filepath.Join(logs, path), content)
	options.Warn = nil
	convertLogs(t, trailq.Dir(logs), folder, options)
	same(t, "events", parquetEvents(t, folder, trailq.Options{}), want)
	if told, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); len(told) != len(toldWhole) {
		t.Errorf("a query says %q", told)
	}
}

// A folder of an earlier version has no index. It is read without a word, and the next
// conversion gives it one.
func TestFolderWithoutIndex(t *testing.T) {
	logs, folder := twoCommits(t), filepath.Join(t.TempDir(), "parquet")
	options := convert.Options{Commit: convert.CommitLimits{Files: 6}, Threads: 1}
	convertLogs(t, trailq.Dir(logs), folder, options)
	want := parquetEvents(t, folder, trailq.Options{})
	toldWhole, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{})
	own := filepath.Join(folder, "_trailq")
	remove(t, filepath.Join(own, "index.json.gz"))
	write(t, filepath.Join(own, "folder.json"), []byte(`{"format":2,"record":true}`))
	for number := 1; number <= 3; number++ {
		rewrite(t, filepath.Join(folder, layout.RecordPath(number)), func(packed []byte) []byte {
			c, err := layout.DecodeCommit(packed)
			if err != nil {
				t.Fatal(err)
			}
			c.Number = 0
			if packed, err = c.Encode(); err != nil {
				t.Fatal(err)
			}
			return packed
		})
	}
	for _, when := range []string{"before", "after"} {
		same(t, "events "+when, parquetEvents(t, folder, trailq.Options{}), want)
		if told, _ := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); len(told) != len(toldWhole) {
			t.Errorf("%s a query says %q", when, told)
		}
		if verified, err := convert.Verify(t.Context(), folder, func(error) {}); err != nil || verified.Failed != 0 {
			t.Errorf("%s Verify says %+v, %v", when, verified, err)
		}
		convertLogs(t, trailq.Dir(logs), folder, options)
	}
	removeCommit("00000003")(t, folder, "")
	if told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); summary.Complete() {
		t.Errorf("with an index a query says %q", told)
	}
}

// What a folder's own files say of each other is missed, one by one.
func TestOwnFilesMissing(t *testing.T) {
	logs := twoCommits(t)
	for name, spoil := range map[string]func(t *testing.T, folder string){
		"failed.json.gz": func(t *testing.T, folder string) { // of a file that no commit has
			write(t, filepath.Join(logs, "AWSLogs/111122223333/CloudTrail/eu-west-1/2023/11/09/111122223333_CloudTrail_eu-west-1_20231109T0000Z_x.json.gz"), []byte("no gzip"))
			convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
		},
		"unfinished.json": func(t *testing.T, folder string) {
			conversion, err := convert.Open(folder, convert.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := conversion.Add(t.Context(), failingSource{trailq.Dir(logs)}); !errors.Is(err, errFails) {
				t.Fatal(err)
			}
			if err := conversion.Close(); err != nil {
				t.Fatal(err)
			}
		},
	} {
		folder := filepath.Join(t.TempDir(), "parquet")
		spoil(t, folder)
		remove(t, filepath.Join(folder, "_trailq", name))
		if told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); summary.Complete() || !strings.Contains(strings.Join(told, "\n"), name) {
			t.Errorf("%s is missing, and a query says %q", name, told)
		}
		if verified, err := convert.Verify(t.Context(), folder, func(error) {}); err != nil || verified.Failed == 0 {
			t.Errorf("%s is missing, and Verify says %+v, %v", name, verified, err)
		}
		if _, err := tryConvert(t, trailq.Dir(logs), folder, convert.Options{}); !errors.Is(err, layout.ErrDamagedLedger) {
			t.Errorf("%s is missing, and convert says %v", name, err)
		}
	}
}

// failingSource is a source whose listing fails at its end.
type failingSource struct{ trailq.Source }

var errFails = errors.New("the listing fails")

func (s failingSource) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range s.Source.Files(ctx, filter) {
			if !yield(file, err) {
				return
			}
		}
		yield(trailq.File{}, errFails)
	}
}

// cutStore is a store whose process is killed after some steps: all later ones fail.
type cutStore struct {
	layout.Store
	left int
}

var errKilled = errors.New("killed")

// takeStep does a step, unless the store was cut before it.
func (s *cutStore) takeStep(do func() error) error {
	if s.left--; s.left < 0 {
		return errKilled
	}
	return do()
}

func (s *cutStore) WriteFile(file string, content []byte) error {
	return s.takeStep(func() error { return s.Store.WriteFile(file, content) })
}

func (s *cutStore) CreateFile(file string, content []byte) error {
	return s.takeStep(func() error { return s.Store.CreateFile(file, content) })
}

func (s *cutStore) MoveFiles(moves []layout.Move) error {
	for _, m := range moves {
		if err := s.takeStep(func() error { return s.Store.MoveFiles([]layout.Move{m}) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *cutStore) RemoveFiles(files ...string) error {
	for _, file := range files {
		if err := s.takeStep(func() error { return s.Store.RemoveFiles(file) }); err != nil {
			return err
		}
	}
	return nil
}

// A conversion that is killed between any two steps leaves an index that names nothing that is
// not there, and a folder that the next conversion completes. TRAILQ_SOAK tries all steps.
func TestIndexOfKilled(t *testing.T) {
	logs := t.TempDir()
	path, content := logAt(time.Hour, "bad", 300)
	other, second := logAt(30*time.Hour, "other", 20)
	write(t, filepath.Join(logs, other), second)
	objects := startBucket(t)
	stride, tried := 5, 0
	if os.Getenv("TRAILQ_SOAK") != "" {
		stride = 1
	}
	for steps, ended := 0, false; !ended; steps += stride {
		if err := os.RemoveAll(objects); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(logs, path), content[:len(content)-20])
		convertToBucket(t, trailq.Dir(logs), convert.Options{Threads: 1})
		write(t, filepath.Join(logs, path), content) // now the commit of its readable part is taken back
		want := rawEvents(t, trailq.Dir(logs), trailq.Options{})
		_, err := tryConvert(t, trailq.Dir(logs), "", convert.Options{Threads: 1, Store: &cutStore{openStore(t), steps}})
		if ended = err == nil; !ended && !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		tried++
		told, summary := lackOf(t, trailq.Dir(objects), parquet.SourceOptions{})
		said := strings.Join(told, "\n")
		if strings.Contains(said, layout.ErrRecordMissing.Error()) || strings.Contains(said, layout.IndexFile) {
			t.Errorf("%d steps: a query misses what was never there: %q", steps, told)
		}
		if summary.Complete() != ended {
			t.Errorf("%d steps: a query says %q", steps, told)
		}
		convertToBucket(t, trailq.Dir(logs), convert.Options{Threads: 1})
		same(t, fmt.Sprint(steps, " steps"), parquetEvents(t, objects, trailq.Options{}), want)
		if told, _ := lackOf(t, trailq.Dir(objects), parquet.SourceOptions{}); len(told) > 0 {
			t.Errorf("%d steps, and a conversion after them: %q", steps, told)
		}
		checkTidy(t, objects)
	}
	t.Logf("%d places of %d steps", tried, tried*stride)
}
