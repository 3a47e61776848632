package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/output"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/screen"
	"github.com/trailq/trailq/internal/suggest"
)

// exitCode is the exit code of the process.
type exitCode int

const (
	exitComplete    exitCode = 0   // everything was read and answered
	exitNothing     exitCode = 1   // nothing matched; only with --exit-status
	exitUsage       exitCode = 2   // usage error
	exitIncomplete  exitCode = 3   // answered, but something could not be read or written
	exitSource      exitCode = 4   // no answer: the source or the credentials failed
	exitAltered     exitCode = 5   // verify: something was altered or is missing
	exitInterrupted exitCode = 130 // by Ctrl-C, as shells have it
)

// failure is an error for the user, or only an exit code where err is nil.
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

// conclude tells the user about the error that a command has returned, and returns
// the exit code. An error that is no failure is cobra's, about usage.
func (e *Environment) conclude(err error) exitCode {
	if err == nil {
		return exitComplete
	}
	var f *failure
	if !errors.As(err, &f) {
		f = &failure{code: exitUsage, err: err, hint: "see trailq --help"}
	}
	if f.err != nil && !f.told {
		colors := e.hasColors(e.Stderr)
		fmt.Fprintln(e.Stderr, screen.StyleRemark("error: "+describeError(f.err), colors))
		if f.hint != "" {
			fmt.Fprintln(e.Stderr, screen.StyleRemark("hint: "+render.Line(f.hint), colors))
		}
	}
	return f.code
}

// describeError returns the error made harmless, on one line. One about SQL also has
// the line in question, and a caret below it.
func describeError(err error) string {
	var mistake *dialect.Error
	if !errors.As(err, &mistake) {
		return render.Line(err.Error())
	}
	var lines []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		lines = append(lines, render.Line(line))
	}
	return strings.Join(lines, "\n")
}

// withCode returns only an exit code.
func withCode(code exitCode) error {
	if code == exitComplete {
		return nil
	}
	return &failure{code: code}
}

// usageError returns a usage error and how to correct it.
func usageError(err error, hint string, values ...any) error {
	return &failure{code: exitUsage, err: err, hint: fmt.Sprintf(hint, values...)}
}

// usagef returns a usage error whose text already says how to correct it.
func usagef(format string, values ...any) error {
	return &failure{code: exitUsage, err: fmt.Errorf(format, values...)}
}

// failureOf returns what an error means that ended the answer; nil where there is no
// error, or where nobody reads on.
func failureOf(ctx context.Context, err error) *failure {
	var writing output.WriteError
	var refused *output.Refusal
	var known *failure
	var asked *ask.Failure
	switch {
	case err == nil || errors.Is(err, syscall.EPIPE):
		return nil
	case errors.As(err, &known):
		return known
	case errors.As(err, &asked):
		return spellFailure(asked)
	case errors.As(err, &refused):
		return &failure{code: exitUsage, err: refused, hint: refused.Hint}
	case errors.As(err, &writing):
		return &failure{code: exitIncomplete, err: writing}
	case ctx.Err() != nil:
		return &failure{code: exitInterrupted, err: errors.New("interrupted")}
	}
	return spellFailure(ask.Explain(err))
}

// spellFailure returns a failure of package ask with its words as flags.
func spellFailure(asked *ask.Failure) *failure {
	message, hint := asked.Spell(spellFlag)
	code := exitSource
	switch asked.Kind {
	case ask.BadWords:
		code = exitUsage
	case ask.NotWritten:
		code = exitIncomplete
	}
	return &failure{code: code, err: spelledError{message, asked}, hint: hint}
}

// spellFlag returns the name of a word as a flag.
func spellFlag(word string) string { return "--" + word }

// spelledError is an error whose text has its words as flags.
type spelledError struct {
	text  string
	cause error
}

func (e spelledError) Error() string { return e.text }

func (e spelledError) Unwrap() error { return e.cause }

// failed returns failureOf's result as an error, so that a nil *failure is a nil
// error.
func failed(ctx context.Context, err error) error {
	if f := failureOf(ctx, err); f != nil {
		return f
	}
	return nil
}

// flagError says what is wrong with a flag.
func flagError(command *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		flag := invalid.GetFlag()
		switch flag.Value.Type() {
		case "bool":
			err = fmt.Errorf("--%s %s: want true or false", flag.Name, invalid.GetValue())
		case "int":
			err = fmt.Errorf("--%s %s: %w", flag.Name, invalid.GetValue(), errors.Unwrap(invalid))
		}
	}
	var missing *pflag.NotExistError
	if errors.As(err, &missing) {
		var names []string
		command.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
		if near := suggest.FindFlag(missing.GetSpecifiedName(), names); near != "" {
			return usageError(err, "did you mean %s? See %s --help", near, command.CommandPath())
		}
	}
	return usageError(err, "see %s --help", command.CommandPath())
}

// noArguments refuses a word that is not a command.
func noArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	hint := "see trailq --help"
	var names []string
	for _, one := range command.Commands() {
		names = append(names, one.Name())
	}
	if near := suggest.FindCommand(arguments[0], names); near != "" {
		hint = fmt.Sprintf("did you mean trailq %s?", near)
	}
	return usageError(fmt.Errorf("unknown command %q", arguments[0]), "%s", hint)
}

// sourceArguments asks for at least one SOURCE.
func sourceArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) > 0 {
		return nil
	}
	return usageError(errors.New("SOURCE is missing"), "name a folder, a file, a glob, s3://bucket/prefix or - for standard input: %s logs/", command.CommandPath())
}
