package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/mirror"
)

// account tells on standard error what became of the files and records: what
// is wrong as it comes, and at the end a summary.
type account interface {
	warn(*trailq.FileError)
	note(text string) // something to know, said at once
	close(*ending)
}

// ending is how a reading ended.
type ending struct {
	summary  trailq.Summary
	plan     *plan           // of a dry run, which has no summary
	copied   *mirror.Summary // of a copying, which has no other summary
	complete bool
	elapsed  time.Duration
	deduped  bool // duplicates were left out
	limited  bool // it ended at a limit
	apart    bool // it was about windows with others between them
	// unwatched says that nobody reads the answer any more.
	unwatched bool
	notes     []string
	failure   *failure // nil where there is none
}

// listed is how many files were listed.
func (e *ending) listed() int {
	if e.copied != nil {
		return e.copied.Listed
	}
	return e.summary.Files.Listed
}

func newAccount(kind string, screen *screen) account {
	if kind == summaryJSON {
		return &jsonAccount{screen: screen}
	}
	return &textAccount{screen: screen, summarize: kind == summaryText}
}

// textAccount is for people.
type textAccount struct {
	screen    *screen
	summarize bool
	warnings  int
}

// fullWarnings is how many warnings are written in full.
const fullWarnings = 20

func (a *textAccount) warn(err *trailq.FileError) {
	if a.warnings++; a.warnings <= fullWarnings {
		a.screen.say("warning: " + describeFileError(err))
	}
}

func (a *textAccount) note(text string) { a.screen.say("note: " + text) }

func (a *textAccount) close(end *ending) {
	if more := a.warnings - fullWarnings; more > 0 {
		a.screen.say(fmt.Sprintf("warning: … and %s more: --summary json lists them", humanize.Thousands(int64(more))))
	}
	if end.unwatched {
		return
	}
	for _, note := range end.notes {
		a.note(note)
	}
	switch {
	case !a.summarize || end.failure != nil && end.listed() == 0:
	case end.copied != nil:
		a.screen.say(describeCopied(end.copied, end.elapsed))
	case end.plan != nil:
		a.screen.say(end.plan.String())
	default:
		a.screen.say(describeEnding(end))
	}
}

// describeFileError is the error without the path twice.
func describeFileError(err *trailq.FileError) string {
	var path *fs.PathError
	if errors.As(err.Err, &path) && path.Path == err.File {
		return (&trailq.FileError{File: err.File, Record: err.Record, Err: path.Err}).Error()
	}
	return err.Error()
}

// jsonAccount writes one JSON object and nothing else, so that a program can
// read standard error: first the errors as they come, since there may be many.
type jsonAccount struct {
	screen *screen
	errors int
	notes  []string
}

// jsonError is a file or record that failed.
type jsonError struct {
	File   string `json:"file"`
	Record int    `json:"record,omitempty"`
	Cause  string `json:"cause"`
}

// jsonSummary is what follows the errors: the summary of a reading or of a
// copying, or the plan of a dry run.
type jsonSummary struct {
	*trailq.Summary
	Plan           *plan           `json:"plan,omitempty"`
	Copy           *mirror.Summary `json:"copy,omitempty"`
	Complete       bool            `json:"complete"`
	LimitReached   bool            `json:"limitReached,omitempty"`
	ElapsedSeconds float64         `json:"elapsedSeconds"`
	Notes          []string        `json:"notes,omitempty"`
	Error          string          `json:"error,omitempty"`
	Hint           string          `json:"hint,omitempty"`
}

func (a *jsonAccount) warn(err *trailq.FileError) {
	start := ","
	if a.errors == 0 {
		start = `{"errors":[` + "\n"
	}
	a.errors++
	cause := err.Err
	var path *fs.PathError
	if errors.As(cause, &path) && path.Path == err.File {
		cause = path.Err
	}
	for line := range strings.SplitSeq(start+asJSON(jsonError{err.File, err.Record, cause.Error()}), "\n") {
		a.screen.say(line)
	}
}

func (a *jsonAccount) note(text string) { a.notes = append(a.notes, text) }

func (a *jsonAccount) close(end *ending) {
	last := jsonSummary{
		Plan:           end.plan,
		Copy:           end.copied,
		Complete:       end.complete,
		LimitReached:   end.limited,
		ElapsedSeconds: end.elapsed.Seconds(),
		Notes:          append(a.notes, end.notes...),
	}
	if end.plan == nil && end.copied == nil {
		last.Summary = &end.summary
	}
	if end.failure != nil {
		last.Error, last.Hint = end.failure.err.Error(), end.failure.hint
		end.failure.told = true
	}
	start := `{"errors":[],`
	if a.errors > 0 {
		start = `],`
	}
	a.screen.say(start + asJSON(last)[1:])
}

// asJSON is v on one line.
func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf(`{"error":%q}`, err)
	}
	return string(text)
}
