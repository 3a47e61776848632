package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/who"
)

// whoCommand is "trailq who".
type whoCommand struct {
	question
	sources []string
	as      string
	tree    bool
	limit   int
}

func newWho(env *Environment) *cobra.Command {
	c := &whoCommand{question: question{env: env}}
	command := &cobra.Command{
		Use:   "who SOURCE WHAT",
		Short: "Find who is behind a key, role, address or name",
		Long: `Find who or what is behind WHAT, and what it did: an ARN, a user, role or session by its name, an
access key id, a principal id, an address or a block such as 192.0.2.0/24, a service as
lambda.amazonaws.com, an account, the subject of a web identity, a sourceIdentity, or a user agent.
* and ? are wildcards. Names are taken as what the logs have; where they have several things of one
name, these are listed, and --as chooses.

Temporary keys lead back, through the events that gave them, to the person, workload or service that
began it all. Each step is told with its evidence:

  key      the event gave the very access key that the calls used: proof
  record   the records of the calls say it themselves
  name     only names and times agree
  missing  the event that would tell is not in these logs

The events that gave keys are looked for within the same window and filters as all others: a session
that began before --from has its beginning missing.

With --tree the arguments are sources, and the answer is who is behind all their calls.`,
		Example: `  trailq who logs/ AKIAIOSFODNN7EXAMPLE
  trailq who logs/ arn:aws:iam::111122223333:role/deploy --from 2023-11-01
  trailq who s3://my-trail/AWSLogs/ 198.51.100.0/24 -o jsonl
  trailq who logs/ 'aws-cli/*' --as agent
  trailq who logs/ --tree`,
		Args: func(command *cobra.Command, arguments []string) error {
			return c.checkArguments(command, arguments)
		},
		RunE: func(command *cobra.Command, arguments []string) error {
			return c.run(command.Context(), arguments)
		},
	}
	c.addFlags(command, c.ownFlags())
	return command
}

func (c *whoCommand) ownFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.Var(texts{&c.sources}, "source", "one more `SOURCE`; may be repeated")
	flags.BoolVar(&c.tree, "tree", false, "who is behind all calls of the sources: there is no WHAT")
	flags.Var(choice{&c.as, who.SubjectKinds()}, "as", "take WHAT as this `kind`: "+strings.Join(who.SubjectKinds(), ", "))
	flags.IntVarP(&c.limit, "limit", "n", 10, "print the first `n` of each list, and of the sessions below one step of the tree; 0 prints all")
	return flags
}

func (c *whoCommand) checkArguments(command *cobra.Command, arguments []string) error {
	form := command.CommandPath() + " SOURCE WHAT; more sources by --source"
	switch {
	case len(arguments) == 0:
		return sourceArguments(command, arguments)
	case c.tree:
		return nil
	case len(arguments) == 1:
		return usageError(errors.New("WHAT is not given, or the SOURCE is not"), "%s; or --tree for all that is in SOURCE", form)
	case len(arguments) > 2:
		return usageError(fmt.Errorf("%d arguments are given: the form is SOURCE and WHAT", len(arguments)), "quote a glob: %s", form)
	case arguments[1] == "":
		return usageError(errors.New("WHAT is empty"), "%s", form)
	}
	return nil
}

// names are the sources.
func (c *whoCommand) names(arguments []string) []string {
	if !c.tree {
		arguments = arguments[:1:1]
	}
	return append(arguments, c.sources...)
}

// options are the question's parameters.
func (c *whoCommand) options(arguments []string) (who.Options, error) {
	options := who.Options{As: c.as, Limit: c.limit}
	switch {
	case c.limit < 0:
		return options, usagef("--limit %d: want 1 or more, or 0 for all", c.limit)
	case c.tree && c.as != "":
		return options, usagef("--tree asks for all, and --as for one thing: give one")
	case !c.tree:
		options.What = arguments[1]
	}
	return options, nil
}

func (c *whoCommand) run(ctx context.Context, arguments []string) error {
	options, err := c.options(arguments)
	if err != nil {
		return err
	}
	if c.showSQL != "" {
		return c.show(func(scope report.Scope) ([]*report.Report, error) {
			options.Scope, options.Athena = scope, c.showSQL == sqlForAthena
			query, err := who.New(options)
			if err != nil {
				return nil, err
			}
			return []*report.Report{query.Report}, nil
		})
	}
	query, err := who.New(options)
	if err != nil {
		return err
	}
	return c.answer(ctx, c.names(arguments), query)
}

// answer asks, writes the tables and says what became of the name.
func (c *whoCommand) answer(ctx context.Context, names []string, query *who.Query) error {
	var found *who.Answer
	err := c.ask(ctx, names, func(ctx context.Context, inquiry *inquiry) error {
		err := inquiry.ask(func() (*engine.Answer, error) { return inquiry.db.Query(ctx, query.Statement) }, func(answer *engine.Answer) (err error) {
			found, err = query.Read(answer.Table)
			inquiry.keepNotes(answer.Table)
			return err
		})
		if err != nil {
			return err
		}
		return c.write(inquiry, found)
	})
	switch {
	case err != nil:
		return err
	case len(found.Ambiguous()) > 0:
		kinds := found.Ambiguous()
		return usageError(fmt.Errorf("the name is one of several things in these logs: %s", strings.Join(kinds, ", ")),
			"say which by --as %s", kinds[0])
	case c.exitStatus && !found.Found():
		return withCode(exitNothing)
	}
	return nil
}

// write writes the tables.
func (c *whoCommand) write(inquiry *inquiry, found *who.Answer) error {
	if err := inquiry.writeAll(&c.output, found.Tables(c.drawing())...); err != nil {
		return err
	}
	if !c.tree && !found.Found() {
		inquiry.notes = append(inquiry.notes, found.NotFound())
	}
	return nil
}

// drawing is how the tree is drawn: only where it is for people.
func (c *whoCommand) drawing() who.Drawing {
	switch options := c.output.render(c.env); {
	case options.Format != render.Text && options.Format != render.Markdown:
		return who.DrawNothing
	case options.ASCII:
		return who.DrawASCII
	}
	return who.DrawUnicode
}
