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
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/render"
)

// convertCommand is "trailq convert".
type convertCommand struct {
	env      *Environment
	reading  readingFlags
	account  accountFlags
	noRecord bool
	threads  int
	spill    string
}

func newConvert(env *Environment) *cobra.Command {
	c := &convertCommand{env: env}
	command := &cobra.Command{
		Use:   "convert SOURCE… FOLDER",
		Short: "Keep logs as Parquet, to ask them again and again",
		Long: `Convert the logs of each SOURCE to Parquet files in FOLDER, which is then a SOURCE itself, for all
commands: questions are answered many times faster from it. DuckDB, pandas, Athena and others read it,
too; its columns are those of AWS's table for CloudTrail, and its partitions account, region and date
(the day of eventTime).

A second run adds the log files that are not in FOLDER yet, however late they came. Of a log file that
is damaged, FOLDER has what can be read; the next run tries it again, and converts it whole if it was
mended. FOLDER remembers what could not be converted, and every question on it says so and ends with
exit code 3, as on the logs. A log file that has changed is named and left as it was converted. A run
may be stopped at any moment: FOLDER holds what it has finished, and the next run goes on.

The filters say which events are kept. Only --from, --since and --to may differ from those of the runs
before into the same FOLDER. With --dedup an event whose eventID is in FOLDER already is left out.`,
		Example: `  trailq convert logs/ parquet/
  trailq convert s3://my-trail/AWSLogs/ parquet/ --since 7d
  trailq convert logs/ small/ --no-record --dedup
  trailq top parquet/`,
		Args: convertArguments,
		RunE: func(command *cobra.Command, arguments []string) error {
			return c.run(command.Context(), arguments)
		},
	}
	addGroups(env, command, c.reading.groups(time.Now(), flagGroup{"Parquet", c.ownFlags()}))
	return command
}

// convertArguments asks for SOURCE… FOLDER.
func convertArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) == 1 {
		return usageError(errors.New("no FOLDER is given to write to"), "%s SOURCE FOLDER", command.CommandPath())
	}
	return sourceArguments(command, arguments)
}

func (c *convertCommand) ownFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.BoolVar(&c.noRecord, "no-record", false, "leave out the records' JSON, two thirds of the size: then SQL has no column record, and events nothing to print")
	flags.Var(parallel{&c.threads}, "threads", "write with `n` threads (default: the number of CPUs)")
	flags.StringVar(&c.spill, "spill", "", "`folder` for what does not fit into memory (default: that for temporary files)")
	c.account.add(flags)
	return flags
}

func (c *convertCommand) run(ctx context.Context, arguments []string) error {
	names, folder := arguments[:len(arguments)-1], arguments[len(arguments)-1]
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
		Read: s.options, NoRecord: c.noRecord, Threads: c.threads, SpillFolder: c.spill, Warn: s.warn,
	})
	if err != nil {
		return s.end(conversionError(err))
	}
	s.read = conversion.Summary
	err = errors.Join(conversion.Add(ctx, s.source), conversion.Close())
	if n := conversion.Added(); n > 0 {
		s.notes = append(s.notes, fmt.Sprintf("%s added to %s", count(n, "Parquet file"), render.Line(folder)))
	}
	return s.end(conversionError(err))
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
	case errors.As(err, &writing):
		return &failure{code: exitIncomplete, err: fmt.Errorf("writing the folder: %w", writing.Err), hint: folderHint(writing.Err, "what was finished is there")}
	}
	return err
}
