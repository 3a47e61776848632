package spool

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trailq/trailq"
)

// pipeSource returns a source over a pipe, and the pipe's end to write to.
func pipeSource(t *testing.T) (*Source, *io.PipeWriter) {
	t.Helper()
	from, to := io.Pipe()
	source := New(trailq.Stream("standard input", from), t.TempDir())
	t.Cleanup(func() {
		to.Close()
		source.Close()
	})
	return source, to
}

// openFile opens the one file of a source.
func openFile(t *testing.T, ctx context.Context, source trailq.Source) io.ReadCloser {
	t.Helper()
	for file, err := range source.Files(ctx, &trailq.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		opened, err := file.Open(ctx)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { opened.Close() })
		return opened
	}
	t.Fatal("the source has no file")
	return nil
}

// Several readers, early and late ones, all read the whole stream.
func TestReadersShareStream(t *testing.T) {
	source, to := pipeSource(t)
	text := strings.Repeat("what comes only once. ", 50_000)
	go func() {
		for part := text; part != ""; part = part[min(len(part), 7919):] {
			io.WriteString(to, part[:min(len(part), 7919)])
		}
		to.Close()
	}()
	var readers sync.WaitGroup
	for range 4 {
		reader := openFile(t, t.Context(), source)
		readers.Go(func() {
			if got, err := io.ReadAll(reader); err != nil || string(got) != text {
				t.Errorf("%d bytes of %d, %v", len(got), len(text), err)
			}
		})
	}
	readers.Wait()
	if got, err := io.ReadAll(openFile(t, t.Context(), source)); err != nil || string(got) != text {
		t.Errorf("afterwards %d bytes of %d, %v", len(got), len(text), err)
	}
}

// An error of the stream comes to each reader, behind what came before it.
func TestStreamFails(t *testing.T) {
	source, to := pipeSource(t)
	broken := errors.New("broken pipe")
	go func() {
		io.WriteString(to, "the beginning")
		to.CloseWithError(broken)
	}()
	for range 2 {
		if got, err := io.ReadAll(openFile(t, t.Context(), source)); !errors.Is(err, broken) || string(got) != "the beginning" {
			t.Errorf("%q, %v", got, err)
		}
	}
}

// A reader that waits ends with its context, and with the source; the stream goes
// on for others.
func TestReaderStops(t *testing.T) {
	source, to := pipeSource(t)
	cause := errors.New("Ctrl-C")
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped, other := openFile(t, ctx, source), openFile(t, t.Context(), source)
	time.AfterFunc(20*time.Millisecond, func() { cancel(cause) })
	if _, err := io.ReadAll(stopped); !errors.Is(err, cause) {
		t.Errorf("a reader that was stopped ends with %v", err)
	}
	if _, err := io.WriteString(to, "later"); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(io.LimitReader(other, 5)); err != nil || string(got) != "later" {
		t.Errorf("the other reads %q, %v", got, err)
	}
	time.AfterFunc(20*time.Millisecond, func() { source.Close() })
	if _, err := io.ReadAll(other); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a reader of a closed source ends with %v", err)
	}
}

// Files of a known size are passed on, and nothing is kept of them.
func TestFilesPassThrough(t *testing.T) {
	folder := t.TempDir()
	source := New(trailq.Dir("../../testdata/logs"), folder)
	files := 0
	for file, err := range source.Files(t.Context(), &trailq.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		opened, err := file.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
		files++
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 || files == 0 {
		t.Errorf("%d files, %v kept, %v", files, entries, err)
	}
	if err := source.Close(); err != nil {
		t.Error(err)
	}
}
