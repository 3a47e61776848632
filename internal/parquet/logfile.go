package parquet

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync/atomic"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
)

// logFile is a log file to convert.
type logFile struct {
	trailq.File
	key      string   // by which the ledger knows it
	windows  []window // that are to be converted
	except   []window // whose events are in the folder already
	salvaged *salvage // what there is of it in the folder, if it failed before
	counted  bool     // it has failed, and is in the tally

	// Of a batch:
	kept     *duck.KeptLog
	lacks    *failure    // what the folder will lack of it; for one goroutine at a time
	gathered int         // records; also
	failed   atomic.Bool // it was not read to its end
	broken   atomic.Bool // it could not be opened or fetched: its content is no cause
	written  atomic.Bool // some of its events are in a Parquet file
}

// resetForBatch prepares the file for a batch.
func (l *logFile) resetForBatch() {
	l.kept = &duck.KeptLog{File: l.Path}
	l.kept.Path, _ = trailq.ParseLogPath(l.Path)
	l.lacks, l.gathered = l.newFailure(), 0
	for _, flag := range []*atomic.Bool{&l.failed, &l.broken, &l.written} {
		flag.Store(false)
	}
}

// newFailure returns a failure of the file, still without a cause.
func (l *logFile) newFailure() *failure {
	f := &failure{Path: l.key, Size: l.Size, Version: l.Version}
	if l.Path != l.key {
		f.Name = l.Path
	}
	return f
}

// addError adds an error about the file, or about one of its records, to its tally.
func (l *logFile) addError(err *trailq.FileError) {
	if err.Record > 0 {
		l.lacks.addRejection(err.Record, causeOf(err))
		return
	}
	l.lacks.Cause, l.lacks.Windows = causeOf(err), l.windows
	l.failed.Store(true)
}

// spoilsBatch reports whether the file has failed after some of its events were
// written.
func (l *logFile) spoilsBatch() bool { return l.failed.Load() && l.written.Load() }

// extraWindows returns the windows to convert of the file, except the one that was
// asked for.
func (l *logFile) extraWindows(asked window) []window {
	return slices.DeleteFunc(slices.Clone(l.windows), asked.covers)
}

// watchedFile returns the file, with an Open that notes whether it could be opened
// and fetched.
func (l *logFile) watchedFile() trailq.File {
	file := l.File
	file.Open = func(ctx context.Context) (io.ReadCloser, error) {
		body, err := l.File.Open(ctx)
		if err != nil {
			l.broken.Store(true)
			return nil, err
		}
		return watchedBody{body, l}, nil
	}
	return file
}

type watchedBody struct {
	io.ReadCloser
	log *logFile
}

func (b watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.log.broken.Store(true)
	}
	return n, err
}

// widenWindows adds the windows of a file that could not be converted before.
func (l *logFile) widenWindows(known *failure) {
	if known != nil && known.Cause != "" {
		l.windows = joinWindows(l.windows, known.Windows...)
	}
	if l.salvaged != nil {
		l.windows = joinWindows(l.windows, l.salvaged.windows...)
	}
}
