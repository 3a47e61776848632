package cli

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/account"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/output"
	"github.com/trailq/trailq/internal/reporter"
	"github.com/trailq/trailq/internal/screen"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/warm"
)

// reading is what the commands share that read logs: the flags and the process.
type reading struct {
	env *Environment
	readingFlags
	output outputFlags
	report reporterFlags
	// evidence opens buckets for all files as they are; see [ask.Environment].
	evidence bool
	kept     *warm.Use // columns that were kept; nil for none
	// keptFile is written beside answers: the prompt's history or a case; empty for none.
	keptFile string
}

// run is one run of a command: what it reads, where it writes, and what it tells. It
// is the [ask.Reporter] of its sources.
type run struct {
	*ask.Run
	env      *Environment
	output   *outputFlags
	to       *output.Destination
	screen   *screen.Screen
	kept     *warm.Use
	reporter reporter.Reporter
	started  time.Time
	// interrupt is the context that the command was given; stop ends the one of the
	// run, which comes from it.
	interrupt context.Context
	stop      context.CancelCauseFunc
	notes     []string // for the end
	noting    sync.Mutex
	noted     []string // that were said at once
}

// openRun opens the sources and starts a run, with a progress line where it can be
// shown. The context that it returns is for reading; it is done when the answer cannot
// be written.
func (r *reading) openRun(ctx context.Context, names []string, options ask.Options) (context.Context, *run, error) {
	options.LookAhead = r.showsProgress()
	inner, started, err := r.startRun(ctx, names, options)
	if err == nil {
		started.watchProgress(inner)
	}
	return inner, started, err
}

// showsProgress reports whether a progress line is wanted and can be shown.
func (r *reading) showsProgress() bool { return !r.report.quiet && r.env.canShowProgress() }

// startRun does what openRun does, without a progress line.
func (r *reading) startRun(ctx context.Context, names []string, options ask.Options) (context.Context, *run, error) {
	if err := options.Check(); err != nil {
		return ctx, nil, failed(ctx, err)
	}
	inner, stop := context.WithCancelCause(ctx)
	started := &run{
		env: r.env, output: &r.output, screen: &screen.Screen{
			Stderr: r.env.Stderr, Colors: r.env.hasColors(r.env.Stderr), Hidden: r.env.isPaging,
		},
		started: time.Now(), interrupt: ctx, stop: stop,
	}
	started.reporter = r.report.open(started.screen)
	names = r.findKept(inner, names)
	started.kept = r.kept
	if err := started.openOutput(inner); err != nil {
		stop(nil)
		return ctx, nil, failed(ctx, err)
	}
	sources, err := ask.Open(inner, names, r.access, ask.Environment{
		Stdin: r.env.Stdin, Getenv: r.env.Getenv, Writing: filesWritten(r.env),
		Evidence: r.evidence, Reporter: started, Abort: r.env.abortWith(ctx), Confine: r.confineProcess(started.to),
		Ends: r.env.Confine != nil,
	})
	if err == nil {
		started.Run, err = sources.Start(inner, options)
	}
	if err != nil {
		stop(nil)
		return ctx, nil, failed(ctx, errors.Join(err, started.to.Close(err)))
	}
	return inner, started, nil
}

// filesWritten returns the files that standard output and error lead to.
func filesWritten(env *Environment) []os.FileInfo {
	var written []os.FileInfo
	for _, stream := range []any{env.Stdout, env.Stderr} {
		if file, ok := stream.(*os.File); ok {
			if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
				written = append(written, info)
			}
		}
	}
	return written
}

// Warn tells what is wrong with a file or a record, or with something else.
func (r *run) Warn(err error) { r.reporter.Warn(err) }

// Note tells something to know, once.
func (r *run) Note(text string) {
	r.noting.Lock()
	defer r.noting.Unlock()
	if !slices.Contains(r.noted, text) {
		r.noted = append(r.noted, text)
		r.reporter.Note(text)
	}
}

// show writes the tables of an answer, and keeps their notes for the end.
func (r *run) show(tables ...*table.Table) error {
	notes, err := r.to.Show(tables...)
	for _, note := range notes {
		r.keepNote(note)
	}
	return err
}

// openOutput opens where the answer goes.
func (r *run) openOutput(ctx context.Context) (err error) {
	options := r.output.options(r.env)
	options.Failed = r.stop
	r.to, err = output.Open(ctx, options, &answerWriter{r})
	return err
}

// wantsPlan reports whether the command shows what would be read. A table elsewhere does
// that itself, statement by statement.
func (r *reading) wantsPlan(started *run) bool {
	return r.access.Table.DryRun && !started.IsElsewhere()
}

// showPlan lists the files that would be read, and ends the run.
func (r *run) showPlan(ctx context.Context) error {
	files, plan := r.DryRun(ctx)
	err := r.show(files)
	return r.endWith(&reporter.Ending{Plan: plan}, err)
}

// answerWriter writes an answer to standard output.
type answerWriter struct{ run *run }

func (w *answerWriter) Write(p []byte) (int, error) {
	if _, terminal := w.run.env.terminal(w.run.env.Stdout); terminal {
		return w.run.screen.Write(w.run.env.Stdout, p)
	}
	return w.run.env.Stdout.Write(p)
}

// keepNote keeps a note for the end, once.
func (r *run) keepNote(note string) {
	if !slices.Contains(r.notes, note) {
		r.notes = append(r.notes, note)
	}
}

// end stops everything, and tells how it went.
func (r *run) end(outcome *ask.Outcome, err error) error {
	return r.endWith(&reporter.Ending{Outcome: *outcome}, err)
}

// endWith does what end does, for a command whose summary is not that of a reading.
func (r *run) endWith(end *reporter.Ending, err error) error {
	r.stop(nil)
	if ask.IsDryRun(err) {
		err = nil
	}
	err = errors.Join(err, r.to.Close(err), r.Close())
	failure := failureOf(r.interrupt, err)
	end.Unwatched = err != nil && failure == nil
	err = r.tellEnding(end, failure)
	r.keepColumns(end)
	return err
}

// tellEnding closes the reporter and says how the command ends.
func (r *run) tellEnding(end *reporter.Ending, failure *failure) error {
	r.screen.Erase()
	end.Reading = r.Reading()
	end.Elapsed = time.Since(r.started)
	if note := r.DescribeProofs(); note != "" {
		r.keepNote(note)
	}
	for _, note := range end.Outcome.Notes {
		r.keepNote(note.Spell(spellFlag))
	}
	for _, note := range account.NoteReading(&end.Reading.Summary) {
		r.keepNote(note)
	}
	end.Notes = r.notes
	complete := end.IsComplete()
	end.Complete = complete && failure == nil
	if failure != nil {
		end.Failure, end.Hint = failure, failure.hint
	}
	told := r.reporter.Close(end)
	switch {
	case failure != nil:
		failure.told = told
		return failure
	case end.Verified != nil && end.Verified.IsBroken():
		return withCode(exitAltered)
	case !complete:
		return withCode(exitIncomplete)
	}
	return nil
}

// restart makes the run ready for another answer with an account of its own.
func (r *run) restart(ctx context.Context, flags *reporterFlags) error {
	r.interrupt, r.started, r.notes = ctx, time.Now(), nil
	r.reporter = flags.open(r.screen)
	r.noted = nil // nothing reads now
	r.ResetReading()
	return r.openOutput(ctx)
}

// copiedSummary returns the summary of a copying for an ending.
func copiedSummary(copying *ask.Copying) *mirror.Summary {
	summary := copying.Summary()
	return &summary
}
