package filestat

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/trailq/trailq"
)

// Recorder remembers the files of sources. The zero value is ready for use, by several
// goroutines.
type Recorder struct{ files sync.Map }

// Stat is what a source says about a file.
type Stat struct {
	Size     int64     // negative if it is unknown
	Modified time.Time // zero if it is unknown
}

// Watch returns a source whose files are remembered as they are listed.
func (r *Recorder) Watch(source trailq.Source) trailq.Source {
	return watched{source, r}
}

// StatOf returns what is known about the file of a path.
func (r *Recorder) StatOf(path string) Stat {
	if found, ok := r.files.Load(path); ok {
		return found.(Stat)
	}
	return Stat{Size: -1}
}

type watched struct {
	trailq.Source
	recorder *Recorder
}

// Files lists the files of the source below.
func (w watched) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range w.Source.Files(ctx, filter) {
			if err == nil {
				w.recorder.files.Store(file.Path, Stat{file.Size, file.Modified})
			}
			if !yield(file, err) {
				return
			}
		}
	}
}
