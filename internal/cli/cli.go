package cli

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ansi"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/build"
	"github.com/trailq/trailq/internal/complete"
	"github.com/trailq/trailq/internal/confine"
	"github.com/trailq/trailq/internal/manual"
	"github.com/trailq/trailq/internal/pager"
	"github.com/trailq/trailq/internal/words"
)

// Environment is what a command knows about the process that it runs in.
type Environment struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(name string) string
	// Terminal reports whether one of the streams is a terminal, and how many columns
	// it has, zero if unknown. Nil means that none is one.
	Terminal func(stream any) (width int, ok bool)
	// Raw makes a terminal pass on every key as it is typed without showing it, even
	// those that would send a signal. Nil is for streams that do so anyway.
	Raw func(stream any) (restore func() error, err error)
	// Exit ends the process at once. Nil cannot.
	Exit func(code int)
	// Confine takes the right to write elsewhere from the process. Nil keeps it.
	Confine func(confine.Writable) error
	// Version is the release, empty if the build named none.
	Version string
	// Paging is true while a pager has the terminal: interrupts are its own then. Nil is
	// for a process that does not ask.
	Paging *atomic.Bool

	color string // --color
	pager *pager.Pager
}

// Source is the variable that names the SOURCE of commands that are given none.
const sourceVariable = "TRAILQ_SOURCE"

func (e *Environment) terminal(stream any) (width int, ok bool) {
	switch stream := stream.(type) {
	case *pager.Pager:
		return e.terminal(stream.Stdout)
	case pager.Errors:
		return e.terminal(stream.Stderr)
	}
	if e.Terminal == nil {
		return 0, false
	}
	return e.Terminal(stream)
}

// rawMode makes the terminal at standard input give every key as it is typed.
func (e *Environment) rawMode() (restore func() error, err error) {
	if e.Raw == nil {
		return func() error { return nil }, nil
	}
	return e.Raw(e.Stdin)
}

// hasColors reports whether text for a stream gets colours.
func (e *Environment) hasColors(stream any) bool {
	_, terminal := e.terminal(stream)
	return ansi.Choice{When: e.color, Getenv: e.Getenv, Terminal: terminal}.HasColors()
}

// isPaging reports whether a pager shows the answer.
func (e *Environment) isPaging() bool { return e.pager != nil && e.pager.IsShowing() }

// openPager puts a pager before a standard output that is a terminal.
func (e *Environment) openPager() {
	if _, ok := e.terminal(e.Stdout); !ok {
		return
	}
	e.pager = &pager.Pager{Stdout: e.Stdout, Stderr: e.Stderr, Getenv: e.Getenv, Active: e.Paging}
	if _, ok := e.terminal(e.Stderr); ok {
		e.Stderr = pager.Errors{Pager: e.pager}
	}
	e.Stdout = e.pager
}

// closePager waits until the user quits the pager.
func (e *Environment) closePager() {
	if e.pager != nil {
		e.pager.Close()
	}
}

// hasUnicode reports whether a terminal shows more than ASCII: by its kind and
// by the locale, the first of POSIX's variables for it that is set.
func (e *Environment) hasUnicode() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(e.Getenv(name)); locale != "" {
			return e.Getenv("TERM") != "dumb" && (strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8"))
		}
	}
	return false
}

// abortWith returns what ends the process with an error; see [ask.Environment].
func (e *Environment) abortWith(ctx context.Context) func(error) {
	if e.Exit == nil {
		return nil
	}
	return func(err error) { e.Exit(int(e.conclude(failed(ctx, err)))) }
}

// Main runs the command that the arguments name and returns its exit code; see
// [exitCode]. When ctx is done the command ends early, as interrupted.
func Main(ctx context.Context, env Environment, arguments []string) int {
	env.openPager()
	root := newRoot(&env)
	root.SetArgs(joinOptional(arguments))
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.ExecuteContext(ctx)
	env.closePager()
	return int(env.conclude(err))
}

// joinOptional returns the arguments with the flags whose value is optional and the value
// that follows them as one, as the library wants it: "--request-payer requester", as the
// AWS CLI has it, and "--show-sql engine".
func joinOptional(arguments []string) []string {
	values := map[string][]string{"--request-payer": {"requester"}, "--show-sql": {ask.SQLForAthena, ask.SQLForEngine}}
	var joined []string
	for i := 0; i < len(arguments); i++ {
		if i+1 < len(arguments) && slices.Contains(values[arguments[i]], arguments[i+1]) {
			joined = append(joined, arguments[i]+"="+arguments[i+1])
			i++
			continue
		}
		joined = append(joined, arguments[i])
	}
	return joined
}

// newRoot lists the commands.
func newRoot(env *Environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "trailq",
		Short: "Query AWS CloudTrail logs where they are",
		Long: `trailq answers questions from AWS CloudTrail logs where they are, in a folder
or an S3 bucket, without any setup or import.`,
		Example: `  trailq top s3://my-trail/AWSLogs/ --since 24h
  trailq cost logs/ --by role,class
  trailq diff logs/ --before 2023-11-01 --after 2023-11-02
  trailq who logs/ AKIAIOSFODNN7EXAMPLE
  trailq events logs/ --event-name DeleteBucket`,
		Version:       build.DescribeVersion(env.Version),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		// A word that is two letters away from a command's name is taken for a typo.
		SuggestionsMinimumDistance: 2,
		RunE: func(command *cobra.Command, _ []string) error {
			return command.Help()
		},
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	shared := root.PersistentFlags()
	shared.Var(words.NewChoice(&env.color, ansi.Auto, ansi.Always, ansi.Never), "color", "give text styles, `when`: auto (on terminals, without NO_COLOR), always or never")
	if env.pager != nil {
		shared.BoolVar(&env.pager.Off, "no-pager", false, "write long answers to the terminal without $PAGER")
	} else {
		shared.Bool("no-pager", false, "write long answers to the terminal without $PAGER")
	}
	root.AddCommand(newTop(env), newWho(env), newTimeline(env), newSQL(env), newEvents(env), newSync(env), newCost(env), newDiff(env), newConvert(env), newVerify(env), newCoverage(env), newTable(env), newPrices(env), newWeb(env), newVersion(env))
	takeSourceVariable(env, root)
	root.AddCommand(newManual(root))
	manual.GroupCommands(root)
	replaceHelp(env, root)
	complete.Register(root, completionSources(env))
	return root
}
