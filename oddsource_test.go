package trailq_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
)

// odd is a source of one file that does what a test wants.
type odd struct {
	open func(context.Context) (io.ReadCloser, error)
	size int64
	err  error // of the listing
}

func (o odd) String() string { return "odd" }

func (o odd) Files(context.Context, *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		if o.err != nil {
			yield(trailq.File{}, o.err)
			return
		}
		yield(trailq.File{Path: "file.json", Size: o.size, Open: o.open}, nil)
	}
}

// oddBody is a body that ends or closes with an error.
type oddBody struct {
	io.Reader
	read, close error
}

func (b oddBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && b.read != nil {
		err = b.read
	}
	return n, err
}

func (b oddBody) Close() error { return b.close }

// Whatever a source returns, an error is an error: not one that wraps io.EOF, which
// means a good end elsewhere, is lost, and no file that cannot be opened.
func TestOddSources(t *testing.T) {
	closed := fmt.Errorf("connection closed: %w", io.EOF)
	content := trailtest.Envelope(trailtest.Record("one", time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)))
	body := func(content string, read, closing error) func(context.Context) (io.ReadCloser, error) {
		return func(context.Context) (io.ReadCloser, error) {
			return oddBody{strings.NewReader(content), read, closing}, nil
		}
	}
	packed := string(trailtest.Gzip(content))
	for name, test := range map[string]struct {
		source odd
		events int
		file   bool // it is a *FileError
	}{
		"nothing to open with":                       {odd{}, 0, true},
		"opens nothing":                              {odd{open: func(context.Context) (io.ReadCloser, error) { return nil, nil }}, 0, true},
		"EOF instead of a file":                      {odd{open: func(context.Context) (io.ReadCloser, error) { return nil, io.EOF }}, 0, true},
		"an error that wraps EOF instead of a file":  {odd{open: func(context.Context) (io.ReadCloser, error) { return nil, closed }}, 0, true},
		"a file that ends with an error":             {odd{open: body(content, closed, nil), size: int64(len(content))}, 1, true},
		"a gzip file that ends with an error":        {odd{open: body(packed, closed, nil), size: int64(len(packed))}, 1, true},
		"a stream that ends with an error":           {odd{open: body(content, closed, nil), size: -1}, 1, true},
		"a gzip stream that ends with an error":      {odd{open: body(packed, closed, nil), size: -1}, 1, true},
		"a gzip file cut by an error":                {odd{open: body(packed[:12], closed, nil), size: int64(len(packed))}, 0, true},
		"a gzip file cut after a byte by an error":   {odd{open: body(packed[:1], closed, nil), size: int64(len(packed))}, 0, true},
		"a gzip stream cut after a byte by an error": {odd{open: body(packed[:1], closed, nil), size: -1}, 0, true},
		"a file that does not close":                 {odd{open: body(content, nil, closed), size: int64(len(content))}, 1, true},
		"a listing that ends with EOF":               {odd{err: io.EOF}, 0, false},
		"a listing that ends with an error":          {odd{err: closed}, 0, false},
		"a folder that cannot be listed":             {odd{err: &trailq.FileError{File: "folder", Err: closed}}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			check := func(how string, events int, errs []error, summary trailq.Summary) {
				if events != test.events || len(errs) != 1 || errors.Is(errs[0], io.EOF) {
					t.Errorf("%s: %d events, errors %v", how, events, errs)
					return
				}
				if _, isFile := errors.AsType[*trailq.FileError](errs[0]); isFile != test.file || test.file && summary.Complete() {
					t.Errorf("%s: %v, summary %+v", how, errs[0], summary)
				}
				if strings.Contains(name, "error") && !strings.Contains(errs[0].Error(), "connection closed") {
					t.Errorf("%s: %v does not say why", how, errs[0])
				}
				if err := summary.Reconcile(); err != nil {
					t.Errorf("%s: %v", how, err)
				}
			}
			var tally trailq.Tally
			events := 0
			var errs []error
			for _, err := range trailq.Events(t.Context(), test.source, trailq.Options{Tally: &tally}) {
				if err != nil {
					errs = append(errs, err)
					continue
				}
				events++
			}
			check("Events", events, errs, tally.Summary())

			tally = trailq.Tally{}
			records, errs := parallel(t, test.source, trailq.Options{Tally: &tally}, 1)
			check("Parallel", len(records), errs, tally.Summary())
		})
	}
}
