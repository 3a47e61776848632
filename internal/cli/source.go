package cli

import (
	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
)

// takeSourceVariable lets commands that are given no SOURCE take that of the variable.
func takeSourceVariable(env *Environment, root *cobra.Command) {
	for _, command := range root.Commands() {
		least, reads := leastArguments(command.Name())
		if !reads {
			continue
		}
		complete := func(arguments []string) []string {
			source := env.Getenv(sourceVariable)
			if source == "" || len(arguments) > least || least > 0 && len(arguments) == least && ask.IsSource(arguments[0]) {
				return arguments
			}
			return append([]string{source}, arguments...)
		}
		check, run := command.Args, command.RunE
		command.Args = func(command *cobra.Command, arguments []string) error { return check(command, complete(arguments)) }
		command.RunE = func(command *cobra.Command, arguments []string) error { return run(command, complete(arguments)) }
	}
}

// leastArguments returns how many arguments a command needs beside its SOURCE, and whether
// it reads one.
func leastArguments(command string) (least int, reads bool) {
	switch command {
	case "top", "cost", "timeline", "events", "diff", "web", "coverage", "verify":
		return 0, true
	case "who", "sql":
		return 1, true
	}
	return 0, false
}
