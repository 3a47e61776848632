package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/timeline"
)

// timelineCommand is "trailq timeline".
type timelineCommand struct {
	question
	by     string
	every  string
	sum    string
	series int
}

func newTimeline(env *Environment) *cobra.Command {
	c := &timelineCommand{question: question{env: env}}
	command := &cobra.Command{
		Use:   "timeline SOURCE…",
		Short: "Show events in time, and gaps in delivery",
		Long: `Count events by the minute, hour or day (UTC), as fits the window or else the events themselves, and
draw them: a table (-o table, and on a terminal) becomes a chart, all other forms have a row for each
bucket, with zeros. --by splits the events into series by any field that trailq top takes; of these
the largest are shown, and the others together.

Gaps are marked and listed: hours in which an account and region has no events though it has some in
at least nine of ten hours otherwise (and in twelve or more, from its first three in a row on). Events
alone do not tell an hour in which nothing happened from one whose log files are missing. Filters on
what was called, by whom and how leave out events, so that with them gaps are not looked for.`,
		Example: `  trailq timeline logs/
  trailq timeline logs/ --by eventName -n 3 --every 5m --from 2023-11-02T02:00 --to 2023-11-02T04:00
  trailq timeline logs/ --by caller --sum bytesOut
  trailq timeline s3://my-trail/AWSLogs/ --since 7d --errors-only --by error -o csv`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, names []string) error {
			return c.run(command.Context(), names)
		},
	}
	c.addFlags(command, c.ownFlags())
	return command
}

func (c *timelineCommand) ownFlags() *pflag.FlagSet {
	flags := newFlagSet()
	var lengths []string
	for _, every := range timeline.Lengths() {
		lengths = append(lengths, string(every))
	}
	flags.StringVar(&c.by, "by", "", "split into series by these `fields`")
	flags.Var(choice{&c.every, lengths}, "every", "count by this `length` of time: "+strings.Join(lengths, ", ")+" (default: as fits)")
	addSum(flags, &c.sum, "show the sum of this `number` in place of events")
	flags.IntVarP(&c.series, "series", "n", 5, "show the `n` largest series; 0 shows all")
	return flags
}

func (c *timelineCommand) run(ctx context.Context, names []string) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	if c.showSQL != "" {
		return c.show(func(scope report.Scope) ([]*report.Report, error) {
			options.Scope = scope
			asked, err := timeline.New(options)
			if err != nil {
				return nil, err
			}
			return []*report.Report{asked.Report}, nil
		})
	}
	asked, err := timeline.New(options)
	if err != nil {
		return err
	}
	return c.ask(ctx, names, func(ctx context.Context, inquiry *inquiry) error {
		query := func() (*engine.Answer, error) { return inquiry.db.Query(ctx, asked.Statement) }
		return inquiry.ask(query, func(answer *engine.Answer) error { return c.write(inquiry, asked, answer) })
	})
}

// options are the report's parameters.
func (c *timelineCommand) options() (timeline.Options, error) {
	if c.series < 0 {
		return timeline.Options{}, usagef("--series %d: want 1 or more, or 0 for all", c.series)
	}
	reading, err := c.reading.options()
	if err != nil {
		return timeline.Options{}, err
	}
	options := timeline.Options{
		Sum: measureNamed(c.sum), Every: timeline.Every(c.every), Series: c.series, Filter: reading.Filter,
	}
	if c.by != "" {
		options.By, err = parseDimensions("--by", c.by)
	}
	return options, err
}

// write writes the timeline and, if there are any, the gaps.
func (c *timelineCommand) write(inquiry *inquiry, asked *timeline.Timeline, answer *engine.Answer) error {
	shown, gaps, err := asked.Tables(answer.Table)
	var large *timeline.SizeError
	if errors.As(err, &large) {
		return usageError(err, "narrow the window by --from and --to, or choose a longer --every or fewer --series")
	}
	if err != nil {
		return err
	}
	if gaps == nil {
		return inquiry.writeAll(&c.output, shown)
	}
	return inquiry.writeAll(&c.output, shown, gaps)
}
