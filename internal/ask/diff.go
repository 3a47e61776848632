package ask

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/words"
)

// Diff compares two windows, or two sources.
type Diff struct {
	Windows Windows
	Measure string // the name of a measure; empty is events
	Limit   int    // changes of each dimension; zero is all
	Prices  Prices
}

// NewDiff returns the report with what its words mean where they are not given.
// Durations count back from the clock's time.
func NewDiff(clock *words.Clock) *Diff { return &Diff{Limit: 3, Windows: Windows{clock: clock}} }

// DiffMeasures lists the choices of the word measure.
func DiffMeasures() []string {
	var names []string
	for _, m := range diff.Measures() {
		names = append(names, string(m.Name))
	}
	return names
}

// Words returns the words of the report.
func (d *Diff) Words() words.Words {
	return slices.Concat(d.Windows.Words(), words.Words{
		words.New("measure", words.NewChoice(&d.Measure, DiffMeasures()...)),
		words.New("limit", words.RowLimit(&d.Limit)),
	}, d.Prices.Words())
}

func (d *Diff) prepare(request Request) (*Query, error) {
	two := len(request.Sources) == 2
	options := diff.Options{Limit: d.Limit, Measure: measureNamed(diff.Measures(), d.Measure)}
	if err := d.readPrices(&options, request.Getenv); err != nil {
		return nil, err
	}
	engine := &request.Options.Engine
	engine.marksDuplicates = options.InDollars() || !options.Measure.SQL.IsNone()
	engine.keepsEvents = true
	if engine.Memory == 0 && !hasBucket(request.Sources) { // which more threads read
		engine.Memory = options.Memory(cmp.Or(engine.Threads, runtime.NumCPU()))
	}
	var err error
	if options.Before, options.After, err = d.Windows.resolveWindows(two); err != nil {
		return nil, err
	}
	if two {
		if options.AfterPaths, err = tellPathsApart(request.Sources); err != nil {
			return nil, err
		}
	}
	if err := d.narrowSelection(&request.Options.Selection, &options, two); err != nil {
		return nil, err
	}
	query := &Query{
		Options: request.Options,
		build: func(scope report.Scope, _ bool) ([]*report.Report, error) {
			options.Scope = scope
			return diff.New(options).Statements()
		},
		run: func(ctx context.Context, run *Run, shown *display) (*Outcome, error) {
			if two && run.IsParquet() {
				return nil, usagef("two sources of Parquet cannot be told apart: their events keep the paths of the log files").
					withHint("give one, with %v and %v, or give the logs", words.Name("before"), words.Name("after"))
			}
			options.Scope = run.Scope()
			return compareWindows(ctx, run, options, shown)
		},
	}
	if options.InDollars() {
		return query, nil
	}
	return query.countOverlap(), nil
}

// compareWindows runs the statements of a comparison and shows its tables.
func compareWindows(ctx context.Context, run *Run, options diff.Options, shown *display) (*Outcome, error) {
	comparison := diff.New(options)
	outcome := &Outcome{Apart: options.Apart()}
	err := comparison.Ask(func(r *report.Report, use func(*table.Table) error) error {
		return run.presentReport(ctx, r, use)
	})
	if err != nil {
		return outcome, err
	}
	outcome.Empty = comparison.Empty()
	return outcome, shown.show(comparison.Tables(diff.Form{ForPeople: shown.form.ForPeople, ASCII: shown.form.ASCII})...)
}

// readPrices reads what calls cost, where that is compared, and AWS's addresses.
func (d *Diff) readPrices(options *diff.Options, getenv func(name string) string) (err error) {
	switch {
	case options.InDollars():
		if options.Prices, err = d.Prices.ReadList(); err != nil {
			return tariffFailure(err)
		}
		if options.Storage, err = d.Prices.ReadStorage(); err != nil {
			return tariffFailure(err)
		}
	case len(d.Prices.Files) > 0:
		return usagef("%v goes with %v dollars", words.Name("prices"), words.Name("measure"))
	}
	options.Ranges, err = d.Prices.ReadRanges(getenv)
	return tariffFailure(err)
}

// narrowSelection lets only files be opened that can have events of the windows, or
// makes windows of the selection's own.
func (d *Diff) narrowSelection(selection *Selection, options *diff.Options, two bool) error {
	filter := &selection.Filter
	from := filter.From
	if from.IsZero() {
		from = selection.Since
	}
	switch given := !from.IsZero() || !filter.To.IsZero(); {
	case d.Windows.areGiven() && given:
		return usagef("%v, %v and %v do not go with %v, %v and %v, which say what is compared",
			words.Name("from"), words.Name("since"), words.Name("to"), words.Name("before"), words.Name("after"), words.Name("at"))
	case two && !d.Windows.areGiven():
		options.Before = diff.Window{From: from, To: filter.To}
		options.After = options.Before
		return nil
	}
	after := options.ReadAfter()
	filter.From, filter.To = words.EarlierOf(options.Before.From, after.From), words.LaterOf(options.Before.To, after.To)
	filter.SkipPath = skipBetween(options.Before, after, lateDelivery(selection))
	return nil
}

// lateDelivery returns how late files can come, below zero for however late.
func lateDelivery(selection *Selection) time.Duration {
	if selection.AnyLate {
		return -1
	}
	return selection.Filter.LateDelivery
}

// skipBetween skips the files that can have no event of either window.
func skipBetween(before, after diff.Window, late time.Duration) func(trailq.LogPath) trailq.SkipReason {
	first := trailq.Filter{From: before.From, To: before.To, LateDelivery: late}
	second := trailq.Filter{From: after.From, To: after.To, LateDelivery: late}
	return func(path trailq.LogPath) trailq.SkipReason {
		if ok, _ := first.MatchesPath(path); ok {
			return ""
		}
		_, reason := second.MatchesPath(path)
		return reason
	}
}

// tellPathsApart returns how the files of the second source differ from those of the
// first, by their paths.
func tellPathsApart(names []string) (report.Paths, error) {
	before, after := pathPrefix(names[0]), pathPrefix(names[1])
	if strings.HasPrefix(before, after) || strings.HasPrefix(after, before) {
		return report.Paths{}, usagef("%q and %q have files in common", names[0], names[1]).
			withHint("give two sources that lie beside each other, or one with %v and %v", words.Name("before"), words.Name("after"))
	}
	name := names[1]
	info, err := os.Stat(name)
	switch {
	case IsBucket(name):
		return report.Paths{Under: name}, nil
	case name == "-":
		return report.Paths{}, usagef("standard input cannot be AFTER").withHint("give it as the first source")
	case err == nil && info.IsDir():
		return report.Paths{Under: after}, nil
	case err == nil:
		return report.Paths{Is: name}, nil
	}
	return report.Paths{Glob: filepath.Clean(name)}, nil
}

// pathPrefix returns how the paths of a source's files begin.
func pathPrefix(name string) string {
	info, err := os.Stat(name)
	switch {
	case err != nil || IsBucket(name):
		return name
	case !info.IsDir():
		return name
	case filepath.Clean(name) == ".":
		return ""
	}
	return strings.TrimSuffix(filepath.Clean(name), "/") + "/"
}
