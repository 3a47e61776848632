package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/manual"
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

// helpWidth returns how wide help is: as the terminal, or 100 columns.
func (e *Environment) helpWidth() int {
	if width, _ := e.terminal(e.Stdout); width > 0 {
		return width
	}
	return 100
}

func writeUsage(env *Environment, command *cobra.Command, groups []flagGroup) error {
	out := command.OutOrStdout()
	fmt.Fprintf(out, "Usage:\n  %s\n", command.UseLine())
	if command.HasExample() {
		fmt.Fprintf(out, "\nExamples:\n%s\n", command.Example)
	}
	for _, group := range groups {
		fmt.Fprintf(out, "\n%s:\n%s", group.title, group.flags.FlagUsagesWrapped(env.helpWidth()))
	}
	fmt.Fprintf(out, "\nExit codes:\n%s", manual.DescribeExitCodes(command))
	return nil
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
