package trailq

import (
	"sync"

	"github.com/trailq/trailq/internal/records"
)

// batch is some records, matched and decoded: some of a file's, or all of
// several files.
type batch struct {
	events   []Event
	errors   []placedError
	filtered int64
	times    times
	// ends are how files ended whose last records are here: io.EOF or worse.
	ends []error
	// memory is what goes back to the pool when the caller is done with this
	// batch and those before it.
	memory [][]byte
}

// placedError is an error that comes before the event of that index.
type placedError struct {
	before int
	err    *FileError
}

// batchSize is how many events go to the caller at a time.
const batchSize = 256

func (b *batch) isFull() bool { return len(b.events) >= batchSize || len(b.errors) >= batchSize }

func (b *batch) isEmpty() bool {
	return len(b.events)+len(b.errors)+len(b.ends)+len(b.memory) == 0 && b.filtered == 0
}

// lender lends batches and memory that have been used before. A nil one makes
// new ones: then all that was yielded is the caller's to keep.
type lender struct {
	content records.Pool
	batches sync.Pool
}

// batch returns an empty batch.
func (l *lender) batch() *batch {
	if l != nil {
		if b, ok := l.batches.Get().(*batch); ok {
			return b
		}
	}
	return new(batch)
}

// pool is where content gets its memory from.
func (l *lender) pool() *records.Pool {
	if l == nil {
		return nil
	}
	return &l.content
}

// takeBack makes a batch and its memory available again.
func (l *lender) takeBack(b *batch) {
	if l == nil {
		return
	}
	for _, memory := range b.memory {
		l.content.Put(memory)
	}
	*b = batch{events: b.events[:0], ends: b.ends[:0], memory: b.memory[:0]}
	l.batches.Put(b)
}
