package manual

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/topic"
)

// GroupCommands says what each command is for, in the list of them.
func GroupCommands(root *cobra.Command) {
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

// WriteOverview writes which commands and topics there are.
func WriteOverview(out io.Writer, root *cobra.Command, topics []topic.Topic) {
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

// WritePage writes the page of -h, which fits a screen: usage, examples and the flags that
// matter.
func WritePage(out io.Writer, command *cobra.Command, width int) {
	fmt.Fprintf(out, "%s\n\nUsage:\n  %s\n", command.Short, command.UseLine())
	if command.HasExample() {
		examples := strings.Split(command.Example, "\n")
		fmt.Fprintf(out, "\nExamples:\n%s\n", strings.Join(examples[:min(shortExamples, len(examples))], "\n"))
	}
	var flags []*pflag.Flag
	for _, name := range strings.Fields(importantFlags) {
		if flag := command.Flags().Lookup(name); flag != nil && len(flags) < mostShown {
			flags = append(flags, flag)
		}
	}
	if len(flags) > 0 {
		fmt.Fprint(out, "\nFlags:\n")
	}
	for _, flag := range flags {
		fmt.Fprintln(out, describeFlag(flag, width))
	}
	fmt.Fprintf(out, "\nAll flags, and how the answer is found: trailq help %s\n", command.Name())
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

// DescribeExitCodes lists the exit codes that the command has.
func DescribeExitCodes(command *cobra.Command) string {
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
