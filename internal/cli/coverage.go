package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/evidence"
	"github.com/trailq/trailq/internal/reporter"
)

// coverageCommand is "trailq coverage".
type coverageCommand struct {
	reading
	coverage evidence.Coverage
}

func newCoverage(env *Environment) *cobra.Command {
	c := &coverageCommand{reading: reading{env: env, evidence: true}}
	command := &cobra.Command{
		Use:   "coverage SOURCE…",
		Short: "Account for log files by account, region and hour; name missing ones",
		Long: `Say for every account, region and hour which log files are there, read and failed; how many events,
duplicate deliveries and incomplete records they hold; how late they are; and what the digests of the
hour are. On a terminal and with -o table the answer is a chart; all other forms have a row for each
hour, including those without anything.

Missing files are named, with what tells: a digest that lists them; CloudTrail's own PutObject, among the
data events of the log bucket; the cadence of hourly digests. Otherwise there is silence only, hours
without events where there normally are some, which proves nothing. Calls after which less is logged or
kept are listed with who made them.

With --keys, digests are proven (see trailq help verify, which also proves log files).`,
		Example: `  trailq coverage logs/
  trailq coverage s3://my-trail/AWSLogs/ --since 7d --keys keys.json
  trailq coverage logs/ -o csv --from 2026-03-01 --to 2026-03-02`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, arguments []string) error {
			return c.run(command.Context(), arguments)
		},
	}
	own := flagsOf(c.coverage.Words(), usage{word: "keys", text: "prove digests by the public keys in this `file`; can be repeated"})
	c.output.addFlags(own, command.Name(), "hours", "undated", "missing", "changes")
	c.report.addFlags(own)
	read := c.readFlags()
	c.addDryRun(read)
	addGroups(env, command, []flagGroup{
		{Title: "Which hours", Flags: c.placeFlags()},
		{Title: "Answer", Flags: own},
		{Title: "Reading", Flags: read},
		{Title: "Buckets", Flags: c.connectionFlags()},
	})
	return command
}

func (c *coverageCommand) run(ctx context.Context, sources []string) error {
	ctx, run, err := c.openRun(ctx, sources, ask.Options{Selection: c.selection})
	if err != nil {
		return err
	}
	if c.wantsPlan(run) {
		return run.showPlan(ctx)
	}
	result, tables, err := c.coverage.Run(ctx, run.Run)
	if err == nil {
		err = run.show(tables...)
	}
	end := new(reporter.Ending)
	if result != nil {
		end.Missing = result.MissingFiles()
	}
	return run.endWith(end, err)
}
