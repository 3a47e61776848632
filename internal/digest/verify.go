package digest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/trailq/trailq"
)

// Options say what to verify and by which keys. The zero value verifies everything,
// without keys: it proves nothing, and compares the log files with their digests.
type Options struct {
	Keys Keys
	// Fetch, if not nil, returns keys of a region that were valid in a time. It is
	// called once for each region that has digests, and the keys are added to Keys,
	// which must not be nil then.
	Fetch func(ctx context.Context, region string, from, to time.Time) ([]Key, error)
	// Filter chooses by window, account and region; its other fields are not looked
	// at. The window is of delivery.
	Filter trailq.Filter
	// Trails are names of trails; empty is all.
	Trails []string
	// ListOnly leaves the content of log files unread: they are looked for, none is
	// proven, and nobody is named who stopped a trail.
	ListOnly bool
	// Workers is how many files are read at a time; 0 is one for each processor.
	Workers int
	// Signature, if not nil, returns the signature that was kept of a digest whose
	// file has no metadata: an empty one where there is none.
	Signature func(path string) string
	// Warn, if not nil, takes what could not be listed, a [*trailq.FileError].
	Warn func(error)
}

// Verify reads the digests of the source and the log files that they list, and says
// what they prove. An error is one that ended the reading. Memory grows with the
// number of log files, by some 500 bytes for each.
func Verify(ctx context.Context, source trailq.Source, options Options) (*Result, error) {
	v := &verification{options: options, window: span{options.Filter.From, options.Filter.To}}
	v.setWorkers()
	if err := v.listFiles(ctx, source); err != nil {
		return nil, err
	}
	if err := v.readDigests(ctx); err != nil {
		return nil, err
	}
	if err := v.fetchKeys(ctx); err != nil {
		return nil, err
	}
	v.judgeDigests()
	if !options.ListOnly {
		if err := v.hashLogs(ctx); err != nil {
			return nil, err
		}
	}
	v.judgeLogs()
	v.judgeHours()
	v.findUnlisted()
	if !options.ListOnly {
		if err := v.explainGaps(ctx, source); err != nil {
			return nil, err
		}
	}
	return v.buildResult(), nil
}

// setWorkers sets how many files are read at a time, if the options do not.
func (v *verification) setWorkers() {
	if v.options.Workers <= 0 {
		v.options.Workers = runtime.GOMAXPROCS(0)
	}
}

// verification is one run of Verify.
type verification struct {
	options Options
	window  span

	digests []*digestFile          // by chain and end
	logs    map[string][]*logFile  // by name, without folders
	entries []*entry               // of the digests that matter
	places  map[place]*placeRecord // that have digests or log files
	result  Result
}

// digestFile is a digest that was listed.
type digestFile struct {
	chain Chain
	end   time.Time // as its name says
	file  trailq.File
	*content
	err       error
	signature string // of its own metadata; empty where there is none
	// isWanted says that it covers some of the window; the others are there to tell
	// about those.
	isWanted bool
	state    State
	cause    string
}

// span returns what the digest covers; if its content is unknown, the hour before its
// end.
func (d *digestFile) span() span {
	if d.content == nil {
		return span{d.end.Add(-time.Hour), d.end}
	}
	return span{d.start, d.content.end}
}

// logFile is a log file that was listed.
type logFile struct {
	file     trailq.File
	path     trailq.LogPath
	isListed bool // by a digest
	isHashed bool
	isProven bool
	sum      [32]byte
	err      error
}

// entry is a log file in a digest.
type entry struct {
	listed
	digest *digestFile
	files  []*logFile
}

// margin is how far around the window digests and log files can lie that matter: a
// digest covers an hour, the next one has its signature, and the time in a log file's
// name is up to 5 minutes after its delivery or 19 before it.
const margin = 3 * time.Hour

// listFiles lists the digests and log files.
func (v *verification) listFiles(ctx context.Context, source trailq.Source) error {
	v.logs = map[string][]*logFile{}
	v.places = map[place]*placeRecord{}
	filter := trailq.Filter{
		Accounts: v.options.Filter.Accounts, Regions: v.options.Filter.Regions, LateDelivery: margin, To: v.window.to,
	}
	if !v.window.from.IsZero() {
		filter.From = v.window.from.Add(-margin)
	}
	for file, err := range source.Files(ctx, &filter) {
		var part *trailq.FileError
		switch {
		case errors.As(err, &part):
			v.addProblem(Problem{State: Unread, Subject: LogFiles, Name: part.File, Cause: describeCause(part.Err)})
			if v.options.Warn != nil {
				v.options.Warn(part)
			}
			continue
		case err != nil:
			return err
		}
		v.addFile(file, &filter)
	}
	slices.SortStableFunc(v.digests, func(a, b *digestFile) int {
		return cmpDigests(a, b)
	})
	return ctx.Err()
}

func cmpDigests(a, b *digestFile) int {
	if a.chain != b.chain {
		return strings.Compare(a.chain.digestName(time.Time{}), b.chain.digestName(time.Time{}))
	}
	return a.end.Compare(b.end)
}

// addFile enters a listed file, if it is a digest or log file that the filter chooses.
func (v *verification) addFile(file trailq.File, filter *trailq.Filter) {
	if chain, end, ok := ParseName(baseName(file.Path)); ok {
		if !v.isChosen(chain.place()) || !matchesAny(v.options.Trails, chain.Trail) {
			return
		}
		if matches, _ := filter.MatchesPath(trailq.LogPath{Account: chain.Account, Kind: kindName, Delivered: end}); matches {
			v.digests = append(v.digests, &digestFile{chain: chain, end: end, file: file})
		}
		return
	}
	log, ok := trailq.ParseLogPath(file.Path)
	if !ok || log.Kind == "" || log.WholeDay || log.Delivered.IsZero() {
		v.result.Summary.Foreign++
		return
	}
	if matches, _ := filter.MatchesPath(log); matches && v.isChosen(place{log.Account, log.Region}) {
		name := baseName(file.Path)
		v.logs[name] = append(v.logs[name], &logFile{file: file, path: log})
	}
}

// isChosen reports whether the filter chooses a place. The region here is the one in
// the path, since digests are of that one.
func (v *verification) isChosen(p place) bool {
	return matchesAny(v.options.Filter.Accounts, p.account) && matchesAny(v.options.Filter.Regions, p.region)
}

// matchesAny reports whether a name matches one of the patterns, or there are none.
func matchesAny(patterns []string, name string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(pattern string) bool {
		matches, _ := path.Match(pattern, name) // a name of AWS's has no folders and no brackets
		return matches
	})
}

// readDigests reads all digests.
func (v *verification) readDigests(ctx context.Context) error {
	return readAll(ctx, v.options.Workers, v.digests, func(r *reader, d *digestFile) {
		d.content, d.signature, d.err = r.readDigest(ctx, d.file)
		if d.signature == "" && v.options.Signature != nil {
			d.signature = v.options.Signature(d.file.Path)
		}
	})
}

// fetchKeys adds the keys of all regions to the others.
func (v *verification) fetchKeys(ctx context.Context) error {
	if v.options.Fetch == nil {
		return nil
	}
	regions := map[string]span{}
	for _, d := range v.digests {
		regions[d.chain.Region] = regions[d.chain.Region].include(d.span())
	}
	for _, region := range slices.Sorted(maps.Keys(regions)) {
		keys, err := v.options.Fetch(ctx, region, regions[region].from, regions[region].to)
		if err != nil {
			return err
		}
		for _, key := range keys {
			if err := v.options.Keys.AddKey(key); err != nil {
				return fmt.Errorf("a public key of %s: %w", region, err)
			}
		}
	}
	return nil
}

// hashLogs reads the log files that digests list.
func (v *verification) hashLogs(ctx context.Context) error {
	var wanted []*logFile
	for _, e := range v.entries {
		for _, log := range e.files {
			if !log.isHashed {
				log.isHashed = true
				wanted = append(wanted, log)
			}
		}
	}
	return readAll(ctx, v.options.Workers, wanted, func(r *reader, log *logFile) {
		log.sum, log.err = r.hashFile(ctx, log.file)
	})
}

// readAll calls read for every item, several at a time.
func readAll[T any](ctx context.Context, workers int, items []T, read func(*reader, T)) error {
	queue := make(chan T)
	var all sync.WaitGroup
	for range min(workers, len(items)) {
		all.Go(func() {
			var r reader
			defer r.decoder.Close()
			for item := range queue {
				read(&r, item)
			}
		})
	}
	for _, item := range items {
		if ctx.Err() != nil {
			break
		}
		queue <- item
	}
	close(queue)
	all.Wait()
	return context.Cause(ctx)
}

func (v *verification) addProblem(p Problem) {
	if p.Count == 0 {
		p.Count = 1
	}
	v.result.Problems = append(v.result.Problems, p)
}
