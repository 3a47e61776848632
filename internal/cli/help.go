package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/manual"
)

// flagGroup is a group of flags under a title in the help.
type flagGroup = manual.Group

// newFlagSet returns a set that keeps its flags in order.
func newFlagSet() *pflag.FlagSet {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.SortFlags = false
	return flags
}

// addGroups gives the command its flags and a help that shows them by group.
func addGroups(env *Environment, command *cobra.Command, groups []flagGroup) {
	manual.AddFlags(command, groups)
	command.SetUsageFunc(func(command *cobra.Command) error {
		manual.WriteUsage(command.OutOrStdout(), command, env.helpWidth())
		return nil
	})
}

// helpWidth returns how wide help is: as the terminal, or 100 columns.
func (e *Environment) helpWidth() int {
	if width, _ := e.terminal(e.Stdout); width > 0 {
		return width
	}
	return 100
}
