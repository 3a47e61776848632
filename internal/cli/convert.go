package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/render"
)

// convertCommand is "trailq convert".
type convertCommand struct {
	env      *Environment
	reading  readingFlags
	account  accountFlags
	noRecord bool
	verify   bool
	threads  int
	spill    string
}

func newConvert(env *Environment) *cobra.Command {
	c := &convertCommand{env: env, reading: readingFlags{bucket: bucketFlags{logsOnly: true}}}
	command := &cobra.Command{
		Use:   "convert SOURCE… FOLDER",
		Short: "Convert logs to Parquet for fast repeated queries",
		Long: `Convert the logs of each SOURCE to Parquet files in FOLDER. FOLDER is then a SOURCE itself, for all
commands, and queries on it are many times faster. DuckDB, pandas, Athena and other engines read it, too:
its columns are those of AWS's table for CloudTrail, and its partitions account, region and date (the day
of eventTime).

A second run adds the log files that are not in FOLDER yet, however late they were delivered. If a log
file is damaged, FOLDER holds the readable part and records what is missing; the next run tries that file
again. Queries on FOLDER warn about everything that is missing and end with exit code 3, as they would on
the logs. A log file that has changed is named and stays as it was converted. A run can be stopped at any
moment: FOLDER keeps what is finished, and the next run goes on.

Until a run has come to its end, queries on FOLDER say that it is unfinished, with exit code 3. They name
Parquet files that are missing, have another size or were changed after they were written, and leave
those out. convert makes such files from the logs again. --verify reads every Parquet file in FOLDER
first and compares its SHA-256 with the one that was recorded. Without SOURCE it only compares.

The filters choose the events to keep. Only --from, --since and --to can differ from those of earlier
runs into the same FOLDER. --dedup drops an event whose eventID is in FOLDER already.`,
		Example: `  trailq convert logs/ parquet/
  trailq convert s3://my-trail/AWSLogs/ parquet/ --since 7d
  trailq convert logs/ small/ --no-record --dedup
  trailq convert --verify parquet/
  trailq top parquet/`,
		Args: c.checkArguments,
		RunE: func(command *cobra.Command, arguments []string) error {
			return c.run(command.Context(), arguments)
		},
	}
	addGroups(env, command, c.reading.groups(time.Now(), flagGroup{"Parquet", c.ownFlags()}))
	return command
}

// checkArguments asks for SOURCE… FOLDER, or FOLDER alone to verify.
func (c *convertCommand) checkArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) == 1 && !c.verify {
		return usageError(errors.New("no FOLDER is given to write to"), "%s SOURCE FOLDER", command.CommandPath())
	}
	return sourceArguments(command, arguments)
}

func (c *convertCommand) ownFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.BoolVar(&c.noRecord, "no-record", false, "leave out the records' JSON, two thirds of the size: SQL then has no column record, and events prints nothing")
	flags.BoolVar(&c.verify, "verify", false, "compare the SHA-256 of every Parquet file in FOLDER, and make those that differ again")
	flags.Var(parallel{&c.threads}, "threads", "write with `n` threads (default: the number of CPUs)")
	flags.StringVar(&c.spill, "spill", "", "`folder` for data that exceeds memory (default: the system's folder for temporary files)")
	c.account.add(flags)
	return flags
}

func (c *convertCommand) run(ctx context.Context, arguments []string) error {
	names, folder := arguments[:len(arguments)-1], arguments[len(arguments)-1]
	if len(names) == 0 {
		return c.compare(ctx, folder)
	}
	if slices.Contains(names, "-") {
		return usageError(errors.New("standard input cannot be converted: it has no name to know it by the next time"), "save it as a file, and give that")
	}
	if isBucket(folder) {
		return usageError(fmt.Errorf("FOLDER %s is a bucket", folder), "convert into a folder, and copy it with `aws s3 sync --delete`")
	}
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		return usagef("FOLDER %q is a file", folder)
	}
	// The records that are gathered are a large part of what is alive: at the usual
	// pace of collecting there would be five times as much.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(goMemory))
	ctx, s, err := openSession(ctx, c.env, &c.reading, &c.account, names)
	if err != nil {
		return err
	}
	if s.parquet != nil {
		return s.end(usagef("SOURCE is Parquet already"))
	}
	conversion, err := parquet.Open(ctx, folder, parquet.Options{
		Read: s.options, NoRecord: c.noRecord, Verify: c.verify, Threads: c.threads, SpillFolder: c.spill, Warn: s.warn,
	})
	if err != nil {
		return s.end(conversionError(err))
	}
	s.read = conversion.Summary
	err = errors.Join(conversion.Add(ctx, s.source), conversion.Close())
	if n := conversion.Added(); n > 0 {
		s.notes = append(s.notes, fmt.Sprintf("%s added to %s", count(n, "Parquet file"), render.Line(folder)))
	}
	if n := conversion.Remade(); n > 0 {
		s.notes = append(s.notes, fmt.Sprintf("%s made from the logs again, in place of those missing or damaged", count(n, "Parquet file")))
	}
	return s.end(conversionError(err))
}

// compare verifies a converted folder without adding to it.
func (c *convertCommand) compare(ctx context.Context, folder string) error {
	if isBucket(folder) {
		return usageError(fmt.Errorf("FOLDER %s is a bucket", folder), "copy it with `aws s3 sync`, and verify the copy")
	}
	found, err := parquet.Verify(ctx, folder, func(err error) {
		fmt.Fprintln(c.env.Stderr, "warning: "+render.Line(err.Error()))
	})
	if err != nil {
		return conversionError(err)
	}
	said := fmt.Sprintf("%s as written, %s", count(found.Files, "Parquet file"), humanize.Bytes(found.Bytes))
	if found.NoHash > 0 {
		said += fmt.Sprintf("; %s from an earlier version without a hash, so only the size was compared", count(found.NoHash, "file"))
	}
	fmt.Fprintln(c.env.Stderr, "note: "+said)
	if found.Failed > 0 {
		return &failure{code: exitIncomplete, err: fmt.Errorf("%s not as written", count(found.Failed, "file")),
			hint: "trailq convert --verify SOURCE " + folder + " makes Parquet files from the logs again"}
	}
	return nil
}

// goMemory is what Go's part of a conversion should keep to, in bytes; the engine
// has about as much.
const goMemory = 224 << 20

// warn takes what is wrong with a file or record into the account.
func (s *session) warn(err error) {
	var file *trailq.FileError
	if errors.As(err, &file) {
		s.account.warn(file)
		return
	}
	s.screen.say("warning: " + err.Error())
}

// conversionError says what an error of package parquet means to the user.
func conversionError(err error) error {
	var writing *parquet.WriteError
	switch {
	case errors.Is(err, parquet.ErrInUse):
		return usageError(err, "wait for it to end: both would add the same log files")
	case errors.Is(err, parquet.ErrOther):
		return usageError(err, "convert into another folder")
	case errors.Is(err, parquet.ErrNoFolder):
		return usageError(err, "give a folder that trailq convert made")
	case errors.Is(err, parquet.ErrDamagedLedger):
		return &failure{code: exitIncomplete, err: err, hint: "what the folder holds is not known any more: convert the logs into a new folder"}
	case errors.As(err, &writing):
		return &failure{code: exitIncomplete, err: fmt.Errorf("writing the folder: %w", writing.Err), hint: folderHint(writing.Err, "what was finished is there")}
	}
	return err
}
