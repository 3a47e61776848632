package cli

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/manual"
	"github.com/trailq/trailq/internal/words"
)

func newDiff(env *Environment) *cobra.Command {
	clock := words.NewClock(time.Now())
	diff := ask.NewDiff(clock)
	c := &reportCommand{reading: reading{env: env, readingFlags: readingFlags{clock: clock}}}
	command := &cobra.Command{
		Use:   "diff SOURCE [AFTER]",
		Short: "Show what changed, and why",
		Long:  manual.DescribeDiff(),
		Example: `  trailq diff logs/ --before 2020-08-29 --after 2020-08-30
  trailq diff logs/ --before 2020-08 --after 2020-09 --measure bytesOut -n 10
  trailq diff logs/ --before 2020-08 --after 2020-09 --measure dollars --ip-ranges ip-ranges.json
  trailq diff logs/ --at 2020-08-30T02:00 --span 3h --event-source s3
  trailq diff logs/ --after 2020-08-31 --base week
  trailq diff logs/ --before 7d..1d --after 1d..now -o json
  trailq diff logs-of-staging/ logs-of-production/ --errors-only`,
		Args: diffArguments,
		RunE: func(command *cobra.Command, names []string) error {
			return c.answer(command.Context(), diff, names)
		},
	}
	own := flagsOf(diff.Words(), slices.Concat([]usage{
		{word: "before", text: "the first `window`: 2020-08, 2020-08-29, 2020-08-29T14 or FROM..TO, UTC"},
		{word: "after", text: "the second `window`"},
		{word: "at", text: "compare the time before this `time` with as much time after it"},
		{word: "span", text: "the time before and after --at, a `duration` (default 24h for a date, else 1h)"},
		{word: "base", text: "compare --after with the same time a `day or week` before, in place of --before"},
		{word: "measure", text: "compare this `number`: " + joinWords(ask.DiffMeasures()) + " (default events)"},
	}, priceUsages(), []usage{
		{word: "limit", short: "n", text: "show the `n` largest changes of each dimension; 0 shows all"},
	})...)
	c.output.addDetails(own)
	c.addFlags(command, own, "causes", "changes", "timeline", "coverage", "new", "gone")
	return command
}

func diffArguments(command *cobra.Command, names []string) error {
	if len(names) > 2 {
		return usageError(fmt.Errorf("%d sources are given: want one, or one for each side", len(names)),
			"quote a glob: %s 'old/*.gz' 'new/*.gz'", command.CommandPath())
	}
	return sourceArguments(command, names)
}
