// Command trailq answers questions from AWS CloudTrail logs where they lie: in a
// folder or a bucket. "trailq help" says how.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"golang.org/x/term"

	"github.com/trailq/trailq/internal/cli"
)

// version is set by the release: -ldflags "-X main.version=v1.2.3".
var version string

func main() { os.Exit(run()) }

// run is the process but for its exit. The first interrupt ends the reading and
// the second kills the process. A write to a pipe that nobody reads is an error
// here, not the death that it is by default: the progress line has to go.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	if os.Getenv("GOGC") == "" {
		// What is alive is little beside what passes: collecting at each doubling
		// took a third of the time on files of 20 KB.
		debug.SetGCPercent(400)
	}
	return cli.Main(ctx, cli.Environment{
		Stdin:    os.Stdin,
		Stdout:   os.Stdout,
		Stderr:   os.Stderr,
		Getenv:   os.Getenv,
		Terminal: terminal,
		Raw:      raw,
		Version:  version,
	}, os.Args[1:])
}

// terminal reports whether the stream leads to a terminal, and its width.
func terminal(stream any) (width int, ok bool) {
	file, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		width = 0
	}
	return width, true
}

// raw makes the stream's terminal give every key as it is typed.
func raw(stream any) (restore func() error, err error) {
	file, ok := stream.(*os.File)
	if !ok {
		return nil, errors.New("no terminal")
	}
	state, err := term.MakeRaw(int(file.Fd()))
	if err != nil {
		return nil, err
	}
	return func() error { return term.Restore(int(file.Fd()), state) }, nil
}
