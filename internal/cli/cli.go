package cli

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/confine"
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
}

func (e *Environment) terminal(stream any) (width int, ok bool) {
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

// hasColor reports whether a terminal can be given colours: see
// https://no-color.org.
func (e *Environment) hasColor() bool {
	return e.Getenv("NO_COLOR") == "" && e.Getenv("TERM") != "dumb" && e.Getenv("TERM") != ""
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
	return func(err error) { e.Exit(int(conclude(e.Stderr, failed(ctx, err)))) }
}

// Main runs the command that the arguments name and returns its exit code; see
// [exitCode]. When ctx is done the command ends early, as interrupted.
func Main(ctx context.Context, env Environment, arguments []string) int {
	root := newRoot(&env)
	root.SetArgs(joinPayer(arguments))
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	return int(conclude(env.Stderr, root.ExecuteContext(ctx)))
}

// joinPayer returns the arguments with "--request-payer requester", as the AWS CLI
// has it, as one: the flag's value is optional, and then has to be in its argument.
func joinPayer(arguments []string) []string {
	var joined []string
	for i := 0; i < len(arguments); i++ {
		if i+1 < len(arguments) && arguments[i] == "--request-payer" && arguments[i+1] == "requester" {
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
		Long: `trailq answers questions from AWS CloudTrail logs where they are, in a folder or an
S3 bucket, without any setup or import.`,
		Example: `  trailq top s3://my-trail/AWSLogs/ --since 24h
  trailq cost logs/ --by role,class
  trailq diff logs/ --before 2023-11-01 --after 2023-11-02
  trailq who logs/ AKIAIOSFODNN7EXAMPLE
  trailq timeline logs/ --by caller
  trailq sql logs/ 'SELECT eventtime, eventname FROM cloudtrail_logs WHERE errorcode IS NOT NULL'
  trailq events logs/ --event-name DeleteBucket
  trailq sync s3://my-trail/AWSLogs/ logs/
  trailq convert logs/ parquet/
  trailq help events`,
		Version:       describeVersion(env.Version),
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
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveDefault)
	root.AddCommand(newTop(env), newWho(env), newTimeline(env), newSQL(env), newEvents(env), newSync(env), newCost(env), newDiff(env), newConvert(env), newVerify(env), newCoverage(env), newTable(env), newPrices(env), newWeb(env))
	refuseUnknownTopics(root)
	return root
}

// refuseUnknownTopics makes "trailq help" take only the names of commands.
func refuseUnknownTopics(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help, _, _ := root.Find([]string{"help"}) // it has just been made
	help.Args = func(_ *cobra.Command, arguments []string) error {
		found, rest, err := root.Find(arguments)
		if err != nil || found == root {
			return errors.Join(err, noArguments(root, rest))
		}
		return nil
	}
}
