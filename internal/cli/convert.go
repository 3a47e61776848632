package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/conversion"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/render"
)

// convertCommand is "trailq convert".
type convertCommand struct {
	reading
	convert conversion.Convert
}

func newConvert(env *Environment) *cobra.Command {
	c := &convertCommand{reading: reading{env: env}}
	command := &cobra.Command{
		Use:   "convert SOURCE… FOLDER",
		Short: "Convert logs to Parquet for fast repeated queries",
		Long: `Convert the logs of each SOURCE to Parquet files in FOLDER. FOLDER is then a SOURCE itself, for all
commands, and queries on it are many times faster. DuckDB, pandas, Athena and other engines read it, too:
its columns are those of AWS's table for CloudTrail, and its partitions account, region and date (the day
of eventTime). FOLDER can be s3://bucket/prefix, with the same promises.

A second run adds the log files that are not in FOLDER yet, however late they were delivered. If a log
file is damaged, FOLDER holds the readable part and records what is missing; the next run tries that file
again. Queries on FOLDER warn about everything that is missing and end with exit code 3, as they would on
the logs. A log file that has changed is named and stays as it was converted. A run can be stopped at any
moment: FOLDER keeps what is finished, and the next run goes on. Records are kept as they were delivered,
with any credentials in them.

Until a run has come to its end, queries on FOLDER say that it is unfinished, with exit code 3. They name
Parquet files that are missing, have another size or were changed after they were written, and leave
those out. convert makes such files from the logs again. --verify reads every Parquet file in FOLDER
first and compares its SHA-256 with the one that was recorded. Without SOURCE it only compares. Queries
notice most bits that have flipped on the disk; only --verify finds each of them.

The filters choose the events to keep. Only --from, --since and --to can differ from those of earlier
runs into the same FOLDER. --dedup drops an event whose eventID is in FOLDER already.`,
		Example: `  trailq convert logs/ parquet/
  trailq convert s3://my-trail/AWSLogs/ parquet/ --since 7d
  trailq convert s3://my-trail/AWSLogs/ s3://my-bucket/parquet/
  trailq convert logs/ small/ --no-record --dedup
  trailq convert --verify parquet/
  trailq top parquet/`,
		Args: c.checkArguments,
		RunE: func(command *cobra.Command, arguments []string) error {
			last := len(arguments) - 1
			c.convert.Folder = arguments[last]
			return c.run(command.Context(), arguments[:last])
		},
	}
	addGroups(env, command, []flagGroup{
		{Title: "Which events (all flags must match; * and ? are wildcards)", Flags: c.filterFlags()},
		{Title: "Parquet", Flags: c.ownFlags()},
		{Title: "Reading", Flags: c.readFlags()},
		{Title: "Buckets", Flags: c.cachedFlags()},
	})
	return command
}

// checkArguments asks for SOURCE… FOLDER, or FOLDER alone to verify.
func (c *convertCommand) checkArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) == 1 && !c.convert.Verify {
		return usageError(errors.New("FOLDER is missing"), "%s SOURCE FOLDER", command.CommandPath())
	}
	return sourceArguments(command, arguments)
}

func (c *convertCommand) ownFlags() *pflag.FlagSet {
	flags := flagsOf(c.convert.Words(),
		usage{word: "no-record", text: "leave out the records' JSON, two thirds of the size; SQL then has no column record, and events prints nothing"},
		usage{word: "verify", text: "compare the SHA-256 of every Parquet file in FOLDER, and make those that differ again"},
		usage{word: "threads", text: "write with `n` threads (default: the number of CPUs)"},
		usage{word: "spill", text: "`folder` for data that exceeds memory (default: the system's folder for temporary files)"},
	)
	c.addDryRun(flags)
	c.report.addFlags(flags)
	return flags
}

// goMemory bounds, in bytes, what Go's part of a conversion should take. The engine needs
// little, and only where Go is not certain of a value.
const goMemory = 224 << 20

func (c *convertCommand) run(ctx context.Context, names []string) error {
	if len(names) == 0 {
		return c.verifyFolder(ctx)
	}
	if err := c.convert.Check(names); err != nil {
		return failed(ctx, err)
	}
	// The records that wait to be written are a large part of what is alive: at the
	// usual pace of collecting there would be five times as much.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(goMemory))
	ctx, run, err := c.openRun(ctx, names, ask.Options{Selection: c.selection})
	if err != nil {
		return err
	}
	if c.wantsPlan(run) {
		run.keepNote("files that " + render.Line(c.convert.Folder) + " has already are listed, too, and would not be read again")
		return run.showPlan(ctx)
	}
	converted, err := c.convert.Run(ctx, run.Run)
	if n := converted.Added; n > 0 {
		run.keepNote(fmt.Sprintf("%s added to %s", humanize.Count(n, "Parquet file"), render.Line(c.convert.Folder)))
	}
	if n := converted.Remade; n > 0 {
		run.keepNote(fmt.Sprintf("%s made from the logs again, in place of those missing or damaged", humanize.Count(n, "Parquet file")))
	}
	return run.end(new(ask.Outcome), err)
}

// verifyFolder verifies a converted folder without adding to it.
func (c *convertCommand) verifyFolder(ctx context.Context) error {
	found, err := conversion.VerifyFolder(ctx, c.convert.Folder, c.access, func(err error) {
		fmt.Fprintln(c.env.Stderr, "warning: "+render.Line(err.Error()))
	})
	if err != nil {
		return failed(ctx, err)
	}
	said := fmt.Sprintf("%s as written, %s", humanize.Count(found.Files, "Parquet file"), humanize.Bytes(found.Bytes))
	if found.NoHash > 0 {
		said += fmt.Sprintf("; %s from an earlier version without a hash, so only the size was compared", humanize.Count(found.NoHash, "file"))
	}
	fmt.Fprintln(c.env.Stderr, "note: "+said)
	if found.Failed > 0 {
		return &failure{code: exitIncomplete, err: fmt.Errorf("%s not as written", humanize.Count(found.Failed, "file")),
			hint: "trailq convert --verify SOURCE " + c.convert.Folder + " makes Parquet files from the logs again"}
	}
	return nil
}
