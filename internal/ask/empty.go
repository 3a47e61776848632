package ask

import (
	"context"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/mask"
	"github.com/trailq/trailq/internal/miss"
	"github.com/trailq/trailq/internal/words"
)

// Bounds of the second look at the logs where nothing matched.
const (
	missTime    = 3 * time.Second
	missEvents  = 500_000
	missObjects = 64     // of a bucket, since each is a request
	missListed  = 20_000 // files whose paths are looked at
)

// ExplainEmpty returns notes on why no event matched: the time that the logs cover, or
// the nearest spelling. It reads the first of the logs once more, without the filter,
// for a few seconds at most; streams, which can be read only once, are left out. If
// some event matched, or the filter leaves nothing out, it returns nothing.
func (r *Run) ExplainEmpty(ctx context.Context) []words.Phrase {
	if !r.isEmpty() || ctx.Err() != nil || r.sources.table != nil {
		return nil
	}
	search, err := miss.NewSearch(&r.read.Filter, mask.Mentions)
	if search == nil || err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, missTime)
	defer cancel()
	look, sample, err := r.lookAgain(ctx)
	if err != nil {
		return nil
	}
	if look.parquet != nil {
		defer look.parquet.Close() //nolint:errcheck // nothing is written
	}
	events := 0
	for event, err := range look.events(ctx, missEvents) {
		if err != nil || events == missEvents {
			sample.Partly = true
			break
		}
		events++
		search.AddEvent(event)
	}
	if sample.Partly {
		search.AddTime(sample.First)
		search.AddTime(sample.Last)
	}
	var notes []words.Phrase
	for _, note := range search.Notes(sample.Partly) {
		notes = append(notes, words.Phrasef("%s", note))
	}
	return notes
}

// lookAgain returns a run over the same sources without the filter, which warns of
// nothing, and the sample that it reads.
func (r *Run) lookAgain(ctx context.Context) (*Run, *miss.Sample, error) {
	sources := &Sources{env: r.sources.env, access: r.sources.access, names: r.sources.names, opened: r.sources.opened, cache: r.sources.cache}
	sources.env.Reporter = silent{}
	look := &Run{sources: sources, options: r.options, read: r.read}
	look.read.Filter, look.read.Duplicates, look.read.Fields = trailq.Filter{}, trailq.KeepDuplicates, []string{"eventTime"}
	look.read.Tally, look.read.Reuse = new(trailq.Tally), true
	sample := &miss.Sample{Source: trailq.Join(sources.opened...), Most: missListed, Listed: missListed}
	if hasBucket(sources.names) {
		sample.Most = missObjects
	}
	look.source = sample
	if r.parquet == nil {
		return look, sample, nil
	}
	look.source = sample.Source
	err := look.openParquet(ctx)
	if db, opened := r.engine.(*duck.DB); opened && err == nil {
		// The process can open no other engine: it has given up the right to write.
		reading := db.Reading()
		r.SetAccount(func() engine.Reading { return reading })
		db.Relax(look.parquet)
		look.engine = db
	}
	return look, sample, err
}

// silent implements [Reporter] and tells nothing.
type silent struct{}

func (silent) Warn(error)  {}
func (silent) Note(string) {}
