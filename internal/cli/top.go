package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/records"
	"github.com/trailq/trailq/internal/report"
)

// topCommand is "trailq top".
type topCommand struct {
	env        *Environment
	reading    readingFlags
	engine     engineFlags
	output     outputFlags
	account    accountFlags
	by         string
	sum        string
	limit      int
	showSQL    string
	exitStatus bool
}

func newTop(env *Environment) *cobra.Command {
	c := &topCommand{env: env}
	command := &cobra.Command{
		Use:   "top SOURCE…",
		Short: "Count the most common calls",
		Long: `Count events by what --by names, and print the most common groups: their events and their share of
all. With --sum they are ranked by bytes.

--by takes CloudTrail's fields and paths into them, as userIdentity.arn,
requestParameters.bucketName and resources[0].ARN, and these short names:

` + shortNamesHelp() + `
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
	addGroups(env, command, c.reading.groups(time.Now(),
		flagGroup{"Answer", c.answerFlags()}, flagGroup{"Engine", c.engine.flags()}))
	return command
}

func (c *topCommand) answerFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.StringVar(&c.by, "by", "eventSource,eventName", "count by these `fields`")
	var sums []string
	for _, m := range report.Measures() {
		sums = append(sums, string(m.Name))
	}
	flags.Var(choice{&c.sum, sums}, "sum", "rank by the sum of this `number`: "+strings.Join(sums, " or "))
	flags.IntVarP(&c.limit, "limit", "n", 10, "print the first `n` groups; 0 prints all")
	c.output.add(flags)
	addShowSQL(flags, &c.showSQL)
	c.account.add(flags)
	flags.BoolVar(&c.exitStatus, "exit-status", false, "exit with 1 if nothing matches")
	return flags
}

func (c *topCommand) run(ctx context.Context, names []string) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	top, err := report.NewTop(options)
	if err != nil {
		return err
	}
	if c.showSQL != "" {
		return c.show(options)
	}
	engine, err := c.engine.options()
	if err != nil {
		return err
	}
	ctx, q, err := openInquiry(ctx, c.env, &c.reading, engine, &c.account, names)
	if err != nil {
		return err
	}
	err = q.ask(func() (*duck.Answer, error) { return q.db.Query(ctx, top.Statement) }, func(answer *duck.Answer) error {
		return q.write(top.Present(answer.Table), &c.output)
	})
	if err := q.end(err); err != nil {
		return err
	}
	if c.exitStatus && q.summary().Records.Yielded == 0 {
		return withCode(exitNothing)
	}
	return nil
}

// options are the report's parameters.
func (c *topCommand) options() (report.TopOptions, error) {
	if c.limit < 0 {
		return report.TopOptions{}, usagef("--limit %d: want 1 or more, or 0 for all", c.limit)
	}
	by, err := report.ParseDimensions(records.SplitPaths(c.by))
	var wrong *report.FieldError
	if errors.As(err, &wrong) && wrong.Near != "" {
		return report.TopOptions{}, usageError(fmt.Errorf("--by: %w", err), "did you mean %s?", wrong.Near)
	}
	if err != nil {
		return report.TopOptions{}, usageError(fmt.Errorf("--by: %w", err), "trailq help top lists the short names")
	}
	options := report.TopOptions{By: by, Limit: c.limit}
	for _, m := range report.Measures() {
		if c.sum == string(m.Name) {
			options.Sum = m
		}
	}
	return options, nil
}

// show prints the SQL: as Athena takes it, where the filters are conditions, or
// as the engine is given it, where they apply below.
func (c *topCommand) show(options report.TopOptions) error {
	reading, err := c.reading.options()
	if err != nil {
		return err
	}
	if c.showSQL == sqlForAthena {
		options.Where = report.Conditions(&reading.Filter)
		options.Distinct = reading.Duplicates == trailq.DropDuplicates
	}
	top, err := report.NewTop(options)
	if err != nil {
		return err
	}
	if c.showSQL == sqlForEngine {
		return showRewritten(c.env.Stdout, []dialect.Statement{top.Statement}, dialect.Options{})
	}
	return writeSQL(c.env.Stdout, top.SQL)
}

// shortNamesHelp is the table of short names.
func shortNamesHelp() string {
	var help strings.Builder
	for _, short := range report.ShortNames() {
		fmt.Fprintf(&help, "  %-15s  %s\n", short.Name, short.Means)
	}
	return help.String()
}
