package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/manual"
)

// whoCommand is "trailq who".
type whoCommand struct {
	reportCommand
	who     *ask.Who
	sources []string
}

func newWho(env *Environment) *cobra.Command {
	c := &whoCommand{reportCommand: reportCommand{reading: reading{env: env}}, who: ask.NewWho()}
	command := &cobra.Command{
		Use:   "who SOURCE WHAT",
		Short: "Find who is behind a key, role, address or name",
		Long:  manual.DescribeWho(),
		Example: `  trailq who logs/ AKIAIOSFODNN7EXAMPLE
  trailq who logs/ arn:aws:iam::111122223333:role/deploy --from 2023-11-01
  trailq who s3://my-trail/AWSLogs/ 198.51.100.0/24 -o jsonl
  trailq who logs/ 'aws-cli/*' --as agent
  trailq who logs/ --tree`,
		Args: func(command *cobra.Command, arguments []string) error {
			return c.checkArguments(command, arguments)
		},
		RunE: func(command *cobra.Command, arguments []string) error {
			if !c.who.Tree {
				c.who.What = arguments[1]
			}
			return c.answer(command.Context(), c.who, c.sourceNames(arguments))
		},
	}
	flags := newFlagSet()
	flags.StringArrayVar(&c.sources, "source", nil, "one more `SOURCE`; can be repeated")
	flags.AddFlagSet(flagsOf(c.who.Words(),
		usage{word: "tree", text: "show who is behind all calls of the sources; there is no WHAT"},
		usage{word: "as", text: "take WHAT as this `kind`: " + joinWords(ask.SubjectKinds())},
		usage{word: "limit", short: "n", text: "print the first `n` entries of each list, and of the sessions below one step of the tree; 0 prints all"},
	))
	c.output.addDetails(flags)
	c.addFlags(command, flags, "subject", "tree", "calls", "timeline", "services", "errors", "addresses", "regions", "userAgents", "buckets", "keys", "identities")
	return command
}

func (c *whoCommand) checkArguments(command *cobra.Command, arguments []string) error {
	form := command.CommandPath() + " SOURCE WHAT; more sources by --source"
	switch {
	case len(arguments) == 0:
		return sourceArguments(command, arguments)
	case c.who.Tree:
		return nil
	case len(arguments) == 1:
		return usageError(errors.New("SOURCE or WHAT is missing"), "%s; or --tree for everything in SOURCE", form)
	case len(arguments) > 2:
		return usageError(fmt.Errorf("%d arguments are given: the form is SOURCE and WHAT", len(arguments)), "quote a glob: %s", form)
	case arguments[1] == "":
		return usageError(errors.New("WHAT is empty"), "%s", form)
	case ask.IsSource(arguments[1]) && !ask.IsSource(arguments[0]):
		return usageError(fmt.Errorf("%q is where WHAT should be, and there are no logs at %q", arguments[1], arguments[0]), "SOURCE comes first: %s", form)
	}
	return nil
}

// sourceNames returns the sources.
func (c *whoCommand) sourceNames(arguments []string) []string {
	if !c.who.Tree {
		arguments = arguments[:1:1]
	}
	return append(arguments, c.sources...)
}
