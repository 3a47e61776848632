package cli

import (
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/reporter"
	"github.com/trailq/trailq/internal/screen"
	"github.com/trailq/trailq/internal/words"
)

// usage is the help of a word as a flag.
type usage struct {
	word  string
	text  string
	short string // a letter for the flag, if any
}

// flagsOf returns flags for the words that usages name, in their order.
func flagsOf(known words.Words, usages ...usage) *pflag.FlagSet {
	flags := newFlagSet()
	for _, u := range usages {
		addWord(flags, known, u)
	}
	return flags
}

// addWord adds a flag for one word.
func addWord(flags *pflag.FlagSet, known words.Words, u usage) {
	word, found := known.Find(u.word)
	if !found {
		return // TestHelpIsWhole would miss it
	}
	flag := flags.VarPF(word.Value, word.Name, u.short, u.text)
	if word.Value.Type() == "bool" {
		flag.NoOptDefVal = "true"
	}
}

// readingFlags are the flags of every command that reads logs: which events, from
// where and how.
type readingFlags struct {
	selection ask.Selection
	access    ask.Access
	clock     *words.Clock // nil until flags need it
	warm      *bool        // nil where the command keeps no columns
}

// groups returns the flags as the help shows them, with the command's own among them.
func (f *readingFlags) groups(own ...flagGroup) []flagGroup {
	reading := f.readFlags()
	reading.AddFlagSet(flagsOf(f.selection.ProofWords(),
		usage{word: "verified", text: "read only log files that CloudTrail's digests prove; see trailq help verify"},
		usage{word: "keys", text: "prove log files by the public keys in this `file`, and tell how many are proven; can be repeated"},
	))
	f.addDryRun(reading)
	return slices.Concat(
		[]flagGroup{{Title: "Which events (all flags must match; * and ? are wildcards)", Flags: f.conditionFlags()}},
		own,
		[]flagGroup{{Title: "Reading", Flags: reading}, {Title: "Buckets", Flags: f.bucketFlags()}, {Title: "Tables elsewhere (athena://, trino://)", Flags: f.tableFlags()}},
	)
}

// tableFlags returns the flags about tables of engines elsewhere.
func (f *readingFlags) tableFlags() *pflag.FlagSet {
	return flagsOf(f.access.TableWords(),
		usage{word: "max-scan", text: "scan at most this `size`: refuse before, and stop during, a query that takes more"},
		usage{word: "max-rows", text: "fetch at most this `number` of rows of an answer, which else is an error (default of who and web: 1000000)"},
		usage{word: "reuse", text: "accept an answer of the same query that is at most this `duration` old"},
		usage{word: "results", text: "`address` in S3 where the engine keeps its answers"},
	)
}

// addDryRun adds the flag of all commands that read.
func (f *readingFlags) addDryRun(flags *pflag.FlagSet) {
	addWord(flags, f.access.TableWords(), usage{word: "dry-run", text: "list the files that would be read and open none; for a bucket or a table elsewhere, show the cost"})
}

func (f *readingFlags) filterFlags() *pflag.FlagSet {
	flags := f.placeFlags()
	flags.AddFlagSet(flagsOf(f.selection.CallWords(),
		usage{word: "event-source", text: "eventSource, a `name` such as s3.amazonaws.com, or s3 for short"},
		usage{word: "event-name", text: "eventName, a `name` such as DeleteBucket or Create*"},
		usage{word: "caller", text: "`text` in a name of the caller: its ARN, role, user name, access key, sourceIdentity; a whole ARN matches as a whole; in records of other accounts it can have an ID alone (AROA…:session); can be repeated"},
		usage{word: "source-ip", text: "sourceIPAddress, an `address`, a block such as 192.0.2.0/24 or a service's name"},
		usage{word: "errors-only", text: "only calls that failed: with an errorCode, or an errorMessage alone, and failed sign-ins"},
		usage{word: "read-only", text: "only calls that read"},
		usage{word: "write-only", text: "only calls that write"},
		usage{word: "dedup", text: "drop duplicate deliveries, events whose eventID came before, exactly; takes 40 bytes of memory an event"},
	))
	return flags
}

// conditionFlags returns the filters of commands that answer.
func (f *readingFlags) conditionFlags() *pflag.FlagSet {
	flags := f.filterFlags()
	flags.AddFlagSet(flagsOf(f.selection.WhereWords(), usage{word: "where",
		text: "`condition` on a field: bucket=logs-*, eventCategory!=Data, errorCode (has a value) or !errorCode; FIELD is as for top --by; can be repeated"}))
	return flags
}

// placeFlags returns the flags about when and where. Durations count back from now.
func (f *readingFlags) placeFlags() *pflag.FlagSet {
	if f.clock == nil {
		f.clock = words.NewClock(time.Now())
	}
	flags := flagsOf(f.selection.PlaceWords(f.clock),
		usage{word: "from", text: "start of the window, a `time` in UTC: 2023-11-01, 2023-11, 2023-11-01T09:30:00+02:00, 24h, '2 hours ago', yesterday, now"},
		usage{word: "since", text: "the same as --from; --since 24h reads better"},
		usage{word: "to", text: "end of the window, a `time` that is not part of it; --to 2023-11-02 ends with 1 November"},
		usage{word: "tz", text: "read times that have no offset in this `zone`: local, +02:00, Europe/Berlin; answers stay in UTC"},
		usage{word: "account", text: "recipientAccountId, 12 `digits`; separate several with commas, here and below"},
		usage{word: "region", text: "awsRegion, a `name` such as eu-west-1 or us-*"},
	)
	// The names that the AWS CLI has for them.
	for alias, name := range map[string]string{"start-time": "from", "end-time": "to"} {
		flags.VarPF(flags.Lookup(name).Value, alias, "", "the same as --"+name).Hidden = true
	}
	return flags
}

func (f *readingFlags) lateFlags() *pflag.FlagSet {
	return flagsOf(f.selection.LateWords(),
		usage{word: "late-delivery", text: "open files delivered up to this `duration` after --to (default 24h)"},
		usage{word: "late-delivery-any", text: "open files however late they were delivered"},
	)
}

func (f *readingFlags) readFlags() *pflag.FlagSet {
	read := f.selection.ReadWords()
	flags := flagsOf(read, usage{word: "workers", text: "read `n` files at a time (default: the number of CPUs, 32 from a bucket)"})
	flags.AddFlagSet(f.lateFlags())
	flags.AddFlagSet(flagsOf(read,
		usage{word: "record-limit", text: "reject records larger than this `size` (default 16MiB)"},
		usage{word: "expansion-limit", text: "fail files that decompress to more than `n` times their size (default 400)"},
	))
	return flags
}

func (f *readingFlags) bucketFlags() *pflag.FlagSet {
	flags := f.cachedFlags()
	flags.AddFlagSet(flagsOf(f.access.FetchWords(),
		usage{word: "fetch-limit", text: "fetch at most this `size` of Parquet files for a query (default 10GiB)"}))
	return flags
}

// cachedFlags returns the flags of commands that read log files from buckets, and no
// Parquet.
func (f *readingFlags) cachedFlags() *pflag.FlagSet {
	flags := f.connectionFlags()
	flags.AddFlagSet(flagsOf(f.access.CacheWords(),
		usage{word: "cache", text: "keep fetched objects in this `folder` and fetch each only once (default: $" + ask.CacheVariable + ", or none)"},
		usage{word: "cache-size", text: "keep at most this `size`; least recently used objects are removed first (default 10GB)"},
	))
	return flags
}

func (f *readingFlags) connectionFlags() *pflag.FlagSet {
	return flagsOf(f.access.ConnectionWords(),
		usage{word: "profile", text: "`name` of the profile in the AWS configuration"},
		usage{word: "bucket-region", text: "`name` of the bucket's region (default: looked up)"},
		usage{word: "endpoint-url", text: "`url` of a server with S3's API"},
		usage{word: "no-sign-request", text: "send no credentials, for public buckets"},
		usage{word: "request-payer", text: "pay for requests and transfer"},
		usage{word: "stall-timeout", text: "retry a connection that brings no data for this `duration` (default 1m)"},
	)
}

func engineFlags(options *ask.EngineOptions) *pflag.FlagSet {
	return flagsOf(options.Words(),
		usage{word: "memory", text: "limit the engine to this `size` of memory, and end a query when all of trailq takes twice that and 150 MB (default: 60 % of all; for diff 256 MB, in dollars 448 MB, more with many threads)"},
		usage{word: "spill", text: "`folder` for data that exceeds memory (default: the system's folder for temporary files)"},
		usage{word: "threads", text: "use `n` threads (default: the number of CPUs)"},
	)
}

// reporterFlags say what is told on standard error.
type reporterFlags struct {
	quiet   bool
	summary string
}

func (f *reporterFlags) addFlags(flags *pflag.FlagSet) {
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no progress, no summary and no notes; warnings stay")
	flags.Var(words.NewChoice(&f.summary, reporter.Text, reporter.JSON, reporter.None), "summary", "print a summary of what was read to standard error, as `form`: text, json (with every failed file) or none (default text)")
}

// open returns the reporter that the flags ask for.
func (f *reporterFlags) open(screen *screen.Screen) reporter.Reporter {
	return reporter.New(screen, reporter.Options{Summary: f.kind(), Quiet: f.quiet})
}

// kind returns the summary to give; an explicit one counts more than --quiet.
func (f *reporterFlags) kind() string {
	switch {
	case f.summary != "":
		return f.summary
	case f.quiet:
		return reporter.None
	}
	return reporter.Text
}
