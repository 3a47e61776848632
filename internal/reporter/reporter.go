// Package reporter tells on standard error what became of the files and records of a run:
// what is wrong as it comes, and at the end a summary.
package reporter

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/account"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/digest"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/plan"
	"github.com/trailq/trailq/internal/screen"
)

// Reporter tells what became of a run.
type Reporter interface {
	// Warn tells what is wrong with a file or a record, a [*trailq.FileError], or with
	// something else.
	Warn(err error)
	// Note tells something to know, at once.
	Note(text string)
	// Remark tells people something after the summary. Programs do not hear of it.
	Remark(text string)
	// Close tells how the run ended. It reports whether that includes the failure.
	Close(end *Ending) (toldFailure bool)
}

// Ending is how a run ended.
type Ending struct {
	Reading  engine.Reading
	Outcome  ask.Outcome
	Plan     *plan.Plan      // of a dry run, in place of the reading
	Copied   *mirror.Summary // of a copying, in place of the reading
	Verified *digest.Result  // of a verification, in place of the reading
	Missing  int             // files that are known not to be there
	Complete bool
	Elapsed  time.Duration
	// Unwatched says that nobody reads the answer any more.
	Unwatched bool
	Notes     []string
	Failure   error  // nil where there is none
	Hint      string // what to do about the failure
}

// listedFiles returns how many files were listed.
func (e *Ending) listedFiles() int {
	switch {
	case e.Copied != nil:
		return e.Copied.Listed
	case e.Verified != nil:
		return e.Verified.Summary.Digests + e.Verified.Summary.Logs
	}
	return e.Reading.Summary.Files.Listed
}

// IsComplete reports whether everything was read.
func (e *Ending) IsComplete() bool {
	switch {
	case e.Copied != nil:
		return e.Copied.Complete()
	case e.Verified != nil:
		return e.Verified.IsProven()
	case e.Missing > 0:
		return false
	case e.Plan != nil && e.Plan.Unlisted > 0:
		return false
	}
	return e.Reading.Complete()
}

// The forms of a summary.
const (
	Text = "text"
	JSON = "json"
	None = "none"
)

// Options say what is told. The zero value tells people everything but the summary.
type Options struct {
	Summary string
	Quiet   bool // about what does not change the exit code
}

// New returns a reporter that writes to the screen.
func New(screen *screen.Screen, options Options) Reporter {
	if options.Summary == JSON {
		return &jsonReporter{screen: screen}
	}
	return &textReporter{screen: screen, summarize: options.Summary == Text, quiet: options.Quiet}
}

// textReporter is for people.
type textReporter struct {
	screen    *screen.Screen
	summarize bool
	quiet     bool // about what does not change the exit code
	warnings  int
}

// fullWarnings is how many warnings are written in full.
const fullWarnings = 20

func (r *textReporter) Warn(err error) {
	var file *trailq.FileError
	if !errors.As(err, &file) {
		r.screen.Remark("warning: " + err.Error())
		return
	}
	if r.warnings++; r.warnings <= fullWarnings {
		r.screen.Remark("warning: " + describeFileError(file))
	}
}

func (r *textReporter) Note(text string) {
	if !r.quiet {
		r.screen.Remark("note: " + text)
	}
}

func (r *textReporter) Close(end *Ending) bool {
	if more := r.warnings - fullWarnings; more > 0 {
		r.screen.Remark(fmt.Sprintf("warning: … and %s more: --summary json lists them", humanize.Thousands(int64(more))))
	}
	if end.Unwatched {
		return false
	}
	r.quiet = r.quiet && end.Complete
	for _, note := range end.Notes {
		r.Note(note)
	}
	switch {
	case !r.summarize || end.Failure != nil && end.listedFiles() == 0:
	case end.Copied != nil:
		r.screen.Remark(account.DescribeCopied(end.Copied, end.Elapsed))
	case end.Verified != nil:
		r.screen.Remark(account.DescribeVerified(end.Verified, end.Elapsed))
	case end.Plan != nil:
		r.screen.Remark(account.DescribePlan(end.Plan))
	default:
		r.screen.Remark(account.DescribeReading(&end.Reading, &end.Outcome, end.Elapsed))
	}
	return false
}

func (r *textReporter) Remark(text string) {
	if !r.quiet {
		r.screen.Remark(text)
	}
}

// describeFileError returns the error without naming the path twice.
func describeFileError(err *trailq.FileError) string {
	var path *fs.PathError
	if errors.As(err.Err, &path) && path.Path == err.File {
		return (&trailq.FileError{File: err.File, Entry: err.Entry, Record: err.Record, Err: path.Err}).Error()
	}
	return err.Error()
}

// jsonReporter writes one JSON object and nothing else, so that a program can read
// standard error: first the errors as they come, since there can be many.
type jsonReporter struct {
	screen *screen.Screen
	errors int
	notes  []string
}

// jsonError is a file or record that failed.
type jsonError struct {
	File   string `json:"file"`
	Record int    `json:"record,omitempty"`
	Cause  string `json:"cause"`
}

// jsonSummary follows the errors: the summary of a reading, of a scan elsewhere or of a
// copying, or the plan of a dry run.
type jsonSummary struct {
	*trailq.Summary
	Scan           *engine.Scan    `json:"scan,omitempty"`
	Plan           *plan.Plan      `json:"plan,omitempty"`
	Copy           *mirror.Summary `json:"copy,omitempty"`
	Verification   *digest.Summary `json:"verification,omitempty"`
	Complete       bool            `json:"complete"`
	LimitReached   bool            `json:"limitReached,omitempty"`
	ElapsedSeconds float64         `json:"elapsedSeconds"`
	Notes          []string        `json:"notes,omitempty"`
	Error          string          `json:"error,omitempty"`
	Hint           string          `json:"hint,omitempty"`
}

func (r *jsonReporter) Warn(err error) {
	var file *trailq.FileError
	if !errors.As(err, &file) {
		r.screen.Say("warning: " + err.Error())
		return
	}
	start := ","
	if r.errors == 0 {
		start = `{"errors":[` + "\n"
	}
	r.errors++
	cause := file.Err
	var path *fs.PathError
	if errors.As(cause, &path) && path.Path == file.File {
		cause = path.Err
	}
	for line := range strings.SplitSeq(start+marshalLine(jsonError{file.Name(), file.Record, cause.Error()}), "\n") {
		r.screen.Say(line)
	}
}

func (r *jsonReporter) Note(text string) { r.notes = append(r.notes, text) }

func (r *jsonReporter) Close(end *Ending) bool {
	last := jsonSummary{
		Plan:           end.Plan,
		Copy:           end.Copied,
		Scan:           end.Reading.Scan,
		Complete:       end.Complete,
		LimitReached:   end.Outcome.Limited,
		ElapsedSeconds: end.Elapsed.Seconds(),
		Notes:          append(r.notes, end.Notes...),
	}
	if end.Verified != nil {
		last.Verification = &end.Verified.Summary
	}
	if end.Plan == nil && end.Copied == nil && end.Verified == nil && end.Reading.Scan == nil {
		last.Summary = &end.Reading.Summary
	}
	if end.Failure != nil {
		last.Error, last.Hint = end.Failure.Error(), end.Hint
	}
	start := `{"errors":[],`
	if r.errors > 0 {
		start = `],`
	}
	r.screen.Say(start + marshalLine(last)[1:])
	return end.Failure != nil
}

func (r *jsonReporter) Remark(string) {}

// marshalLine returns v as JSON on one line.
func marshalLine(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf(`{"error":%q}`, err)
	}
	return string(text)
}
