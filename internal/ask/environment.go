package ask

import (
	"io"
	"os"
)

// Environment is what a face knows about the process and gives to an opening. The
// zero value has no standard input, an empty environment and nobody who listens.
type Environment struct {
	// Stdin is the source named -.
	Stdin io.Reader
	// Getenv looks up a variable.
	Getenv func(name string) string
	// Writing are the files that the face writes to. They are not read: a listing of
	// a folder that holds one would read what it writes, without end.
	Writing []os.FileInfo
	// Evidence opens buckets for all files as they are: digest files too, and none
	// out of a cache or as Parquet.
	Evidence bool
	// Reporter hears about what goes wrong and what should be known. Nil is for
	// nobody.
	Reporter Reporter
	// Abort ends the process when a query has been stopped and does not end; see
	// [duck.Options]. Nil is for a process that goes on.
	Abort func(error)
	// Confine takes from the process the right to write anywhere but below a folder, to
	// a file (empty for none) and where the face writes; see [duck.Options]. It is not
	// called where a source is a bucket: the credentials can come from a program, and
	// are kept in files, and no Parquet file of the user's is open to the engine. Nil
	// is for a process that writes elsewhere, too.
	Confine func(folder, file string) error
	// Ends says that the process ends after the run, and opens no other one.
	Ends bool
}

// Reporter hears about a reading while it goes on, from any goroutine.
type Reporter interface {
	// Warn takes what is wrong with a file or a record, a [*trailq.FileError], or with
	// something else. The answer goes on without it.
	Warn(err error)
	// Note takes something that whoever reads the answer should know. The same note
	// can come again.
	Note(text string)
}

func (e *Environment) getenv(name string) string {
	if e.Getenv == nil {
		return ""
	}
	return e.Getenv(name)
}

func (e *Environment) warn(err error) {
	if e.Reporter != nil {
		e.Reporter.Warn(err)
	}
}

func (e *Environment) note(text string) {
	if e.Reporter != nil {
		e.Reporter.Note(text)
	}
}
