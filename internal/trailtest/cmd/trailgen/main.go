// Command trailgen writes a tree of synthetic CloudTrail log files into a folder
// and prints, as JSON, what a reader must find there.
//
//	go run ./internal/trailtest/cmd/trailgen -events 1000000 -files-of 2000 /tmp/corpus
//
// See package gen for the content of the files.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/trailq/trailq/internal/trailtest/gen"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run is the whole command; it returns the exit code: 0, 1 after an error, 2 after
// a usage error.
func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) int {
	options, folder, err := parseArguments(arguments, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2 // parseArguments has printed it
	}
	stats, err := gen.Generate(ctx, folder, options)
	if err == nil {
		encoder := json.NewEncoder(stdout)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(stats)
	}
	if err != nil {
		fmt.Fprintln(stderr, "trailgen:", err)
		return 1
	}
	return 0
}

// parseArguments returns the options and the folder of the command line.
func parseArguments(arguments []string, stderr io.Writer) (gen.Options, string, error) {
	var options gen.Options
	var oneFile, smallFiles, sample bool
	flags := flag.NewFlagSet("trailgen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: trailgen [flags] FOLDER")
		flags.PrintDefaults()
	}
	flags.IntVar(&options.Events, "events", 0, "number of distinct `events` (default 10000)")
	flags.IntVar(&options.EventsPerFile, "files-of", 0, "mean number of `events` in a file (default 100)")
	flags.IntVar(&options.Days, "days", 0, "number of `days` (default 2)")
	flags.IntVar(&options.Accounts, "accounts", 0, "number of `accounts` (default 3)")
	flags.IntVar(&options.Regions, "regions", 0, "number of `regions` (default 4)")
	flags.Uint64Var(&options.Seed, "seed", 0, "`number` that selects another tree of the same kind")
	flags.Float64Var(&options.Duplicates, "duplicates", 0, "`share` of events, from 0 to 1, that are delivered twice")
	flags.IntVar(&options.MemberBytes, "member-bytes", 0, "begin a new gzip member after this many `bytes` of JSON")
	flags.BoolVar(&options.Incident, "incident", false, "plant an incident that raises the bill, over two days")
	flags.BoolVar(&oneFile, "one-file", false, "a single file, of 600 MB of JSON unless -events says otherwise")
	flags.BoolVar(&smallFiles, "small-files", false, "files of 2 KB, 300,000 of them unless -events says otherwise")
	flags.BoolVar(&sample, "sample", false, "the project's own sample logs; ignores all other flags")
	if err := flags.Parse(arguments); err != nil {
		return options, "", err // flags has printed it
	}
	if flags.NArg() != 1 || oneFile && smallFiles {
		err := errors.New("expected one folder, and at most one of -one-file and -small-files")
		fmt.Fprintln(stderr, err)
		flags.Usage()
		return options, "", err
	}
	switch {
	case sample:
		options = gen.Sample()
	case oneFile:
		setShape(&options, oneFileEvents, max(options.Events, oneFileEvents))
	case smallFiles:
		setShape(&options, smallFileCount*smallFileEvents, smallFileEvents)
	}
	return options, flags.Arg(0), nil
}

const (
	oneFileEvents   = 310_000 // 600 MB of JSON
	smallFileEvents = 6       // 2 KB of gzip
	smallFileCount  = 300_000
)

// setShape sets the number of events in a file and, unless it was given, the number
// of events.
func setShape(options *gen.Options, events, perFile int) {
	if options.Events == 0 {
		options.Events = events
	}
	options.EventsPerFile = perFile
}
