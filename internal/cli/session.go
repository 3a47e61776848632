package cli

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/s3source"
)

// session is one reading of logs for an answer, and the account of it.
type session struct {
	env     *Environment
	source  trailq.Source
	options trailq.Options // with the tally
	screen  *screen
	account account
	started time.Time
	// interrupt is the context that the command was given; stop ends the one of
	// the session, which comes from it.
	interrupt context.Context
	stop      context.CancelCauseFunc
	// apart says that what is asked for is in windows with others between them.
	apart bool
	// unfit counts records that were read and then could not be written.
	unfit int64
	// written is how many tables have been.
	written int
	// limited says that the answer ended before the events did, as asked.
	limited bool
	// read is the account of the reading as it stands; it is for any goroutine.
	read func() trailq.Summary
	// notes are said before the summary; noted are those that were said at once.
	notes  []string
	noting sync.Mutex
	noted  []string
	// listCalls are those for buckets.
	listCalls s3source.Calls
	// parquet are the sources where they are Parquet files, else nil.
	parquet *parquet.Source
	// most is how many events of those are wanted, zero for all.
	most  int64
	ahead *lookahead // nil where no progress is shown
	// planned is what a dry run has found, nil for a reading.
	planned *plan
	// copied is the account of a copying, nil for a reading.
	copied func() mirror.Summary
}

// openSession makes ready what the flags and names say. The context that it
// returns is for reading; it is done when the answer cannot be written.
func openSession(ctx context.Context, env *Environment, reading *readingFlags, account *accountFlags, names []string) (context.Context, *session, error) {
	options, err := reading.options()
	if err != nil {
		return ctx, nil, err
	}
	inner, s, err := newSession(ctx, env, options, &reading.bucket, account, names)
	if err == nil && !account.quiet {
		s.lookAhead()
		s.watch(inner)
	}
	return inner, s, err
}

// newSession is openSession without a progress line.
func newSession(ctx context.Context, env *Environment, options trailq.Options, bucket *bucketFlags, account *accountFlags, names []string) (context.Context, *session, error) {
	inner, stop := context.WithCancelCause(ctx)
	if options.Workers == 0 && slices.ContainsFunc(names, isBucket) {
		options.Workers = s3source.DefaultWorkers
	}
	options.Tally = new(trailq.Tally)
	s := &session{
		env:       env,
		options:   options,
		screen:    &screen{stderr: env.Stderr},
		started:   time.Now(),
		interrupt: ctx,
		stop:      stop,
		read:      options.Tally.Summary,
	}
	s.account = newAccount(account.kind(), s.screen)
	sources, err := openSources(inner, s, bucket, names)
	if err == nil {
		s.source = trailq.Join(sources...)
		err = s.openParquet(inner, bucket, names, sources)
	}
	if err != nil {
		stop(nil)
		return ctx, nil, err
	}
	return inner, s, nil
}

// note tells something to know, once. It is for any goroutine.
func (s *session) note(text string) {
	s.noting.Lock()
	defer s.noting.Unlock()
	if !slices.Contains(s.noted, text) {
		s.noted = append(s.noted, text)
		s.account.note(text)
	}
}

// events yields the source's events. What is wrong with files and records goes
// into the account; only errors that end the reading are yielded.
func (s *session) events(ctx context.Context) iter.Seq2[*trailq.Event, error] {
	if s.parquet != nil {
		return s.parquetEvents(ctx)
	}
	return func(yield func(*trailq.Event, error) bool) {
		for event, err := range trailq.Events(ctx, s.source, s.options) {
			var file *trailq.FileError
			if errors.As(err, &file) {
				s.account.warn(file)
				continue
			}
			if !yield(event, err) {
				return
			}
		}
	}
}

// reject tells of a record that was read but proved unfit to be written.
func (s *session) reject(event *trailq.Event, cause error) {
	s.unfit++
	s.account.warn(&trailq.FileError{File: event.File, Record: event.Record, Err: cause})
}

// answer writes the table, closes the account and says how the command ends.
func (s *session) answer(answer *table.Table, output *outputFlags) error {
	return s.end(s.write(answer, output))
}

// write writes the table, and keeps its notes for the end.
func (s *session) write(answer *table.Table, output *outputFlags) error {
	return s.render(answer, output.render(s.env))
}

func (s *session) render(answer *table.Table, options render.Options) error {
	options.Failed = s.stop
	out := &answerWriter{out: s.env.Stdout}
	if options.Terminal {
		out.screen = s.screen
	}
	err := render.Write(out, answer, options)
	s.keepNotes(answer)
	return err
}

// keepNotes keeps the notes of a table for the end.
func (s *session) keepNotes(answer *table.Table) {
	for _, note := range answer.Notes {
		if !slices.Contains(s.notes, note) {
			s.notes = append(s.notes, note)
		}
	}
}

// writeAll writes the tables of an answer one after another.
func (s *session) writeAll(output *outputFlags, answers ...*table.Table) error {
	options := output.render(s.env)
	for i, answer := range answers {
		if err := s.separate(options.Format); err != nil {
			return err
		}
		options.Continues, options.Continued = i > 0, i < len(answers)-1
		if err := s.render(answer, options); err != nil {
			return err
		}
	}
	return nil
}

// separate puts an empty line between two tables, where lines do not tell.
func (s *session) separate(format render.Format) error {
	s.written++
	if s.written == 1 || format == render.JSONLines || format == render.JSON {
		return nil
	}
	if _, err := io.WriteString(s.env.Stdout, "\n"); err != nil {
		return writeError{err}
	}
	return nil
}

// end stops all, and tells how it went.
func (s *session) end(err error) error {
	err = errors.Join(err, s.closeParquet())
	f := failureOf(s.interrupt, err)
	s.stop(nil)
	return s.tell(f, err != nil && f == nil)
}

// tell closes the account. Unwatched says that nobody reads the answer any more.
func (s *session) tell(f *failure, unwatched bool) error {
	s.screen.erase()
	summary := s.summary()
	complete := summary.Complete() && (s.planned == nil || s.planned.Unlisted == 0)
	var copied *mirror.Summary
	if s.copied != nil {
		copied = new(s.copied())
		complete = copied.Complete()
	}
	s.account.close(&ending{
		summary:   summary,
		complete:  complete && f == nil,
		elapsed:   time.Since(s.started),
		deduped:   s.options.Duplicates == trailq.DropDuplicates,
		limited:   s.limited,
		apart:     s.apart,
		unwatched: unwatched,
		notes:     s.notes,
		plan:      s.planned,
		copied:    copied,
		failure:   f,
	})
	switch {
	case f != nil:
		return f
	case !complete:
		return withCode(exitIncomplete)
	}
	return nil
}

// summary is the account as it stands.
func (s *session) summary() trailq.Summary {
	summary := s.read()
	summary.Records.Yielded -= s.unfit
	summary.Records.Rejected += s.unfit
	return summary
}
