// Command trailgen writes a tree of made-up CloudTrail log files into a folder
// and prints, as JSON, what a reader must find there.
//
//	go run ./internal/trailtest/cmd/trailgen -events 1000000 -files-of 2000 /tmp/corpus
//
// See package gen for what the files hold.
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

// run is the whole command; it returns the exit code: 0, 1 after an error and 2
// for a wrong command line.
func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) int {
	options, folder, err := parse(arguments, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2 // parse has said why
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

// parse turns the command line into options and a folder.
func parse(arguments []string, stderr io.Writer) (gen.Options, string, error) {
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
	flags.Uint64Var(&options.Seed, "seed", 0, "`number` that chooses another tree of the same kind")
	flags.Float64Var(&options.Duplicates, "duplicates", 0, "`share` of events, from 0 to 1, that are delivered twice")
	flags.IntVar(&options.MemberBytes, "member-bytes", 0, "begin a new gzip member after so many `bytes` of JSON")
	flags.BoolVar(&options.Incident, "incident", false, "plant a bill that rises among them, over two days")
	flags.BoolVar(&oneFile, "one-file", false, "a single file, of 600 MB of JSON unless -events says otherwise")
	flags.BoolVar(&smallFiles, "small-files", false, "files of 2 KB, 300,000 of them unless -events says otherwise")
	flags.BoolVar(&sample, "sample", false, "the project's own sample logs; no other flag counts")
	if err := flags.Parse(arguments); err != nil {
		return options, "", err // which has been printed
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
		shape(&options, oneFileEvents, max(options.Events, oneFileEvents))
	case smallFiles:
		shape(&options, smallFiles300k*smallFileEvents, smallFileEvents)
	}
	return options, flags.Arg(0), nil
}

const (
	oneFileEvents   = 310_000 // 600 MB of JSON
	smallFileEvents = 6       // 2 KB of gzip
	smallFiles300k  = 300_000
)

// shape sets the number of events in a file and, unless it was given, of events.
func shape(options *gen.Options, events, perFile int) {
	if options.Events == 0 {
		options.Events = events
	}
	options.EventsPerFile = perFile
}
