package manual

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Group is a group of flags under a title.
type Group struct {
	Title string
	Flags *pflag.FlagSet
}

// groupKey is the annotation of a flag that names its group.
const groupKey = "trailq_group"

// AddFlags gives a command its flags, by group.
func AddFlags(command *cobra.Command, groups []Group) {
	command.Flags().SortFlags = false
	for _, group := range groups {
		group.Flags.VisitAll(func(flag *pflag.Flag) {
			if flag.Annotations == nil {
				flag.Annotations = make(map[string][]string)
			}
			flag.Annotations[groupKey] = []string{group.Title}
		})
		command.Flags().AddFlagSet(group.Flags)
	}
}

// ListGroups returns the groups of a command's flags, in their order.
func ListGroups(command *cobra.Command) []Group {
	var groups []Group
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		title, ok := flag.Annotations[groupKey]
		if !ok {
			return
		}
		if len(groups) == 0 || groups[len(groups)-1].Title != title[0] {
			flags := pflag.NewFlagSet("", pflag.ContinueOnError)
			flags.SortFlags = false
			groups = append(groups, Group{title[0], flags})
		}
		groups[len(groups)-1].Flags.AddFlag(flag)
	})
	return groups
}

// WriteUsage writes how a command is used, with all its flags.
func WriteUsage(out io.Writer, command *cobra.Command, width int) {
	fmt.Fprintf(out, "Usage:\n  %s\n", command.UseLine())
	if command.HasExample() {
		fmt.Fprintf(out, "\nExamples:\n%s\n", command.Example)
	}
	for _, group := range ListGroups(command) {
		fmt.Fprintf(out, "\n%s:\n%s", group.Title, group.Flags.FlagUsagesWrapped(width))
	}
	fmt.Fprintf(out, "\nExit codes:\n%s", DescribeExitCodes(command))
}
