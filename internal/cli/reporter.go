package cli

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

// reporter tells on standard error what became of the files and records: what is
// wrong as it comes, and at the end a summary.
type reporter interface {
	warn(err error)
	note(text string) // something to know, said at once
	close(end *ending)
}

// ending is how a run ended.
type ending struct {
	reading  engine.Reading
	outcome  ask.Outcome
	plan     *plan.Plan      // of a dry run, in place of the reading
	copied   *mirror.Summary // of a copying, in place of the reading
	verified *digest.Result  // of a verification, in place of the reading
	missing  int             // files that are known not to be there
	complete bool
	elapsed  time.Duration
	// unwatched says that nobody reads the answer any more.
	unwatched bool
	notes     []string
	failure   *failure // nil where there is none
}

// listedFiles returns how many files were listed.
func (e *ending) listedFiles() int {
	switch {
	case e.copied != nil:
		return e.copied.Listed
	case e.verified != nil:
		return e.verified.Summary.Digests + e.verified.Summary.Logs
	}
	return e.reading.Summary.Files.Listed
}

// isComplete reports whether everything was read.
func (e *ending) isComplete() bool {
	switch {
	case e.copied != nil:
		return e.copied.Complete()
	case e.verified != nil:
		return e.verified.IsProven()
	case e.missing > 0:
		return false
	case e.plan != nil && e.plan.Unlisted > 0:
		return false
	}
	return e.reading.Complete()
}

func newReporter(flags *reporterFlags, screen *screen.Screen) reporter {
	if flags.kind() == summaryJSON {
		return &jsonReporter{screen: screen}
	}
	return &textReporter{screen: screen, summarize: flags.kind() == summaryText, quiet: flags.quiet}
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

func (r *textReporter) warn(err error) {
	var file *trailq.FileError
	if !errors.As(err, &file) {
		r.screen.Remark("warning: " + err.Error())
		return
	}
	if r.warnings++; r.warnings <= fullWarnings {
		r.screen.Remark("warning: " + describeFileError(file))
	}
}

func (r *textReporter) note(text string) {
	if !r.quiet {
		r.screen.Remark("note: " + text)
	}
}

func (r *textReporter) close(end *ending) {
	if more := r.warnings - fullWarnings; more > 0 {
		r.screen.Remark(fmt.Sprintf("warning: … and %s more: --summary json lists them", humanize.Thousands(int64(more))))
	}
	if end.unwatched {
		return
	}
	r.quiet = r.quiet && end.complete
	for _, note := range end.notes {
		r.note(note)
	}
	switch {
	case !r.summarize || end.failure != nil && end.listedFiles() == 0:
	case end.copied != nil:
		r.screen.Remark(account.DescribeCopied(end.copied, end.elapsed))
	case end.verified != nil:
		r.screen.Remark(account.DescribeVerified(end.verified, end.elapsed))
	case end.plan != nil:
		r.screen.Remark(account.DescribePlan(end.plan))
	default:
		r.screen.Remark(account.DescribeReading(&end.reading, &end.outcome, end.elapsed))
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

func (r *jsonReporter) warn(err error) {
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

func (r *jsonReporter) note(text string) { r.notes = append(r.notes, text) }

func (r *jsonReporter) close(end *ending) {
	last := jsonSummary{
		Plan:           end.plan,
		Copy:           end.copied,
		Scan:           end.reading.Scan,
		Complete:       end.complete,
		LimitReached:   end.outcome.Limited,
		ElapsedSeconds: end.elapsed.Seconds(),
		Notes:          append(r.notes, end.notes...),
	}
	if end.verified != nil {
		last.Verification = &end.verified.Summary
	}
	if end.plan == nil && end.copied == nil && end.verified == nil && end.reading.Scan == nil {
		last.Summary = &end.reading.Summary
	}
	if end.failure != nil {
		last.Error, last.Hint = end.failure.err.Error(), end.failure.hint
		end.failure.told = true
	}
	start := `{"errors":[],`
	if r.errors > 0 {
		start = `],`
	}
	r.screen.Say(start + marshalLine(last)[1:])
}

// marshalLine returns v as JSON on one line.
func marshalLine(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf(`{"error":%q}`, err)
	}
	return string(text)
}
