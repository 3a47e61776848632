// Command trailq answers questions from AWS CloudTrail logs where they lie: in a
// folder or a bucket. "trailq help" says how.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"golang.org/x/term"

	"github.com/trailq/trailq/internal/cli"
	"github.com/trailq/trailq/internal/confine"
)

// version is set by the release: -ldflags "-X main.version=v1.2.3".
var version string

func main() { os.Exit(runCommand()) }

// exitInterrupted is the exit code of a process that a signal ended, as shells have it.
const exitInterrupted = 130

// runCommand does everything that the process does except its exit. A write to a pipe
// that nobody reads is an error here, not the death that it is by default: the
// progress line has to go.
func runCommand() int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	interrupts := make(chan os.Signal, 2)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	paging := new(atomic.Bool)
	go watchInterrupts(interrupts, cancel, paging)
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	if os.Getenv("GOGC") == "" {
		go tuneCollection()
	}
	return cli.Main(ctx, cli.Environment{
		Stdin:    os.Stdin,
		Stdout:   os.Stdout,
		Stderr:   os.Stderr,
		Getenv:   os.Getenv,
		Terminal: terminalWidth,
		Raw:      rawMode,
		Exit:     os.Exit,
		Confine:  confine.Process,
		Version:  version,
		Paging:   paging,
	}, os.Args[1:])
}

// watchInterrupts calls cancel at the first interrupt, which ends what runs, and ends
// the process at the second: not everything can be stopped, such as a write that
// nobody reads. While a pager runs they are meant for it: it has the terminal, and must
// give it back.
func watchInterrupts(interrupts <-chan os.Signal, cancel func(), paging *atomic.Bool) {
	<-interrupts
	cancel()
	for range interrupts {
		if !paging.Load() {
			os.Exit(exitInterrupted)
		}
	}
}

// terminalWidth reports whether the stream leads to a terminal, and its width.
func terminalWidth(stream any) (width int, ok bool) {
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

// rawMode makes the stream's terminal give every key as it is typed.
func rawMode(stream any) (restore func() error, err error) {
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
