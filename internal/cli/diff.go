package cli

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/words"
)

func newDiff(env *Environment) *cobra.Command {
	clock := words.NewClock(time.Now())
	diff := ask.NewDiff(clock)
	c := &reportCommand{reading: reading{env: env, readingFlags: readingFlags{clock: clock}}}
	command := &cobra.Command{
		Use:   "diff SOURCE [AFTER]",
		Short: "Show what changed, and why",
		Long: `Compare two windows of one source, or two sources: what is new, gone, grown or shrunk, and what
causes the change.

Set the windows with --before and --after. Each is a month (2020-08), a day (2020-08-29), an hour
(2020-08-29T14), a minute (2020-08-29T14:05) or FROM..TO, where TO is not part of it; all are in UTC, or
in the zone of --tz. Or give --at TIME to compare the time before it with as much time after it, or
--after with --base week to compare with the same weekday before. Where the windows differ in length,
figures of the first are scaled to the second. Where hours of a window, or of an account and region in
it, have no events though they should, as on a day that is delivered in part, those hours are left out
of both windows; the first line and the notes say so. With two sources all their events are compared, or
those of --from and --to, or of each its window.

Causes are the smallest combinations of values that explain most of the change, such as a call by a
role on a prefix. A cause is claimed only where it stands out: other groups of the same kind must have
changed much less. The answer also says what else all events of a cause have in common, and when it
started, and what was changed in the hour before: calls that write, on its account, resource or role.
Shares are of all that moved: what rose and what fell, together. Then come the callers that did what was
never seen before (new calls, networks, agents and regions), the largest changes of callers, calls
(s3:GetObject), buckets, prefixes, resources of other services (by ARN), errors,
addresses and their networks (/24, /16, /48), user agents and their families, network paths (class,
as in trailq cost; --ip-ranges tells AWS's addresses from others), VPC endpoints, accounts and regions,
and a chart over time.

--measure dollars compares costs as trailq cost estimates them: S3 requests and transfer, KMS and
CloudTrail's data events, at the first step of a month's prices. See trailq help cost for how, and for
what --prices takes.

The query is SQL in Athena's dialect; --show-sql prints it, with the filters as its conditions.`,
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
	c.addFlags(command, flagsOf(diff.Words(), slices.Concat([]usage{
		{word: "before", text: "the first `window`: 2020-08, 2020-08-29, 2020-08-29T14 or FROM..TO, UTC"},
		{word: "after", text: "the second `window`"},
		{word: "at", text: "compare the time before this `time` with as much time after it"},
		{word: "span", text: "the time before and after --at, a `duration` (default 24h for a date, else 1h)"},
		{word: "base", text: "compare --after with the same time a `day or week` before, in place of --before"},
		{word: "measure", text: "compare this `number`: " + joinWords(ask.DiffMeasures()) + " (default events)"},
	}, priceUsages(), []usage{
		{word: "limit", short: "n", text: "show the `n` largest changes of each dimension; 0 shows all"},
	})...))
	return command
}

func diffArguments(command *cobra.Command, names []string) error {
	if len(names) > 2 {
		return usageError(fmt.Errorf("%d sources are given: want one, or one for each side", len(names)),
			"quote a glob: %s 'old/*.gz' 'new/*.gz'", command.CommandPath())
	}
	return sourceArguments(command, names)
}
