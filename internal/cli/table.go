package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/reporter"
	"github.com/trailq/trailq/internal/tableddl"
)

// tableCommand is "trailq table".
type tableCommand struct {
	reading
	table tableddl.Table
}

func newTable(env *Environment) *cobra.Command {
	c := &tableCommand{reading: reading{env: env, evidence: true, report: reporterFlags{summary: reporter.None}}}
	command := &cobra.Command{
		Use:   "table SOURCE",
		Short: "Print the CREATE TABLE by which Athena queries the logs of a bucket",
		Long: `Print the CREATE TABLE for the logs in s3://bucket/AWSLogs/ or in a converted folder of a bucket, ready for
Athena. It has the columns of AWS's guide, and partition projection for the accounts, regions and first day
that are there: queries then read the partitions of their window, and new days need no ALTER TABLE. Run it
again when an account or region is added. Only folders are listed.

The logs of an organisation's trail, below AWSLogs/o-…/, have a table of their own. For a folder of this
machine, --location says where its copy lies.`,
		Example: `  trailq table s3://my-trail/AWSLogs/ --name security.cloudtrail_logs
  trailq table parquet/ --location s3://my-bucket/parquet/
  trailq table s3://my-trail/AWSLogs/ --create athena://primary/security.cloudtrail_logs`,
		Args: oneSource,
		RunE: func(command *cobra.Command, arguments []string) error {
			return c.run(command.Context(), arguments[0])
		},
	}
	own := flagsOf(c.table.Words(),
		usage{word: "name", text: "`name` of the table, with or without its database (default cloudtrail_logs)"},
		usage{word: "location", text: "`url` of the bucket and prefix that hold a copy of SOURCE"},
		usage{word: "create", text: "make the table athena://WORKGROUP/DATABASE.TABLE, in place of printing"},
		usage{word: "results", text: "`url` in a bucket where Athena keeps what it answers (default: the workgroup's)"},
	)
	addGroups(env, command, []flagGroup{{Title: "Table", Flags: own}, {Title: "Buckets", Flags: c.connectionFlags()}})
	return command
}

// oneSource asks for one source.
func oneSource(command *cobra.Command, arguments []string) error {
	if len(arguments) > 1 {
		return usageError(fmt.Errorf("%d SOURCEs given, want one", len(arguments)), "%s SOURCE", command.CommandPath())
	}
	return sourceArguments(command, arguments)
}

func (c *tableCommand) run(ctx context.Context, source string) error {
	if err := c.table.Check(source); err != nil {
		return failed(ctx, err)
	}
	ctx, run, err := c.startRun(ctx, []string{source}, ask.Options{Selection: c.selection})
	if err != nil {
		return err
	}
	statements, err := c.table.Run(ctx, run.Run, source)
	for _, text := range statements.Text {
		if err == nil {
			_, err = fmt.Fprintln(c.env.Stdout, text+";")
		}
	}
	for _, note := range statements.Notes {
		run.keepNote(note)
	}
	return run.end(new(ask.Outcome), err)
}
