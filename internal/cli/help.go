package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagGroup is some flags under a title in the help.
type flagGroup struct {
	title string
	flags *pflag.FlagSet
}

// newFlagSet is a set that keeps its flags in order.
func newFlagSet() *pflag.FlagSet {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.SortFlags = false
	return flags
}

// addGroups gives the command its flags and a help that shows them by group.
func addGroups(env *Environment, command *cobra.Command, groups []flagGroup) {
	command.Flags().SortFlags = false
	for _, group := range groups {
		command.Flags().AddFlagSet(group.flags)
	}
	completeChoices(command)
	command.SetUsageFunc(func(command *cobra.Command) error {
		return writeUsage(env, command, groups)
	})
}

// helpWidth is how wide help is where no terminal says.
const helpWidth = 100

func writeUsage(env *Environment, command *cobra.Command, groups []flagGroup) error {
	width, _ := env.terminal(env.Stdout)
	if width <= 0 {
		width = helpWidth
	}
	out := command.OutOrStdout()
	fmt.Fprintf(out, "Usage:\n  %s\n", command.UseLine())
	if command.HasExample() {
		fmt.Fprintf(out, "\nExamples:\n%s\n", command.Example)
	}
	for _, group := range groups {
		fmt.Fprintf(out, "\n%s:\n%s", group.title, group.flags.FlagUsagesWrapped(width))
	}
	fmt.Fprintf(out, "\nExit codes:\n%s", exitCodes(command))
	return nil
}

// exitCodes returns the exit codes of a command.
func exitCodes(command *cobra.Command) string {
	if command.Flags().Lookup("exit-status") == nil {
		return strings.Replace(exitCodesHelp, nothingMatchedHelp, "", 1)
	}
	return exitCodesHelp
}

const nothingMatchedHelp = "    1  nothing matched (only with --exit-status)\n"

const exitCodesHelp = `    0  everything was read and answered
` + nothingMatchedHelp + `    2  usage error
    3  answered, but not from everything: a file or record failed
    4  no answer: the source or the credentials failed
  130  interrupted
`

// completeChoices lets shells complete the flags that take one of a few words.
func completeChoices(command *cobra.Command) {
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		words, ok := flag.Value.(choice)
		if !ok {
			return
		}
		// It fails only for a flag that the command has not.
		_ = command.RegisterFlagCompletionFunc(flag.Name, cobra.FixedCompletions(slices.Clone(words.words), cobra.ShellCompDirectiveNoFileComp))
	})
}
