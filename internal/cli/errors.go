package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/s3source"
)

// exitCode is what the process says at its end.
type exitCode int

const (
	exitComplete    exitCode = 0   // everything was read and answered
	exitNothing     exitCode = 1   // nothing matched; only with --exit-status
	exitUsage       exitCode = 2   // the command line makes no sense
	exitIncomplete  exitCode = 3   // answered, but something could not be read or written
	exitSource      exitCode = 4   // no answer: the source or the credentials failed
	exitInterrupted exitCode = 130 // by Ctrl-C, as shells have it
)

// failure is an error that the user is to see, or, without err, only an exit
// code.
type failure struct {
	code exitCode
	err  error
	hint string
	told bool // the summary has said it
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit code %d", f.code)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// conclude tells the user about the error that a command has returned, and
// gives the exit code. An error that is no failure is cobra's, about usage.
func conclude(stderr io.Writer, err error) exitCode {
	if err == nil {
		return exitComplete
	}
	var f *failure
	if !errors.As(err, &f) {
		f = &failure{code: exitUsage, err: err, hint: "see trailq --help"}
	}
	if f.err != nil && !f.told {
		fmt.Fprintf(stderr, "error: %s\n", describeError(f.err))
		if f.hint != "" {
			fmt.Fprintf(stderr, "hint: %s\n", render.Line(f.hint))
		}
	}
	return f.code
}

// describeError is the error made harmless, on one line, save that one about SQL
// has the line in question and a caret below it.
func describeError(err error) string {
	var mistake *dialect.Error
	if !errors.As(err, &mistake) {
		return render.Line(err.Error())
	}
	var lines []string
	for line := range strings.SplitSeq(mistake.Error(), "\n") {
		lines = append(lines, render.Line(line))
	}
	return strings.Join(lines, "\n")
}

// withCode is only an exit code.
func withCode(code exitCode) error {
	if code == exitComplete {
		return nil
	}
	return &failure{code: code}
}

// usageError is a mistake in the command line and how to mend it.
func usageError(err error, hint string, values ...any) error {
	return &failure{code: exitUsage, err: err, hint: fmt.Sprintf(hint, values...)}
}

// usagef is a mistake in the command line that says itself how to mend it.
func usagef(format string, values ...any) error {
	return &failure{code: exitUsage, err: fmt.Errorf(format, values...)}
}

// sourceError is a source that cannot be read.
func sourceError(err error) *failure {
	var bucket *s3source.Error
	if errors.As(err, &bucket) && bucket.Hint != "" {
		return &failure{code: exitSource, err: errors.New(strings.TrimSuffix(err.Error(), "; "+bucket.Hint)), hint: bucket.Hint}
	}
	return &failure{code: exitSource, err: err, hint: sourceHint(err)}
}

func sourceHint(err error) string {
	switch {
	case errors.Is(err, duck.ErrMemory):
		return "allow it more by --memory, or a folder with more room by --spill; or ask for less"
	case errors.Is(err, duck.ErrSpill):
		return "name one that can be written by --spill or TMPDIR"
	case errors.Is(err, fs.ErrNotExist):
		return "SOURCE is a folder, a file, a glob, s3://bucket/prefix or - for standard input"
	case errors.Is(err, fs.ErrPermission):
		return "check who may read it"
	}
	return ""
}

// writeError is a failure to write the answer.
type writeError struct{ err error }

func (e writeError) Error() string { return fmt.Sprintf("writing the answer: %v", e.err) }

func (e writeError) Unwrap() error { return e.err }

// failureOf says what an error means that the answer ended in; nil where it is
// none: nobody reads on, or there was no error.
func failureOf(ctx context.Context, err error) *failure {
	var writing writeError
	var copying *mirror.WriteError
	var mistake *dialect.Error
	var known *failure
	switch {
	case err == nil || errors.Is(err, syscall.EPIPE):
		return nil
	case errors.As(err, &known):
		return known
	case errors.As(err, &writing):
		return &failure{code: exitIncomplete, err: writing}
	case ctx.Err() != nil:
		return &failure{code: exitInterrupted, err: errors.New("interrupted")}
	case errors.Is(err, duck.ErrExport):
		return &failure{code: exitIncomplete, err: err, hint: "make room, or choose another --output-file"}
	case errors.As(err, &mistake):
		return &failure{code: exitUsage, err: mistake}
	case errors.As(err, &copying):
		return &failure{code: exitIncomplete, err: copying, hint: copyHint(copying)}
	}
	return sourceError(err)
}

// failed is [failureOf] for who returns an error: a failure that is nil would be
// an error that is not.
func failed(ctx context.Context, err error) error {
	if f := failureOf(ctx, err); f != nil {
		return f
	}
	return nil
}

// copyHint says what to do where a copy cannot be written.
func copyHint(err *mirror.WriteError) string {
	if errors.Is(err, mirror.ErrBusy) {
		return "wait until it has ended, or give another folder"
	}
	return folderHint(err, "what has been copied stays")
}

// folderHint says what to do where a folder cannot be written, and what is kept
// of what has been.
func folderHint(err error, kept string) string {
	if isFull(err) {
		return "make room and run again: " + kept
	}
	return "give a folder that can be written"
}

// isFull reports whether there is no more room. What the engine says of the system
// is text.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || strings.Contains(strings.ToLower(err.Error()), syscall.ENOSPC.Error())
}

// flagError says what is wrong with a flag.
func flagError(command *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	var number *strconv.NumError
	if errors.As(err, &invalid) && errors.As(err, &number) { // strconv's words are a programmer's
		want := "a whole number"
		if number.Func == "ParseBool" {
			want = "true or false"
		}
		err = fmt.Errorf("--%s %s: want %s", invalid.GetFlag().Name, invalid.GetValue(), want)
	}
	return usageError(err, "see %s --help", command.CommandPath())
}

// noArguments refuses a word that is no command.
func noArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	hint := "see trailq --help"
	if near := command.SuggestionsFor(arguments[0]); len(near) > 0 {
		hint = fmt.Sprintf("did you mean trailq %s?", near[0])
	}
	return usageError(fmt.Errorf("unknown command %q", arguments[0]), "%s", hint)
}

// sourceArguments asks for at least one SOURCE.
func sourceArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) > 0 {
		return nil
	}
	return usageError(errors.New("no SOURCE is given"), "name a folder, a file, a glob, s3://bucket/prefix or - for standard input: %s logs/", command.CommandPath())
}
