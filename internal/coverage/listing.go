package coverage

import (
	"context"
	"io"
	"iter"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/trailq/trailq"
)

// listing is a source that keeps account of the files that it lists and opens.
type listing struct {
	trailq.Source

	mu    sync.Mutex
	files map[string]*listedFile // by path
	names map[string]bool        // without folders
}

// listedFile is a file that was listed.
type listedFile struct {
	key      key
	isDigest bool
	isOpened bool
	isFailed bool
}

// Files lists the files and notes them.
func (l *listing) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range l.Source.Files(ctx, filter) {
			if err == nil {
				file = l.noteFile(file)
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// noteFile notes a file, and returns it so that its opening is noted, too.
func (l *listing) noteFile(file trailq.File) trailq.File {
	log, _ := trailq.ParseLogPath(file.Path)
	noted := &listedFile{key: key{Place{log.Account, log.Region}, hourOfSlot(log)}, isDigest: log.IsDigest()}
	l.mu.Lock()
	l.files[file.Path] = noted
	l.names[baseName(file.Path)] = true
	l.mu.Unlock()
	open := file.Open
	if open == nil {
		return file
	}
	file.Open = func(ctx context.Context) (io.ReadCloser, error) {
		l.mu.Lock()
		noted.isOpened = true
		l.mu.Unlock()
		return open(ctx)
	}
	return file
}

// failFile notes that a file failed.
func (l *listing) failFile(path string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if file := l.files[path]; file != nil {
		file.isFailed = true
	}
}

// hourOfSlot returns the hour of the time in a log file's name.
func hourOfSlot(log trailq.LogPath) int64 {
	if log.WholeDay {
		return noHour
	}
	return hourOf(log.Delivered)
}

// startOf returns the start of an hour; the zero time for none.
func startOf(hour int64) time.Time {
	if hour == noHour {
		return time.Time{}
	}
	return time.Unix(hour*3600, 0).UTC()
}

// baseName returns the last part of a path or key.
func baseName(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }
