package gen

import (
	"fmt"
	"path"
	"time"
)

// plan says which events go into which file. Each event has a number, and can be
// made from its number and its file alone, so that files are written in any order,
// and an event delivered twice is made twice.
type plan struct {
	options Options
	world   *world
	files   []logFile
}

// logFile is one delivery.
type logFile struct {
	place     *place
	delivered time.Time
	id        string // the 16 characters at the end of the name
	// The file holds the events numbered from first to end-1.
	first, end int
	// previous is the number of the file before it in the same place, or -1.
	previous int
	// last reports whether no other file follows in the same place.
	last bool
}

func newPlan(options Options) *plan {
	p := &plan{options: options, world: newWorld(options)}
	r := newRandom()
	r.reseed(options.Seed, streamPlan, 0)
	n := fileCount(options)
	p.files = make([]logFile, n)
	shares := placeWeights(options)
	latest := make(map[*place]int)
	for i := range p.files {
		file := logFile{
			place:     &p.world.places[shares.choose(r)],
			delivered: deliveryTime(options, i, n),
			id:        string(r.appendLetters(nil, alphanumeric, 16)),
			end:       lastCut(r, options, i, n),
			previous:  -1,
			last:      true,
		}
		if i > 0 {
			file.first = p.files[i-1].end
		}
		if previous, found := latest[file.place]; found {
			file.previous = previous
			p.files[previous].last = false
		}
		latest[file.place] = i
		p.files[i] = file
	}
	return p
}

func fileCount(o Options) int {
	return max(1, (o.Events-1)/o.EventsPerFile+1)
}

// placeWeights makes the first accounts and regions the busiest.
func placeWeights(o Options) weights {
	each := make([]int, 0, o.Accounts*o.Regions)
	for account := range o.Accounts {
		for region := range o.Regions {
			each = append(each, 1_000_000/(account+1)/(region+1))
		}
	}
	return newWeights(each)
}

// deliveryTime spreads n files evenly over the days, at multiples of five minutes,
// as CloudTrail names its files.
func deliveryTime(o Options, i, n int) time.Time {
	const step = 5 * time.Minute
	steps := int64(o.Days) * int64(24*time.Hour/step)
	return o.Start.Truncate(step).Add(time.Duration(int64(i)*(steps-1)/int64(n)+1) * step)
}

// lastCut returns the number of the first event after file i. Every other cut is
// moved by up to half a file.
func lastCut(r *random, o Options, i, n int) int {
	cut := int(int64(o.Events) * int64(i+1) / int64(n))
	if i%2 == 1 || i == n-1 {
		return cut
	}
	half := o.Events / n / 2
	return cut + r.intBetween(-half, half)
}

// folder returns the folder for a kind of file, for instance CloudTrail, of a place
// and day, with slashes and relative to the tree.
func (p *place) folder(kind string, day time.Time) string {
	return path.Join("AWSLogs", p.account, kind, p.region, day.Format("2006/01/02"))
}

// path returns the file's path with slashes, relative to the tree.
func (f *logFile) path() string {
	name := fmt.Sprintf("%s_CloudTrail_%s_%s_%s.json.gz",
		f.place.account, f.place.region, f.delivered.Format("20060102T1504Z"), f.id)
	return path.Join(f.place.folder("CloudTrail", f.delivered), name)
}
