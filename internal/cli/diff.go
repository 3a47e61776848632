package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff"
	"github.com/trailq/trailq/internal/table"
)

// diffCommand is "trailq diff".
type diffCommand struct {
	question
	windows windowFlags
	prices  priceFlags
	measure string
	limit   int
}

func newDiff(env *Environment) *cobra.Command {
	c := &diffCommand{question: question{env: env}}
	now := time.Now()
	c.windows.now = now
	command := &cobra.Command{
		Use:   "diff SOURCE [AFTER]",
		Short: "Tell what changed, and why",
		Long: `Compare two windows of one source, or two sources: what is new, gone, grown or shrunk, and what lies
behind it.

The windows are given by --before and --after, each a month (2020-08), a day (2020-08-29), an hour
(2020-08-29T14), a minute (2020-08-29T14:05) or FROM..TO, where TO is not part of it, all in UTC; or
by --at TIME, which compares the time before it with as much after it. Where windows differ in
length, what is said of the first is scaled to the second. With two sources all their events are
compared, or those of --from and --to, or of each its window.

The causes are the smallest combinations of values that explain most of the change, such as a call by
a role on a prefix, and are claimed only where they stand out: other groups of the same kind must have
changed much less. What holds for all events of a cause besides is told with it, and since when it
has been so. Then follow the largest changes of callers, calls (action), buckets, prefixes, errors,
addresses and their networks (/24, /16, /48), user agents and their families, the way that answers
took (class, as trailq cost has it; --ip-ranges tells AWS's addresses from the internet's), VPC
endpoints, accounts and regions, and the course of time.

--measure dollars compares what calls cost, as trailq cost reckons it: requests, data out of S3, KMS
and CloudTrail's data events, at the price of the first step of a month. trailq help cost says how,
and what --prices takes.

The question is SQL in Athena's dialect: --show-sql prints it, with the filters as its conditions.`,
		Example: `  trailq diff logs/ --before 2020-08-29 --after 2020-08-30
  trailq diff logs/ --before 2020-08 --after 2020-09 --measure bytesOut -n 10
  trailq diff logs/ --before 2020-08 --after 2020-09 --measure dollars --ip-ranges ip-ranges.json
  trailq diff logs/ --at 2020-08-30T02:00 --span 3h --event-source s3
  trailq diff logs/ --before 7d..1d --after 1d..now -o json
  trailq diff logs-of-staging/ logs-of-production/ --errors-only`,
		Args: c.arguments,
		RunE: func(command *cobra.Command, names []string) error {
			return c.run(command.Context(), names)
		},
	}
	c.addFlags(command, c.ownFlags())
	return command
}

func (c *diffCommand) arguments(command *cobra.Command, names []string) error {
	if len(names) > 2 {
		return usageError(fmt.Errorf("%d sources are given: want one, or one for each side", len(names)),
			"quote a glob: %s 'old/*.gz' 'new/*.gz'", command.CommandPath())
	}
	return sourceArguments(command, names)
}

func (c *diffCommand) ownFlags() *pflag.FlagSet {
	flags := newFlagSet()
	c.windows.add(flags)
	var measures []string
	for _, m := range diff.Measures() {
		measures = append(measures, string(m.Name))
	}
	flags.Var(choice{&c.measure, measures}, "measure", "compare this `number`: "+strings.Join(measures, ", ")+" (default events)")
	c.prices.add(flags)
	flags.IntVarP(&c.limit, "limit", "n", 3, "show the first `n` changes of each dimension; 0 shows all")
	return flags
}

func (c *diffCommand) run(ctx context.Context, names []string) error {
	options, err := c.options(names)
	if err != nil {
		return err
	}
	if c.showSQL != "" {
		return c.show(func(scope report.Scope) ([]*report.Report, error) {
			options.Scope = scope
			return diff.New(options).Statements()
		})
	}
	comparison := diff.New(options)
	exitStatus := c.exitStatus
	c.exitStatus = false // events between the windows are no match
	if err := c.ask(ctx, names, func(ctx context.Context, inquiry *inquiry) error {
		if len(names) == 2 && inquiry.parquet != nil {
			return usageError(errors.New("two sources of Parquet cannot be told apart: their events keep the paths of the log files"),
				"give one and --before and --after, or give the logs")
		}
		inquiry.apart = options.Apart()
		return c.answer(ctx, inquiry, comparison)
	}); err != nil {
		return err
	}
	if exitStatus && comparison.Empty() {
		return withCode(exitNothing)
	}
	return nil
}

func (c *diffCommand) answer(ctx context.Context, inquiry *inquiry, comparison *diff.Comparison) error {
	err := comparison.Ask(func(r *report.Report, use func(*table.Table) error) error {
		return inquiry.present(ctx, r, use)
	})
	if err != nil {
		return err
	}
	if c.engine.countRepeated {
		inquiry.noteDuplicates()
	}
	options := c.output.render(c.env)
	form := diff.Form{
		ForPeople: options.Format == render.Text || options.Format == render.Markdown,
		ASCII:     options.ASCII,
	}
	return inquiry.writeAll(&c.output, comparison.Tables(form)...)
}

// options are the report's parameters; those that say which files to open go
// into the reading's filter.
func (c *diffCommand) options(names []string) (diff.Options, error) {
	options := diff.Options{Limit: c.limit}
	if c.limit < 0 {
		return options, usagef("--limit %d: want 1 or more, or 0 for all", c.limit)
	}
	for _, m := range diff.Measures() {
		if c.measure == string(m.Name) {
			options.Measure = m
		}
	}
	if err := c.price(&options); err != nil {
		return options, err
	}
	var err error
	if options.Before, options.After, err = c.windows.pair(len(names) == 2); err != nil {
		return options, err
	}
	if len(names) == 2 {
		if options.AfterPaths, err = pathsOf(names); err != nil {
			return options, err
		}
	}
	return options, c.narrow(&options, len(names) == 2)
}

// price says what calls cost, where that is compared, and whose addresses are
// known.
func (c *diffCommand) price(options *diff.Options) (err error) {
	switch {
	case options.InDollars():
		c.engine.countRepeated = true
		if options.Prices, err = c.prices.list(); err != nil {
			return err
		}
	case len(c.prices.files) > 0:
		return usagef("--prices goes with --measure dollars")
	}
	options.Ranges, err = c.prices.ranges(c.env)
	return err
}

// narrow lets only files be opened that may have events of the windows, or
// makes windows of --from and --to.
func (c *diffCommand) narrow(options *diff.Options, two bool) error {
	filter := &c.reading.filter
	from := filter.From
	if from.IsZero() {
		from = c.reading.since
	}
	switch given := !from.IsZero() || !filter.To.IsZero(); {
	case c.windows.given() && given:
		return usagef("--from, --since and --to do not go with --before, --after and --at, which say what is compared")
	case two && !c.windows.given():
		options.Before = diff.Window{From: from, To: filter.To}
		options.After = options.Before
		return nil
	}
	before, after := options.Before, options.After
	filter.From, filter.To = earlierOf(before.From, after.From), laterOf(before.To, after.To)
	first := trailq.Filter{From: before.From, To: before.To}
	second := trailq.Filter{From: after.From, To: after.To}
	filter.SkipPath = func(path trailq.LogPath) trailq.SkipReason {
		first.LateDelivery, second.LateDelivery = filter.LateDelivery, filter.LateDelivery
		if c.reading.anyLate {
			first.LateDelivery, second.LateDelivery = -1, -1
		}
		if ok, _ := first.MatchesPath(path); ok {
			return ""
		}
		_, reason := second.MatchesPath(path)
		return reason
	}
	return nil
}

func earlierOf(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func laterOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// pathsOf says how the files of the second source are told from those of the
// first, by their paths.
func pathsOf(names []string) (diff.Paths, error) {
	before, after := normalSource(names[0]), normalSource(names[1])
	if strings.HasPrefix(before, after) || strings.HasPrefix(after, before) {
		return diff.Paths{}, usageError(fmt.Errorf("%q and %q have files in common", names[0], names[1]),
			"give two sources that lie beside each other, or one with --before and --after")
	}
	name := names[1]
	info, err := os.Stat(name)
	switch {
	case isBucket(name):
		return diff.Paths{Under: name}, nil
	case name == "-":
		return diff.Paths{}, usageError(errors.New("standard input cannot be AFTER"), "give it as the first source")
	case err == nil && info.IsDir():
		return diff.Paths{Under: after}, nil
	case err == nil:
		return diff.Paths{Is: name}, nil
	}
	return diff.Paths{Glob: filepath.Clean(name)}, nil
}

// normalSource is how the paths of a source's files begin.
func normalSource(name string) string {
	info, err := os.Stat(name)
	switch {
	case err != nil || isBucket(name):
		return name
	case !info.IsDir():
		return name
	case filepath.Clean(name) == ".":
		return ""
	}
	return strings.TrimSuffix(filepath.Clean(name), "/") + "/"
}
