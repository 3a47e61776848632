package cli

import (
	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/manual"
	"github.com/trailq/trailq/internal/topic"
)

// newManual returns the hidden command that writes the manual: "make man" and "make docs"
// run it.
func newManual(root *cobra.Command) *cobra.Command {
	style := manual.Web
	man := false
	command := &cobra.Command{
		Use:    "manual FOLDER",
		Short:  "Write a page for each command and topic to FOLDER",
		Long:   "Write a page for each command and topic to FOLDER, as Markdown.",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, arguments []string) error {
			if man {
				style = manual.Man
			}
			return manual.WritePages(arguments[0], root, topic.All(tabulateNames(ask.DimensionNames())), style)
		},
	}
	command.Flags().BoolVar(&man, "man", false, "as what go-md2man makes manual pages of")
	return command
}
