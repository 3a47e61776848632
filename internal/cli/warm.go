package cli

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/reporter"
	"github.com/trailq/trailq/internal/warm"
)

// addWarm adds the flag of commands whose answers can come from kept columns.
func (f *readingFlags) addWarm(flags *pflag.FlagSet) {
	f.warm = flags.Bool("warm", false, "after the answer, keep what was read as columns, in the folder warm of --cache: the next command reads only new log files; see trailq help warm")
}

// findKept returns the sources to answer from: the columns that were kept of those that
// are named, or these themselves.
func (r *reading) findKept(ctx context.Context, names []string) []string {
	if r.warm == nil {
		return names
	}
	r.kept = warm.Find(ctx, warm.Choice{Wanted: *r.warm, UserCache: os.UserCacheDir}, &warm.Question{
		Names: names, Access: r.access, Selection: r.selection,
		Environment: ask.Environment{Getenv: r.env.Getenv, Writing: filesWritten(r.env)},
	})
	if r.kept == nil || r.kept.Folder() == "" {
		return names
	}
	return []string{r.kept.Folder()}
}

// keepColumns keeps the columns of what was read, after a whole answer.
func (r *run) keepColumns(end *reporter.Ending) {
	if r.kept == nil {
		return
	}
	defer r.kept.Close() //nolint:errcheck // the lock ends with the process at the latest
	said := r.kept.Describe()
	if said == "" && end.Complete && end.Plan == nil && !end.Outcome.Limited {
		if r.env.canShowProgress() {
			r.screen.Draw("keeping the columns for the next question; Ctrl-C is safe")
		}
		said = r.keepRead()
		r.screen.Erase()
	}
	if said != "" {
		r.reporter.Remark("note: " + said)
	}
}

// keepRead keeps what was read, and says what came of it; nothing, where it was stopped.
func (r *run) keepRead() string {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(goMemory))
	said, err := r.kept.Keep(r.interrupt)
	switch {
	case r.interrupt.Err() != nil:
		return ""
	case err != nil:
		return "the columns are not kept: " + err.Error()
	}
	return said
}
