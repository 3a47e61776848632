package cli

import (
	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
)

func newTimeline(env *Environment) *cobra.Command {
	timeline := ask.NewTimeline()
	c := &reportCommand{reading: reading{env: env}}
	command := &cobra.Command{
		Use:   "timeline SOURCE…",
		Short: "Show events over time, and gaps in delivery",
		Long: `Count events by the minute, hour or day (UTC), whichever fits the window or else the events
themselves. On a terminal and with -o table the answer is a chart; all other forms have a row for each
interval, including those without events. --by splits the events into series by any field that
trailq top takes; the largest series are shown, and the others together as one.

Gaps are marked and listed: hours without events in an account and region that has some in at least nine
of ten other hours (and in twelve or more, counted from its first three in a row). Events alone cannot
tell an hour in which nothing happened from one whose log files are missing. Filters on what was called,
by whom and how leave out events, so gaps are not searched with them.

Memory grows with the values of --by in each interval: ten million events by caller and minute take some
400 MB, and 200 MB with --every hour. --memory keeps less there, and the rest on the disk.`,
		Example: `  trailq timeline logs/
  trailq timeline logs/ --by eventName -n 3 --every 5m --from 2023-11-02T02:00 --to 2023-11-02T04:00
  trailq timeline logs/ --by caller --sum bytesOut
  trailq timeline s3://my-trail/AWSLogs/ --since 7d --errors-only --by error -o csv`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, names []string) error {
			return c.answer(command.Context(), timeline, names)
		},
	}
	c.addFlags(command, flagsOf(timeline.Words(),
		usage{word: "by", text: "split into series by these `fields`"},
		usage{word: "every", text: "count by this `interval`: " + joinWords(ask.TimelineLengths()) + " (default: as fits)"},
		sumUsage("show the sum of this `number` instead of events"),
		usage{word: "series", short: "n", text: "show the `n` largest series; 0 shows all"},
	), "timeline", "gaps")
	return command
}
