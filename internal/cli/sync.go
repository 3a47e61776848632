package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/account"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/reporter"
)

// syncCommand is "trailq sync".
type syncCommand struct {
	reading
	sync ask.Sync
}

func newSync(env *Environment) *cobra.Command {
	c := &syncCommand{reading: reading{env: env, evidence: true}}
	command := &cobra.Command{
		Use:   "sync s3://bucket/prefix FOLDER",
		Short: "Copy log files from a bucket to a folder",
		Long: `Copy the files of a bucket to a folder: those that are missing there, or whose size or ETag differs
from what was copied. FOLDER is then a source like any other.

A file keeps its key as its path below FOLDER, from the last slash of the prefix on: with
s3://bucket/AWSLogs/ as from "aws s3 sync" 111122223333/CloudTrail/…, with s3://bucket/AWSLogs and
s3://bucket AWSLogs/111122223333/CloudTrail/…. Digest files are copied like log files. The filters
choose files by the account, region and time of delivery in their paths.

You can stop it at any moment and run it again. Every run compares the whole listing with the folder, so
that files delivered late are copied too. A file appears when it is complete. ETags are kept in files
named .trailq-sync; for copies that another program made, the MD5 is compared with the ETag. Nothing
in FOLDER is deleted: logs are evidence. What cannot be part of a file name, such as the empty name in
a//b, is escaped as in a URL: a/%2F/b. Keys that would leave the folder, or clash with others, are
refused, with the command that gets them.`,
		Example: `  trailq sync s3://my-trail/AWSLogs/ logs/
  trailq sync s3://my-trail/AWSLogs/ logs/ --since 7d --account 111122223333
  trailq sync s3://my-trail/AWSLogs/ logs/ --verify
  trailq sync s3://my-trail/AWSLogs/ logs/ --dry-run`,
		Args: syncArguments,
		RunE: func(command *cobra.Command, arguments []string) error {
			if flags := command.Flags(); (flags.Changed("output") || flags.Changed("output-file")) && !c.sync.DryRun {
				return usagef("--output goes with --dry-run: a copying prints no list")
			}
			c.sync.URL, c.sync.Folder = arguments[0], arguments[1]
			return c.run(command.Context())
		},
	}
	addGroups(env, command, []flagGroup{
		{Title: "Which files (those that can hold matching events)", Flags: c.filterFlags()},
		{Title: "Copying", Flags: c.copyFlags()},
		{Title: "Buckets", Flags: c.connectionFlags()},
	})
	return command
}

func (c *syncCommand) filterFlags() *pflag.FlagSet {
	flags := c.placeFlags()
	flags.AddFlagSet(c.lateFlags())
	return flags
}

func (c *syncCommand) copyFlags() *pflag.FlagSet {
	own := c.sync.Words()
	flags := flagsOf(own,
		usage{word: "verify", text: "compare the MD5 or checksum of every copy with S3's; fetch again what differs"},
		usage{word: "dry-run", text: "list the files that would be fetched, and change nothing"},
	)
	c.output.addFlags(flags, "sync")
	addWord(flags, own, usage{word: "workers", text: "fetch `n` files at a time (default 128)"})
	c.report.addFlags(flags)
	return flags
}

// syncArguments asks for a bucket and a folder.
func syncArguments(command *cobra.Command, arguments []string) error {
	switch {
	case len(arguments) != 2:
		return usageError(fmt.Errorf("%s given, want a bucket and a folder", humanize.Count(len(arguments), "argument")), "%s s3://bucket/prefix FOLDER", command.CommandPath())
	case !ask.IsBucket(arguments[0]):
		return usageError(fmt.Errorf("%q is not a bucket", arguments[0]), "the form is s3://bucket/prefix")
	case arguments[1] == "":
		return usageError(errors.New("an empty FOLDER"), "is a variable unset?")
	}
	if info, err := os.Stat(arguments[1]); err == nil && !info.IsDir() {
		return usagef("FOLDER %q is not a folder", arguments[1])
	}
	return nil
}

func (c *syncCommand) run(ctx context.Context) error {
	c.selection.Workers = c.sync.Workers
	ctx, run, err := c.startRun(ctx, []string{c.sync.URL}, ask.Options{Selection: c.selection})
	if err != nil {
		return err
	}
	copying, err := run.Copy(c.sync)
	if err != nil {
		return run.end(new(ask.Outcome), err)
	}
	if c.showsProgress() {
		go run.drawProgress(ctx, describeProgressOf(copying))
	}
	if c.sync.DryRun {
		err = run.show(copying.Table(ctx))
	} else {
		err = copying.Run(ctx)
	}
	return run.endWith(&reporter.Ending{Copied: copiedSummary(copying)}, err)
}

// describeProgressOf returns what describes the progress of a copying; that is empty
// until something is listed.
func describeProgressOf(copying *ask.Copying) func(elapsed time.Duration) string {
	return func(elapsed time.Duration) string {
		s := copying.Summary()
		if s.Listed == 0 {
			return ""
		}
		return account.DescribeCopying(&s, elapsed)
	}
}
