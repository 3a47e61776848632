package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/trailq/trailq/internal/words"
)

// flagGroup is a group of flags under a title in the help.
type flagGroup struct {
	title string
	flags *pflag.FlagSet
}

// newFlagSet returns a set that keeps its flags in order.
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
	fmt.Fprintf(out, "\nExit codes:\n%s", describeExitCodes(command))
	return nil
}

// describeExitCodes lists the exit codes that the command has.
func describeExitCodes(command *cobra.Command) string {
	nothing, altered := "", ""
	incomplete := "answered, but not from everything: a file or record failed"
	if command.Flags().Lookup("exit-status") != nil {
		nothing = "    1  nothing matched (only with --exit-status)\n"
	}
	if command.Flags().Lookup("fetch-keys") != nil {
		incomplete, altered = "not everything is proven", "    5  something is altered or missing\n"
	}
	return "    0  everything was read and answered\n" + nothing + "    2  usage error\n    3  " + incomplete +
		"\n    4  no answer: the source or the credentials failed\n" + altered + "  130  interrupted\n"
}

// completeChoices lets shells complete the flags that take one of a few words.
func completeChoices(command *cobra.Command) {
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		choice, ok := flag.Value.(words.Choice)
		if !ok {
			return
		}
		// It fails only for a flag that the command does not have.
		_ = command.RegisterFlagCompletionFunc(flag.Name, cobra.FixedCompletions(slices.Clone(choice.Choices), cobra.ShellCompDirectiveNoFileComp))
	})
}
