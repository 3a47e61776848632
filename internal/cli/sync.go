package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/s3source"
)

// syncCommand is "trailq sync".
type syncCommand struct {
	env     *Environment
	reading readingFlags
	output  outputFlags
	account accountFlags
	verify  bool
	dryRun  bool
}

func newSync(env *Environment) *cobra.Command {
	c := &syncCommand{env: env, reading: readingFlags{bucket: bucketFlags{evidence: true, logsOnly: true}}}
	command := &cobra.Command{
		Use:   "sync s3://bucket/prefix FOLDER",
		Short: "Copy log files from a bucket to a folder",
		Long: `Copy files from a bucket to a folder: those that are missing there, or whose size or ETag differs from
the copy. FOLDER is then a source like any other.

A file keeps its key as its path below FOLDER, from the last slash of the prefix on. With
s3://bucket/AWSLogs/, as with "aws s3 sync", that is 111122223333/CloudTrail/…; with s3://bucket/AWSLogs
or s3://bucket it is AWSLogs/111122223333/CloudTrail/…. Digest files are copied like log files. The
filters choose files by the account, region and delivery time in their paths.

You can stop sync at any moment and run it again. Every run compares the whole listing with the folder,
so files that were delivered late are copied, too. A file appears when it is complete. The ETag of each
answer must be the one that was listed, and where it is an MD5, the bytes must have it. ETags are
remembered in files named .trailq-sync; a copy that another program made is compared by its MD5 with the
ETag. Nothing in FOLDER is deleted: logs are evidence. Keys that would leave it, or that clash with
others, are refused.`,
		Example: `  trailq sync s3://my-trail/AWSLogs/ logs/
  trailq sync s3://my-trail/AWSLogs/ logs/ --since 7d --account 111122223333
  trailq sync s3://my-trail/AWSLogs/ logs/ --verify
  trailq sync s3://my-trail/AWSLogs/ logs/ --dry-run`,
		Args: syncArguments,
		RunE: func(command *cobra.Command, arguments []string) error {
			if command.Flags().Changed("output") && !c.dryRun {
				return usagef("--output is the form of the list that --dry-run prints; without --dry-run there is none")
			}
			return c.run(command.Context(), arguments[0], arguments[1])
		},
	}
	addGroups(env, command, []flagGroup{
		{"Files (those that can hold matching events)", c.filterFlags(time.Now())},
		{"Copying", c.copyFlags()},
		{"Buckets", c.reading.bucket.connectionFlags()},
	})
	return command
}

func (c *syncCommand) filterFlags(now time.Time) *pflag.FlagSet {
	flags := newFlagSet()
	c.reading.addPlaceFlags(flags, now)
	c.reading.addLateFlags(flags)
	return flags
}

func (c *syncCommand) copyFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.BoolVar(&c.verify, "verify", false, "compare the MD5 or checksum of every copy with that in S3, and fetch those that differ again")
	flags.BoolVar(&c.dryRun, "dry-run", false, "list the files to be fetched, and change nothing")
	c.output.add(flags)
	flags.Var(parallel{&c.reading.workers}, "workers", "fetch `n` files at a time (default 128)")
	c.account.add(flags)
	return flags
}

// syncArguments asks for a bucket and a folder.
func syncArguments(command *cobra.Command, arguments []string) error {
	switch {
	case len(arguments) != 2:
		return usageError(fmt.Errorf("%s given, want a bucket and a folder", count(len(arguments), "argument")), "%s s3://bucket/prefix FOLDER", command.CommandPath())
	case !isBucket(arguments[0]):
		return usageError(fmt.Errorf("%q is not a bucket", arguments[0]), "the form is s3://bucket/prefix")
	case arguments[1] == "":
		return usageError(errors.New("an empty FOLDER"), "is a variable unset?")
	}
	if info, err := os.Stat(arguments[1]); err == nil && !info.IsDir() {
		return usagef("FOLDER %q is not a folder", arguments[1])
	}
	return nil
}

func (c *syncCommand) run(ctx context.Context, url, folder string) error {
	reading, err := c.reading.options()
	if err != nil {
		return err
	}
	ctx, s, err := newSession(ctx, c.env, reading, &c.reading.bucket, &c.account, []string{url})
	if err != nil {
		return err
	}
	base, err := s3source.Folder(url)
	if err != nil {
		return usageError(err, "the form is s3://bucket/prefix")
	}
	copying := &copying{session: s, folder: folder, options: mirror.Options{
		Base:    base,
		Filter:  s.options.Filter,
		Workers: c.reading.workers,
		Verify:  c.verify,
		DryRun:  c.dryRun,
		Tally:   new(mirror.Tally),
	}}
	s.copied = copying.options.Tally.Summary
	if !c.account.quiet && s.canShowProgress() {
		go s.drawProgress(ctx, copying.progress)
	}
	if !c.dryRun {
		return s.end(copying.run(ctx))
	}
	return s.answer(&table.Table{
		Name:    "Files",
		Columns: []table.Column{{Name: "file"}, {Name: "place"}, {Name: "bytes"}, {Name: "reason"}},
		Rows:    copying.rows(ctx),
	}, &c.output)
}

// copying is one run of sync, reported in the tally of the session.
type copying struct {
	*session
	folder  string
	options mirror.Options
}

// progress returns the progress line, which is empty before anything is listed.
func (c *copying) progress(elapsed time.Duration) string {
	s := c.options.Tally.Summary()
	if s.Listed == 0 {
		return ""
	}
	return describeCopying(&s, elapsed)
}

// run copies, and returns the error that it ended in.
func (c *copying) run(ctx context.Context) error {
	for change, err := range mirror.Copy(ctx, c.source, c.folder, c.options) {
		if err = c.note(change, err); err != nil {
			return err
		}
	}
	return nil
}

// note warns about a file that failed or was changed, and returns an error that ends
// the copying.
func (c *copying) note(change mirror.Change, err error) error {
	var file *trailq.FileError
	switch {
	case errors.As(err, &file):
		c.account.warn(file)
		return nil
	case err == nil && change.Reason == mirror.Differs && !c.options.DryRun:
		c.account.warn(&trailq.FileError{File: change.Path, Err: errFetchedAgain})
	}
	return err
}

var errFetchedAgain = errors.New("the copy differed from the object, and was fetched again")

// rows returns the changes that a dry run finds.
func (c *copying) rows(ctx context.Context) func(func([]table.Value, error) bool) {
	return func(yield func([]table.Value, error) bool) {
		for change, err := range mirror.Copy(ctx, c.source, c.folder, c.options) {
			failed := err != nil
			if err = c.note(change, err); err != nil {
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
