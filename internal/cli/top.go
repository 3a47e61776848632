package cli

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/top"
)

// topCommand is "trailq top".
type topCommand struct {
	question
	by    string
	sum   string
	limit int
}

func newTop(env *Environment) *cobra.Command {
	c := &topCommand{question: question{env: env}}
	command := &cobra.Command{
		Use:   "top SOURCE…",
		Short: "Count the most common calls",
		Long: `Count events by what --by names, and print the most common groups: their events and their share of
all. With --sum they are ranked by bytes.

--by takes CloudTrail's fields and paths into them, as userIdentity.arn,
requestParameters.bucketName and resources[0].ARN, and these short names:

` + shortNamesTable(report.ShortNames()) + `
A group of events that have no such field has no name (null in JSON).

The question is SQL in Athena's dialect: --show-sql prints it, with the filters as its conditions,
to be changed and given to trailq sql or to Athena.`,
		Example: `  trailq top logs/
  trailq top logs/ --by caller,service -n 20
  trailq top logs/ --by bucket,prefix --sum bytesOut --from 2023-11-01 --to 2023-12-01
  trailq top s3://my-trail/AWSLogs/ --errors-only --by error,caller -o csv
  trailq top logs/ --by userIdentity.sessionContext.sessionIssuer.userName --show-sql`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, names []string) error {
			return c.run(command.Context(), names)
		},
	}
	c.addFlags(command, c.ownFlags())
	return command
}

func (c *topCommand) ownFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.StringVar(&c.by, "by", "eventSource,eventName", "count by these `fields`")
	addSum(flags, &c.sum, "rank by the sum of this `number`")
	flags.IntVarP(&c.limit, "limit", "n", 10, "print the first `n` groups; 0 prints all")
	return flags
}

func (c *topCommand) run(ctx context.Context, names []string) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	return c.answerWith(ctx, names, func(scope report.Scope) (*report.Report, error) {
		options.Scope = scope
		return top.New(options)
	}, nil)
}

// options are the report's parameters.
func (c *topCommand) options() (top.Options, error) {
	if c.limit < 0 {
		return top.Options{}, usagef("--limit %d: want 1 or more, or 0 for all", c.limit)
	}
	by, err := parseDimensions("--by", c.by)
	if err != nil {
		return top.Options{}, err
	}
	return top.Options{By: by, Sum: measureNamed(c.sum), Limit: c.limit}, nil
}
