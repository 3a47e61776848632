package ask

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/words"
	"github.com/trailq/trailq/s3source"
)

// Kind says what a failure means for the answer.
type Kind int

// The kinds of failures.
const (
	SourceFailed Kind = iota // no answer: the source, the credentials or the engine failed
	BadWords                 // a mistake in the words or in the SQL
	NotWritten               // what was asked for could not be written to the end
)

// Failure is an error with what it means and what can be done about it. The texts
// name words: see [Failure.Spell].
type Failure struct {
	Kind    Kind
	message words.Phrase
	hint    words.Phrase
}

// Error returns the message, without the hint.
func (f *Failure) Error() string { return f.message.String() }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error {
	return errors.Unwrap(f.message.SpellError(func(word string) string { return word }))
}

// Spell returns the message and the hint, which can be empty, with each name of a
// word as spell writes it.
func (f *Failure) Spell(spell func(word string) string) (message, hint string) {
	return f.message.Spell(spell), f.hint.Spell(spell)
}

// usagef returns a mistake in the words whose text already says what to do.
func usagef(format string, values ...any) *Failure {
	return &Failure{Kind: BadWords, message: words.Phrasef(format, values...)}
}

// UsageFailure returns a mistake in the words, for packages that answer by a run.
func UsageFailure(format string, values ...any) error { return usagef(format, values...) }

// WriteFailure returns a failure to write what was asked for.
func WriteFailure(format string, values ...any) error {
	return &Failure{Kind: NotWritten, message: words.Phrasef(format, values...)}
}

// withHint adds what to do.
func (f *Failure) withHint(format string, values ...any) *Failure {
	f.hint = words.Phrasef(format, values...)
	return f
}

// sourceFailure returns a failure of a source that cannot be read.
func sourceFailure(err error) *Failure {
	var bucket *s3source.Error
	if errors.As(err, &bucket) && bucket.Hint != "" {
		cause := errors.New(strings.TrimSuffix(err.Error(), "; "+bucket.Hint))
		return &Failure{Kind: SourceFailed, message: words.Phrasef("%w", cause), hint: words.Phrasef("%s", bucket.Hint)}
	}
	return &Failure{Kind: SourceFailed, message: words.Phrasef("%w", err), hint: sourceHint(err)}
}

// sourceForms lists the forms of a source.
const sourceForms = "SOURCE is a folder, a file, a glob, s3://bucket/prefix, a table as athena://WORKGROUP/DATABASE.TABLE or trino://host/catalog/schema/table, or - for standard input"

func sourceHint(err error) words.Phrase {
	switch {
	case errors.Is(err, duck.ErrMemory):
		return words.Phrasef("allow more with %v, or name a folder with more room with %v; or ask for less", words.Name("memory"), words.Name("spill"))
	case errors.Is(err, duck.ErrSpill):
		return words.Phrasef("name one that can be written with %v or TMPDIR", words.Name("spill"))
	case errors.Is(err, fs.ErrNotExist):
		return words.Phrasef(sourceForms)
	case errors.Is(err, fs.ErrPermission):
		return words.Phrasef("check its permissions")
	}
	return words.Phrase{}
}

// Explain returns what an error means that ended an answer. A failure of this package
// stays what it is.
func Explain(err error) *Failure {
	var known *Failure
	var misspelt *words.Mistake
	var mistake *dialect.Error
	var copying *mirror.WriteError
	var writing *convert.WriteError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &misspelt):
		return &Failure{Kind: BadWords, message: misspelt.Phrase}
	case errors.Is(err, duck.ErrExport):
		return &Failure{Kind: NotWritten, message: words.Phrasef("%w", err), hint: words.Phrasef("make room, or choose another %v", words.Name("output-file"))}
	case errors.Is(err, duck.ErrCutShort):
		return &Failure{Kind: NotWritten, message: words.Phrasef("%w", err), hint: words.Phrasef("trailq convert --verify SOURCE FOLDER makes it from the logs again")}
	case errors.As(err, &mistake):
		return usagef("%w", mistake)
	case errors.As(err, &copying):
		return &Failure{Kind: NotWritten, message: words.Phrasef("%w", copying), hint: copyHint(copying)}
	case errors.Is(err, layout.ErrInUse):
		return usagef("%w", err).withHint("wait for it to end: both would add the same log files")
	case errors.Is(err, layout.ErrOther):
		return usagef("%w", err).withHint("convert into another folder")
	case errors.Is(err, layout.ErrNoFolder):
		return usagef("%w", err).withHint("give a folder that trailq convert made")
	case errors.Is(err, layout.ErrDamagedLedger):
		return &Failure{Kind: NotWritten, message: words.Phrasef("%w", err), hint: words.Phrasef("what the folder holds is no longer known: convert the logs into a new folder")}
	case errors.As(err, &writing):
		return &Failure{Kind: NotWritten, message: words.Phrasef("%w", fmt.Errorf("writing the folder: %w", writing.Err)), hint: folderHint(writing.Err, "what was finished is there")}
	}
	if failure := tableFailure(err); failure != nil {
		return failure
	}
	return sourceFailure(err)
}

// copyHint says what to do where a copy cannot be written.
func copyHint(err *mirror.WriteError) words.Phrase {
	if errors.Is(err, mirror.ErrBusy) {
		return words.Phrasef("wait until it has ended, or give another folder")
	}
	return folderHint(err, "what has been copied stays")
}

// folderHint says what to do where a folder cannot be written, and what is kept.
func folderHint(err error, kept string) words.Phrase {
	var bucket *s3source.Error
	switch {
	case isFull(err):
		return words.Phrasef("make room and run again: %s", kept)
	case errors.As(err, &bucket):
		return words.Phrasef("run again: %s", kept)
	}
	return words.Phrasef("give a folder that can be written")
}

// isFull reports whether there is no more room. DuckDB passes on the system's error
// as text.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || strings.Contains(strings.ToLower(err.Error()), syscall.ENOSPC.Error())
}
