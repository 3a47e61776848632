package cli

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/manual"
	"github.com/trailq/trailq/internal/projection"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/reporter"
)

// eventsCommand is "trailq events".
type eventsCommand struct {
	reading
	events     ask.Events
	exitStatus bool
}

func newEvents(env *Environment) *cobra.Command {
	c := &eventsCommand{reading: reading{env: env}}
	command := &cobra.Command{
		Use:   "events SOURCE…",
		Short: "Print events",
		Long:  manual.DescribeEvents(projection.DefaultFields),
		Example: `  trailq events logs/
  trailq events logs/ --event-name 'Delete*' --since 7d
  trailq events s3://my-trail/AWSLogs/ --from 2023-11-01 --to 2023-11-02 --errors-only -o csv
  trailq events logs/ --caller alice --fields eventTime,eventName,requestParameters.bucketName
  trailq events s3://my-trail/AWSLogs/ --newest -n 20 -o table
  trailq events logs/ --dry-run
  zcat *.json.gz | trailq events - -n 10`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, names []string) error {
			return c.run(command.Context(), names)
		},
	}
	addGroups(env, command, c.groups(flagGroup{Title: "Answer", Flags: c.answerFlags()}))
	return command
}

func (c *eventsCommand) answerFlags() *pflag.FlagSet {
	flags := newFlagSet()
	own := c.events.Words()
	c.output.addFlags(flags, "events")
	c.output.addUnmasked(flags)
	addWord(flags, own, usage{word: "fields", text: "`paths` to print instead of the record: eventTime,userIdentity.arn"})
	addWord(flags, own, usage{word: "limit", short: "n", text: "stop after `n` events"})
	addWord(flags, own, usage{word: "newest", text: "print the newest events first; with -n only the files that were delivered last are read"})
	addWord(flags, own, usage{word: "sort", text: "print the events in the order of their `field`: time, the oldest first; what exceeds 256 MiB goes to temporary files"})
	c.addWarm(flags)
	c.report.addFlags(flags)
	flags.BoolVar(&c.exitStatus, "exit-status", false, "exit with 1 if nothing matches")
	return flags
}

func (c *eventsCommand) run(ctx context.Context, names []string) error {
	format := c.output.renderOptions(c.env).Format
	query, err := c.events.Prepare(ask.EventsForm{
		Whole:     format == render.JSONLines || format == render.JSON,
		ForPeople: format == render.Text,
		Unmasked:  c.output.asked.Unmasked,
		Times:     c.report.kind() == reporter.JSON,
	})
	if err != nil {
		return failed(ctx, err)
	}
	ctx, run, err := c.openRun(ctx, names, ask.Options{Selection: c.selection})
	if err != nil {
		return err
	}
	if c.wantsPlan(run) {
		return run.showPlan(ctx)
	}
	outcome, err := query.Answer(ctx, run.Run, run.show)
	if err := run.end(outcome, err); err != nil {
		return err
	}
	if c.exitStatus && outcome.Empty {
		return withCode(exitNothing)
	}
	return nil
}
