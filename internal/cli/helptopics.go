package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/manual"
	"github.com/trailq/trailq/internal/topic"
)

// replaceHelp makes -h a page that fits a screen, and "trailq help" the whole help of a
// command or a topic.
func replaceHelp(env *Environment, root *cobra.Command) {
	topics := topic.All(tabulateNames(ask.DimensionNames()))
	root.InitDefaultHelpCmd()
	help, _, _ := root.Find([]string{"help"}) // it has just been made
	help.Use, help.Long = "help [COMMAND or TOPIC]", "Print the whole help of a command, or of a topic."
	help.Args = func(_ *cobra.Command, arguments []string) error {
		if len(arguments) == 1 {
			if _, ok := topic.Find(topics, arguments[0]); ok {
				return nil
			}
		}
		found, rest, err := root.Find(arguments)
		if err != nil || found == root {
			return errors.Join(err, noArguments(root, rest))
		}
		return nil
	}
	help.Run = nil
	help.RunE = func(_ *cobra.Command, arguments []string) error {
		if one, ok := topic.Find(topics, strings.Join(arguments, " ")); ok {
			_, err := io.WriteString(env.Stdout, one.Text)
			return err
		}
		found, _, err := root.Find(arguments)
		if err != nil {
			return err
		}
		if found == root {
			return found.Help()
		}
		found.InitDefaultHelpFlag()
		fmt.Fprintf(env.Stdout, "%s\n\n", strings.TrimSpace(found.Long))
		return found.Usage()
	}
	root.SetHelpFunc(func(command *cobra.Command, _ []string) {
		if command == root {
			manual.WriteOverview(env.Stdout, root, topics)
			return
		}
		manual.WritePage(env.Stdout, command, env.helpWidth())
	})
}
