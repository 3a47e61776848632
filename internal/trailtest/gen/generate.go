package gen

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Options control what [Generate] makes. The zero value makes 10,000 events in 100
// log files of three accounts and four regions over two days.
type Options struct {
	// Events is the number of distinct events; 0 means 10,000.
	Events int
	// EventsPerFile is the mean number of events in a log file; 0 means 100. A file
	// holds between half and one and a half times as many. If EventsPerFile is at
	// least Events, there is a single file.
	EventsPerFile int
	// Start is when the trail was switched on, in UTC, to the second; the zero value
	// means midnight of 1 November 2023. Deliveries begin then. Events precede their
	// delivery by some minutes, one in a hundred by up to three hours, so a few of
	// them happen before Start.
	Start time.Time
	// Days is how many days of 24 hours the deliveries are spread over; 0
	// means 2.
	Days int
	// Accounts is the number of accounts, at most 12; 0 means 3.
	Accounts int
	// Regions is the number of regions, at most 12; 0 means 4. The first ones
	// are busier than the last, as with Accounts.
	Regions int
	// Seed chooses another tree of the same kind.
	Seed uint64
	// Duplicates is the share of events, from 0 to 1, that are delivered a second
	// time, byte for byte: in the next file of the same account and region or, if
	// there is none, in the same file.
	Duplicates float64
	// MemberBytes, unless 0, ends the gzip member after that many bytes of JSON and
	// begins another, even in the middle of a record.
	MemberBytes int
	// Digest adds one digest file beside the logs, for the hour in which the
	// first log file was delivered.
	Digest bool
	// Insight adds one file with the two records of an Insights event.
	Insight bool
	// Incident plants a story among the events, over two days from Start: one
	// application fetches data over the internet, which raises the bill. Its events
	// are additional to Events, in files of their own. See incident.go.
	Incident bool
}

// Sample returns the options of the sample logs in testdata/logs: an incident among
// other activity. The seed was chosen because it brings some of the rarest events
// into so few: sign-ins and the creation of an access key.
func Sample() Options {
	return Options{
		Events: 600, EventsPerFile: 30,
		Accounts: 2, Regions: 2, Days: 2,
		Seed:       286,
		Duplicates: 0.02, MemberBytes: 50_000,
		Digest: true, Insight: true, Incident: true,
	}
}

func (o Options) withDefaults() (Options, error) {
	setDefault(&o.Events, 10_000)
	setDefault(&o.EventsPerFile, 100)
	setDefault(&o.Days, 2)
	setDefault(&o.Accounts, 3)
	setDefault(&o.Regions, 4)
	if o.Start.IsZero() {
		o.Start = time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
	}
	o.Start = o.Start.UTC().Truncate(time.Second)
	return o, errors.Join(
		checkRange("events", o.Events, 1, math.MaxInt),
		checkRange("events per file", o.EventsPerFile, 1, math.MaxInt),
		checkRange("days", o.Days, 1, 36_500),
		checkRange("accounts", o.Accounts, 1, len(accountIDs())),
		checkRange("regions", o.Regions, 1, len(regionNames())),
		checkShare("duplicates", o.Duplicates),
		checkRange("member bytes", o.MemberBytes, 0, math.MaxInt),
	)
}

func setDefault(value *int, standard int) {
	if *value == 0 {
		*value = standard
	}
}

func checkRange(name string, value, least, most int) error {
	if value < least || value > most {
		return fmt.Errorf("number of %s out of range: %d", name, value)
	}
	return nil
}

func checkShare(name string, share float64) error {
	if !(share >= 0 && share <= 1) {
		return fmt.Errorf("share of %s is not between 0 and 1: %v", name, share)
	}
	return nil
}

// Generate writes a tree of log files into folder, which it creates if necessary
// and which must not yet contain an AWSLogs folder. It writes as many files at a
// time as there are processors. After an error, including the cancellation of ctx,
// the tree is incomplete.
//
// The records depend only on the options; the bytes of the gzip streams also depend
// on the version of the compressor.
func Generate(ctx context.Context, folder string, options Options) (Stats, error) {
	options, err := options.withDefaults()
	if err != nil {
		return Stats{}, err
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return Stats{}, err
	}
	if err := os.Mkdir(filepath.Join(folder, "AWSLogs"), 0o777); err != nil {
		return Stats{}, err
	}
	plan := newPlan(options)
	stats, err := writeLogFiles(ctx, folder, plan)
	if err != nil {
		return Stats{}, err
	}
	if options.Incident {
		if err := writeIncident(ctx, folder, plan, &stats); err != nil {
			return Stats{}, err
		}
	}
	if err := writeCompanions(folder, plan, &stats); err != nil {
		return Stats{}, err
	}
	return stats, nil
}

// writeLogFiles divides the files of the plan among one goroutine for each
// processor.
func writeLogFiles(ctx context.Context, folder string, plan *plan) (Stats, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var (
		next    atomic.Int64
		workers sync.WaitGroup
		merging sync.Mutex
		total   = newStats()
	)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			stats, err := writeShare(ctx, folder, plan, &next)
			if err != nil {
				cancel(err)
			}
			merging.Lock()
			defer merging.Unlock()
			total.addStats(stats)
		})
	}
	workers.Wait()
	return total, context.Cause(ctx)
}

// writeShare writes one file after another, always the next one that nobody has
// begun.
func writeShare(ctx context.Context, folder string, plan *plan, next *atomic.Int64) (Stats, error) {
	writer, err := newFileWriter(folder, plan)
	for err == nil && ctx.Err() == nil {
		i := int(next.Add(1)) - 1
		if i >= len(plan.files) {
			break
		}
		err = writer.writeLogFile(ctx, i)
	}
	return writer.stats, err
}
