package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/topic"
)

// groupCommands says what each command is for, in the list of them.
func groupCommands(root *cobra.Command) {
	root.AddGroup(&cobra.Group{ID: "ask", Title: "Ask:"}, &cobra.Group{ID: "look", Title: "Look:"}, &cobra.Group{ID: "keep", Title: "Keep:"})
	groups := map[string][]string{
		"ask":  {"top", "cost", "diff", "who", "timeline", "sql", "events"},
		"look": {"web", "coverage", "verify"},
		"keep": {"sync", "convert", "table", "prices"},
	}
	for id, names := range groups {
		for _, command := range root.Commands() {
			if slices.Contains(names, command.Name()) {
				command.GroupID = id
			}
		}
	}
}

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
			writeOverview(env, root, topics)
			return
		}
		writeShortHelp(env, command)
	})
}

// writeOverview writes what there is.
func writeOverview(env *Environment, root *cobra.Command, topics []topic.Topic) {
	out := env.Stdout
	fmt.Fprintf(out, "%s\n\nUsage:\n  trailq COMMAND SOURCE… [flags]\n\nExamples:\n%s\n", root.Long, root.Example)
	for _, group := range root.Groups() {
		fmt.Fprintf(out, "\n%s\n", group.Title)
		for _, command := range root.Commands() {
			if command.GroupID == group.ID {
				fmt.Fprintf(out, "  %-9s %s\n", command.Name(), command.Short)
			}
		}
	}
	fmt.Fprint(out, "\nMore:\n  trailq COMMAND -h, trailq help COMMAND, trailq version, trailq completion SHELL\n")
	for _, one := range topics {
		fmt.Fprintf(out, "  trailq help %-11s %s\n", one.Name, one.Short)
	}
}

// mostShown is how many flags the short help has.
const mostShown = 12

// importantFlags are those that the short help shows, as far as a command has them: the
// most important ones first.
const importantFlags = `by sum limit newest fields sort before after at measure every tree as bill file
from to since where event-name event-source caller errors-only account region output output-file ip-ranges dry-run
keys fetch-keys verify port case name location create workers profile`

// shortExamples is how many examples the short help has.
const shortExamples = 3

// writeShortHelp writes the page of -h: usage, examples and the flags that matter.
func writeShortHelp(env *Environment, command *cobra.Command) {
	width, _ := env.terminal(env.Stdout)
	if width <= 0 {
		width = helpWidth
	}
	fmt.Fprintf(env.Stdout, "%s\n\nUsage:\n  %s\n", command.Short, command.UseLine())
	if command.HasExample() {
		examples := strings.Split(command.Example, "\n")
		fmt.Fprintf(env.Stdout, "\nExamples:\n%s\n", strings.Join(examples[:min(shortExamples, len(examples))], "\n"))
	}
	var flags []*pflag.Flag
	for _, name := range strings.Fields(importantFlags) {
		if flag := command.Flags().Lookup(name); flag != nil && len(flags) < mostShown {
			flags = append(flags, flag)
		}
	}
	if len(flags) > 0 {
		fmt.Fprint(env.Stdout, "\nFlags:\n")
	}
	for _, flag := range flags {
		fmt.Fprintln(env.Stdout, describeFlag(flag, width))
	}
	fmt.Fprintf(env.Stdout, "\nAll flags, and how the answer is found: trailq help %s\n", command.Name())
}

// describeFlag returns a flag and the first words of its help on one line.
func describeFlag(flag *pflag.Flag, width int) string {
	value, text := pflag.UnquoteUsage(flag)
	short := "    "
	if flag.Shorthand != "" {
		short = "-" + flag.Shorthand + ", "
	}
	if end := strings.IndexAny(text, ";:("); end > 0 {
		text = strings.TrimSpace(text[:end])
	}
	line := fmt.Sprintf("  %s%-24s %s", short, "--"+flag.Name+" "+value, text)
	if runes := []rune(line); len(runes) > width {
		line = string(runes[:width-1]) + "…"
	}
	return line
}
