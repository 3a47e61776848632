package ask

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/words"
	"github.com/trailq/trailq/s3source"
)

// Sync copies the files of a bucket to a folder.
type Sync struct {
	URL     string
	Folder  string
	Verify  bool
	DryRun  bool
	Workers int
}

// Words returns the words of the copying.
func (s *Sync) Words() words.Words {
	return words.Words{
		words.New("verify", words.Toggle(&s.Verify)),
		words.New("dry-run", words.Toggle(&s.DryRun)),
		words.New("workers", words.Parallel(&s.Workers)),
	}
}

// Copying is a copying that can be run once.
type Copying struct {
	run     *Run
	folder  string
	options mirror.Options
}

// Copy prepares a copying of the run's files. The sources must have been opened as
// evidence.
func (r *Run) Copy(sync Sync) (*Copying, error) {
	base, err := s3source.Folder(sync.URL)
	if err != nil {
		return nil, usagef("%w", err).withHint("the form is s3://bucket/prefix")
	}
	return &Copying{run: r, folder: sync.Folder, options: mirror.Options{
		Base:    base,
		Filter:  r.read.Filter,
		Workers: sync.Workers,
		Verify:  sync.Verify,
		DryRun:  sync.DryRun,
		Tally:   new(mirror.Tally),
	}}, nil
}

// Summary returns the account of the copying so far, from any goroutine.
func (c *Copying) Summary() mirror.Summary { return c.options.Tally.Summary() }

// Run copies, and returns the error that ended it.
func (c *Copying) Run(ctx context.Context) error {
	for change, err := range mirror.Copy(ctx, c.run.source, c.folder, c.options) {
		if err = c.reportChange(change, err); err != nil {
			return err
		}
	}
	return nil
}

var errFetchedAgain = errors.New("the copy differed from the object, and was fetched again")

// reportChange warns about a file that failed or was changed, and returns an error that
// ends the copying.
func (c *Copying) reportChange(change mirror.Change, err error) error {
	var file *trailq.FileError
	switch {
	case errors.As(err, &file):
		c.run.sources.env.warn(explainRefusal(file))
		return nil
	case err == nil && change.Reason == mirror.Differs && !c.options.DryRun:
		c.run.sources.env.warn(&trailq.FileError{File: change.Path, Err: errFetchedAgain})
	}
	return err
}

// explainRefusal adds to a refusal how to get the file.
func explainRefusal(file *trailq.FileError) *trailq.FileError {
	var refusal *mirror.Refusal
	if !errors.As(file.Err, &refusal) {
		return file
	}
	return &trailq.FileError{File: file.File, Err: fmt.Errorf("%w; to get it: aws s3 cp %s FILE", file.Err, quoteWord(file.File))}
}

// quoteWord returns text as a word of a shell.
func quoteWord(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\\''`) + "'"
}

// Table returns a table of the changes that a dry run finds.
func (c *Copying) Table(ctx context.Context) *table.Table {
	return &table.Table{
		Name:    "Files",
		Columns: []table.Column{{Name: "file"}, {Name: "place"}, {Name: "bytes"}, {Name: "reason"}},
		Rows:    c.yieldRows(ctx),
	}
}

func (c *Copying) yieldRows(ctx context.Context) iter.Seq2[[]table.Value, error] {
	return func(yield func([]table.Value, error) bool) {
		for change, err := range mirror.Copy(ctx, c.run.source, c.folder, c.options) {
			failed := err != nil
			if err = c.reportChange(change, err); err != nil {
				yield(nil, err)
				return
			}
			if failed {
				continue
			}
			row := []table.Value{table.Text(change.Path), table.Text(change.Place), table.Int(change.Size), table.Text(string(change.Reason))}
			if !yield(row, nil) {
				return
			}
		}
	}
}
