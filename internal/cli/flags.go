package cli

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/render"
)

// readingFlags are the flags of every command that reads logs: which events,
// from where, how. They become trailq.Options and a source.
type readingFlags struct {
	filter     trailq.Filter
	since      time.Time
	readOnly   bool
	writeOnly  bool
	anyLate    bool
	duplicates bool
	workers    int
	limits     trailq.Limits
	bucket     bucketFlags
}

// groups are the flags as the help shows them, with the command's own among
// them. Ages count from now.
func (f *readingFlags) groups(now time.Time, own ...flagGroup) []flagGroup {
	return slices.Concat(
		[]flagGroup{{"Which events (all that are given must match; * and ? are wildcards)", f.filterFlags(now)}},
		own,
		[]flagGroup{{"Reading", f.readFlags()}, {"Buckets", f.bucket.flags()}},
	)
}

func (f *readingFlags) filterFlags(now time.Time) *pflag.FlagSet {
	flags := newFlagSet()
	f.addPlaceFlags(flags, now)
	flags.Var(list{&f.filter.EventSources, checkEventSource}, "event-source", "eventSource, a `name` such as s3.amazonaws.com, or s3 for short")
	flags.Var(list{values: &f.filter.EventNames}, "event-name", "eventName, a `name` such as DeleteBucket or Create*")
	flags.Var(texts{&f.filter.Callers}, "caller", "`text` in the caller's ARN, user name, access key or role; may be repeated")
	flags.Var(list{&f.filter.SourceIPAddresses, checkAddress}, "source-ip", "sourceIPAddress, an `address`, a block such as 192.0.2.0/24 or a service's name")
	flags.BoolVar(&f.filter.ErrorsOnly, "errors-only", false, "only events with an errorCode")
	flags.BoolVar(&f.readOnly, "read-only", false, "only calls that read")
	flags.BoolVar(&f.writeOnly, "write-only", false, "only calls that write")
	flags.BoolVar(&f.duplicates, "dedup", false, "leave out events whose eventID has come before, exactly; 40 bytes of memory an event")
	return flags
}

// addPlaceFlags adds the filters that paths tell of, too.
func (f *readingFlags) addPlaceFlags(flags *pflag.FlagSet, now time.Time) {
	flags.Var(moment{&f.filter.From, now}, "from", "not before this `time`, UTC: 2023-11-01, 2023-11-01T09:30:00+02:00, 24h or 7d ago, now")
	flags.Var(moment{&f.since, now}, "since", "the same as --from: --since 24h reads better")
	flags.Var(moment{&f.filter.To, now}, "to", "before this `time`; --to 2023-11-02 ends with 1 November")
	flags.Var(list{&f.filter.Accounts, checkAccount}, "account", "recipientAccountId, 12 `digits`; several by commas, as in what follows")
	flags.Var(list{&f.filter.Regions, checkRegion}, "region", "awsRegion, a `name` such as eu-west-1 or us-*")
}

func (f *readingFlags) readFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.Var(parallel{&f.workers}, "workers", "read `n` files at a time (default: the number of CPUs, 32 from a bucket)")
	f.addLateFlags(flags)
	flags.Var(size{&f.limits.Record}, "record-limit", "reject records larger than this `size` (default 16MiB)")
	flags.IntVar(&f.limits.Expansion, "expansion-limit", 0, "fail files that decompress to more than `n` times their size (default 400)")
	return flags
}

func (f *readingFlags) addLateFlags(flags *pflag.FlagSet) {
	flags.Var(age{&f.filter.LateDelivery}, "late-delivery", "open files delivered up to this `age` after --to (default 24h)")
	flags.BoolVar(&f.anyLate, "late-delivery-any", false, "open files delivered however late")
}

// options makes the options, or says what about the flags makes no sense.
func (f *readingFlags) options() (trailq.Options, error) {
	filter := f.filter
	switch {
	case !f.since.IsZero() && !filter.From.IsZero():
		return trailq.Options{}, usagef("--from and --since both say where the window begins: give one")
	case f.readOnly && f.writeOnly:
		return trailq.Options{}, usagef("--read-only and --write-only leave nothing: give one")
	case f.anyLate && filter.LateDelivery > 0:
		return trailq.Options{}, usagef("--late-delivery and --late-delivery-any contradict each other: give one")
	case f.limits.Expansion < 0:
		return trailq.Options{}, usagef("--expansion-limit %d: want 1 or more", f.limits.Expansion)
	case !f.since.IsZero():
		filter.From = f.since
	}
	if f.anyLate {
		filter.LateDelivery = -1
	}
	if f.readOnly {
		filter.Access = trailq.ReadAccess
	} else if f.writeOnly {
		filter.Access = trailq.WriteAccess
	}
	options := trailq.Options{
		Filter:     filter,
		Duplicates: trailq.CountDuplicates,
		Workers:    f.workers,
		Limits:     f.limits,
	}
	if f.duplicates {
		options.Duplicates = trailq.DropDuplicates
	}
	return options, checkFilter(options)
}

// checkFilter refuses a filter that makes no sense before anything is opened.
func checkFilter(options trailq.Options) error {
	if filter := options.Filter; !filter.From.IsZero() && !filter.To.IsZero() && !filter.From.Before(filter.To) {
		return usageError(fmt.Errorf("the window is empty: it begins at %s and ends before %s", filter.From.Format(time.RFC3339), filter.To.Format(time.RFC3339)),
			"--to is not part of the window: for the day of 2023-11-01, --from 2023-11-01 --to 2023-11-02")
	}
	if err := options.Filter.Validate(); err != nil {
		return usagef("%w", err) // which says what to write
	}
	return nil
}

func checkAccount(value string) error {
	if strings.Trim(value, "0123456789*?") != "" || len(value) != 12 && !strings.Contains(value, "*") {
		return errors.New("an account id has 12 digits, without hyphens")
	}
	return nil
}

func checkRegion(value string) error {
	if strings.Trim(value, "abcdefghijklmnopqrstuvwxyz0123456789-*?") != "" {
		return errors.New("want a region's code such as eu-west-1")
	}
	return nil
}

func checkEventSource(value string) error {
	if value != strings.ToLower(value) || strings.ContainsAny(value, " /:") {
		return errors.New("want a service's name in lower case such as s3 or s3.amazonaws.com")
	}
	return nil
}

func checkAddress(value string) error {
	if _, err := netip.ParsePrefix(value); strings.Contains(value, "/") && err != nil {
		return errors.New("want an address, a block such as 192.0.2.0/24 or a service's name")
	}
	return nil
}

// outputFlags are the flags of every command that answers with a table.
type outputFlags struct {
	format string
	file   string // empty is standard output
}

// add adds the flag, which takes more words than there are text formats where a
// command has more.
func (f *outputFlags) add(flags *pflag.FlagSet, more ...string) {
	var words []string
	for _, format := range render.Formats() {
		words = append(words, string(format))
	}
	words = append(words, more...)
	flags.VarP(choice{&f.format, words}, "output", "o", "write as `form`: "+strings.Join(words, ", ")+" (default: table on a terminal, else jsonl)")
}

// render are the options for a standard output that may be a terminal.
func (f *outputFlags) render(env *Environment) render.Options {
	width, terminal := env.terminal(env.Stdout)
	format := render.Format(f.chosen())
	switch {
	case format == "" && terminal:
		format = render.Text
	case format == "":
		format = render.JSONLines
	}
	return render.Options{
		Format: format, Terminal: terminal, Width: width,
		Color: terminal && env.hasColor(), ASCII: terminal && !env.hasUnicode(),
	}
}

// accountFlags say what is told on standard error.
type accountFlags struct {
	quiet   bool
	summary string
}

// summaryText and the others are the values of --summary.
const (
	summaryText = "text"
	summaryJSON = "json"
	summaryNone = "none"
)

func (f *accountFlags) add(flags *pflag.FlagSet) {
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no summary; warnings stay")
	flags.Var(choice{&f.summary, []string{summaryText, summaryJSON, summaryNone}}, "summary", "tell at the end, on standard error, what was read, as `form`: text, json (with every failed file) or none (default text)")
}

// kind is the summary to give; one that is asked for counts more than --quiet.
func (f *accountFlags) kind() string {
	switch {
	case f.summary != "":
		return f.summary
	case f.quiet:
		return summaryNone
	}
	return summaryText
}
