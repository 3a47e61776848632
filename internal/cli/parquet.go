package cli

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
)

// openParquet makes the session one over Parquet files, if that is what the
// sources are. Names are what the user calls them.
func (s *session) openParquet(ctx context.Context, bucket *bucketFlags, names []string, sources []trailq.Source) error {
	if bucket.evidence {
		return nil // they are wanted as they are
	}
	found := 0
	for _, source := range sources {
		if parquet.IsParquet(ctx, source) {
			found++
		}
	}
	switch {
	case found == 0:
		return nil
	case found < len(sources):
		return usageError(errors.New("some sources are logs and some are Parquet"), "ask them one after the other, or convert the logs into the folder of Parquet files")
	}
	opened, err := parquet.OpenSource(ctx, s.source, parquet.SourceOptions{
		Filter:     s.options.Filter,
		Remote:     slices.ContainsFunc(names, isBucket),
		FetchLimit: bucket.fetchLimit,
		Say:        s.note,
		Names:      names,
		Open: func(ctx context.Context, name string) (trailq.Source, error) {
			return openSource(ctx, s, bucket, name)
		},
	})
	if err != nil {
		return sourceError(err)
	}
	s.parquet, s.source = opened, opened
	return nil
}

// closeParquet removes what was fetched.
func (s *session) closeParquet() error {
	if s.parquet == nil {
		return nil
	}
	return s.parquet.Close()
}

// useParquet lets the engine read the session's Parquet files, if it has some.
func (s *session) useParquet(engine *duck.Options) {
	if s.parquet != nil {
		engine.Parquet = s.parquet
	}
}

// parquetEvents yields the events of Parquet files, as many as limit says.
func (s *session) parquetEvents(ctx context.Context) iter.Seq2[*trailq.Event, error] {
	return func(yield func(*trailq.Event, error) bool) {
		engine := duck.Options{Read: s.options, Warn: s.warn}
		s.useParquet(&engine)
		db, err := duck.Open(ctx, nil, engine)
		if err != nil {
			yield(nil, err)
			return
		}
		defer db.Close() //nolint:errcheck // the answer is complete, and says what was wrong
		answer, err := db.Records(ctx, s.most)
		if errors.Is(err, duck.ErrNoRecord) {
			err = fmt.Errorf("%w: trailq sql has the other columns", err)
		}
		if err != nil {
			yield(nil, err)
			return
		}
		s.read = func() trailq.Summary { return answer.Reading().Summary }
		parquet.Events(answer)(yield)
	}
}
