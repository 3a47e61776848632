package ask

import (
	"context"
	"errors"
	"iter"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/remote"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/words"
)

// TableWords returns the words that only tables of engines elsewhere have.
func (a *Access) TableWords() words.Words { return a.Table.Words() }

// IsTable reports whether the name of a source is that of a table of an engine elsewhere.
func IsTable(name string) bool { return remote.IsTable(name) }

// openTable opens the table of an engine elsewhere, if one is named. It must be the only
// source.
func (s *Sources) openTable(ctx context.Context) (err error) {
	given := s.access.Table.Given()
	for _, name := range s.names {
		switch {
		case !IsTable(name):
			continue
		case len(s.names) > 1:
			return usagef("%s is a table elsewhere, and cannot be queried together with other sources", name)
		case s.env.Evidence:
			return usagef("%s is a table elsewhere: this command needs log files", name)
		}
		s.table, err = remote.Open(ctx, name, client.Options{
			Reuse: s.access.Table.Reuse, Results: s.access.Table.Results, Getenv: s.env.getenv,
			Profile: s.access.Profile, EndpointURL: s.access.EndpointURL, Region: s.access.BucketRegion,
		})
		return err
	}
	if given != "" {
		return usagef("%v goes with a table elsewhere, such as athena://… or trino://…", words.Name(given))
	}
	return nil
}

// ShareTable lets several runs have the connection to a table elsewhere. The function
// that it returns ends it.
func (s *Sources) ShareTable() (stop func() error) {
	if s.shared = s.table != nil; !s.shared {
		return func() error { return nil }
	}
	return s.table.Close
}

// Scope returns what the SQL of a report must say for the engine.
func (r *Run) Scope() report.Scope {
	return report.Scope{Elsewhere: r.sources.table != nil, Undocumented: r.sources.table != nil}
}

// checkTable refuses what only log files have.
func (r *Run) checkTable() error {
	switch selection := r.options.Selection; {
	case r.sources.table == nil:
		return nil
	case selection.Verified || len(selection.Keys) > 0:
		return usagef("digests prove log files, and SOURCE is a table elsewhere")
	case r.options.Engine.Flavor == dialect.Lake:
		return usagef("SQL of CloudTrail Lake is not translated for an engine elsewhere")
	}
	return nil
}

// tableEvents yields the events of a table elsewhere, in the order that is wanted.
func (r *Run) tableEvents(ctx context.Context, wanted *Events) iter.Seq2[*trailq.Event, error] {
	order := remote.AnyOrder
	switch {
	case wanted.Newest:
		order = remote.NewestFirst
	case wanted.Sort != "":
		order = remote.OldestFirst
	}
	return func(yield func(*trailq.Event, error) bool) {
		there := r.sources.table.Engine(remote.Setup{Options: r.sources.access.Table, Read: r.read})
		r.useEngine(there)
		if !r.sources.table.HasRecords() {
			r.sources.env.note("the table holds no whole records: they are put together from its columns, without fields that have none")
		}
		answer, err := there.Records(ctx, order, wanted.Limit)
		if err != nil {
			yield(nil, err)
			return
		}
		parquet.Events(answer)(yield)
	}
}

// openTableEngine lets the engine where the table is answer the queries.
func (r *Run) openTableEngine(local duck.Options) {
	options := r.sources.access.Table
	if r.keepsRows && options.MaxRows == 0 {
		options.MaxRows = remote.MostRows
	}
	r.useEngine(r.sources.table.Engine(remote.Setup{Options: options, Read: r.read, Local: local, Note: r.sources.env.note}))
}

// tableFailure returns what an error of an engine elsewhere means, nil for another error.
func tableFailure(err error) *Failure {
	var failed *client.Error
	var scan *remote.ScanError
	var needed *catalog.NeededError
	var large *remote.LargeError
	switch {
	case errors.As(err, &large):
		return usagef("%w", large).withHint("narrow the window, the accounts or the regions, or allow more with %v", words.Name("max-rows"))
	case errors.As(err, &scan):
		return usagef("%w", scan).withHint("narrow the window, the accounts or the regions, or allow more with %v", words.Name("max-scan"))
	case errors.As(err, &needed) && needed.Word != "":
		return usagef("%w", needed).withHint("give %v", words.Name(needed.Word))
	case errors.As(err, &failed):
		kind := SourceFailed
		if failed.AtFault {
			kind = BadWords
		}
		return &Failure{Kind: kind, message: words.Phrasef("%w", failed), hint: words.Phrasef("%s", failed.Hint)}
	}
	return nil
}

// IsDryRun reports whether an error only says that an estimate was wanted, which the
// account has.
func IsDryRun(err error) bool { return errors.Is(err, remote.ErrDryRun) }
