package trailq

import (
	"sync"

	"github.com/trailq/trailq/internal/records"
)

// batch holds decoded events: some of the events of a large file, or all events of
// several small files.
type batch struct {
	events     []Event
	errors     []placedError
	filtered   int64
	eventTimes timeRange
	// fileEnds has, for each file whose last record is in this batch, the error that
	// ended it; io.EOF is a good end.
	fileEnds []error
	// memory goes back to the pool when the caller has finished with this batch and
	// all batches before it.
	memory [][]byte
}

// placedError is an error that is yielded before the event of that index.
type placedError struct {
	index int
	err   *FileError
}

// batchSize is how many events go to the caller at a time.
const batchSize = 256

func (b *batch) isFull() bool { return len(b.events) >= batchSize || len(b.errors) >= batchSize }

func (b *batch) isEmpty() bool {
	return len(b.events)+len(b.errors)+len(b.fileEnds)+len(b.memory) == 0 && b.filtered == 0
}

// batchPool recycles batches and memory. A nil pool recycles nothing, so that the
// caller can keep all events.
type batchPool struct {
	content records.Pool
	batches sync.Pool
}

// getBatch returns an empty batch, recycled if possible.
func (l *batchPool) getBatch() *batch {
	if l != nil {
		if b, ok := l.batches.Get().(*batch); ok {
			return b
		}
	}
	return new(batch)
}

// contentPool returns the pool for the content of files, or nil.
func (l *batchPool) contentPool() *records.Pool {
	if l == nil {
		return nil
	}
	return &l.content
}

// putBatch recycles a batch and its memory.
func (l *batchPool) putBatch(b *batch) {
	if l == nil {
		return
	}
	for _, memory := range b.memory {
		l.content.Put(memory)
	}
	*b = batch{events: b.events[:0], fileEnds: b.fileEnds[:0], memory: b.memory[:0]}
	l.batches.Put(b)
}
