package layout

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync/atomic"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/datafile"
)

// LogFile is a log file to convert.
type LogFile struct {
	trailq.File
	Key      string   // by which the ledger knows it
	Windows  []Window // that are to be converted
	Except   []Window // whose events are in the folder already
	Salvaged *salvage // what there is of it in the folder, if it failed before
	Counted  bool     // it has failed, and is in the tally

	// Of a batch:
	Kept     *datafile.Log
	Lacks    *Failure    // what the folder will lack of it; for one goroutine at a time
	Gathered int         // records; also
	Failed   atomic.Bool // it was not read to its end
	Broken   atomic.Bool // it could not be opened or fetched: its content is no cause
	Written  atomic.Bool // some of its events are in a Parquet file
}

// ResetForBatch prepares the file for a batch.
func (l *LogFile) ResetForBatch() {
	l.Kept = &datafile.Log{File: l.Path}
	l.Kept.Path, _ = trailq.ParseLogPath(l.Path)
	l.Lacks, l.Gathered = l.NewFailure(), 0
	for _, flag := range []*atomic.Bool{&l.Failed, &l.Broken, &l.Written} {
		flag.Store(false)
	}
}

// NewFailure returns a failure of the file, still without a cause.
func (l *LogFile) NewFailure() *Failure {
	f := &Failure{Path: l.Key, Size: l.Size, Version: l.Version}
	if l.Path != l.Key {
		f.Name = l.Path
	}
	return f
}

// AddError adds an error about the file, or about one of its records, to its tally.
func (l *LogFile) AddError(err *trailq.FileError) {
	if err.Record > 0 {
		l.Lacks.addRejection(err.Record, CauseOf(err))
		return
	}
	l.Lacks.Cause, l.Lacks.Windows = CauseOf(err), l.Windows
	l.Failed.Store(true)
}

// SpoilsBatch reports whether the file has failed after some of its events were
// written.
func (l *LogFile) SpoilsBatch() bool { return l.Failed.Load() && l.Written.Load() }

// ExtraWindows returns the windows to convert of the file, except the one that was
// asked for.
func (l *LogFile) ExtraWindows(asked Window) []Window {
	return slices.DeleteFunc(slices.Clone(l.Windows), asked.covers)
}

// WatchedFile returns the file, with an Open that notes whether it could be opened
// and fetched.
func (l *LogFile) WatchedFile() trailq.File {
	file := l.File
	file.Open = func(ctx context.Context) (io.ReadCloser, error) {
		body, err := l.File.Open(ctx)
		if err != nil {
			l.Broken.Store(true)
			return nil, err
		}
		return watchedBody{body, l}, nil
	}
	return file
}

type watchedBody struct {
	io.ReadCloser
	log *LogFile
}

func (b watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.log.Broken.Store(true)
	}
	return n, err
}

// WidenWindows adds the windows of a file that could not be converted before.
func (l *LogFile) WidenWindows(known *Failure) {
	if known != nil && known.Cause != "" {
		l.Windows = joinWindows(l.Windows, known.Windows...)
	}
	if l.Salvaged != nil {
		l.Windows = joinWindows(l.Windows, l.Salvaged.Windows...)
	}
}
