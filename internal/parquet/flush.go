package parquet

import (
	"context"
	"fmt"
	"os"
	"path"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/duck"
)

// gathered is what was taken from the gatherers to be written.
type gathered struct {
	partitions []*partitionRows
	blocks     [][]byte // that hold the records
}

// take empties the gatherers. The caller holds b.gathering, or nobody gathers.
func (b *batch) take() gathered {
	taken := gathered{partitions: b.mergePartitions()}
	for _, g := range b.gatherers {
		taken.blocks = append(append(taken.blocks, g.full...), g.block)
		clear(g.partitions)
		g.block, g.full = nil, nil
	}
	b.size.Store(0)
	return taken
}

// share is how much is gathered before it is written: with every thread writing
// its share, they are as much as the memory that is allowed.
func (b *batch) share() int64 {
	if b.dropsDuplicates() {
		return b.conversion.options.memory()
	}
	return b.conversion.options.memory() / int64(cap(b.conversion.writers))
}

func (b *batch) dropsDuplicates() bool {
	return b.conversion.options.Read.Duplicates == trailq.DropDuplicates
}

// flushFull writes what was gathered, if that is still too much. The others
// go on reading, until all writers are taken: so no thread waits for another.
// Duplicates are looked for in what was written before: then all wait.
func (b *batch) flushFull(ctx context.Context) error {
	b.gathering.Lock()
	if b.size.Load() <= b.share() {
		b.gathering.Unlock()
		return nil
	}
	if b.dropsDuplicates() {
		defer b.gathering.Unlock()
		return b.flushRest(ctx)
	}
	writer := <-b.conversion.writers
	defer func() { b.conversion.writers <- writer }()
	taken := b.take()
	b.gathering.Unlock()
	defer b.forget(taken)
	taken.sort()
	return b.writeAll(ctx, writer, taken.next())
}

// flushRest writes what was gathered, by as many threads as there are.
func (b *batch) flushRest(ctx context.Context) error {
	taken := b.take()
	defer b.forget(taken)
	taken.sort()
	if b.dropsDuplicates() {
		if err := b.dropDuplicates(ctx, taken.partitions); err != nil {
			return err
		}
	}
	threads := cap(b.conversion.writers)
	taken.partitions = splitPartitions(taken.partitions, threads)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := taken.next()
	var all sync.WaitGroup
	for range min(threads, len(taken.partitions)) {
		all.Go(func() {
			writer := <-b.conversion.writers
			defer func() { b.conversion.writers <- writer }()
			if err := b.writeAll(ctx, writer, next); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// forget gives back the memory of what was written.
func (b *batch) forget(taken gathered) {
	for _, block := range taken.blocks {
		b.conversion.blocks.put(block)
	}
}

// sort puts the records of each partition in order.
func (g gathered) sort() {
	for _, one := range g.partitions {
		slices.SortFunc(one.records, compareRows)
	}
}

// next gives each partition to one of the goroutines that ask, and then nil.
func (g gathered) next() func() *partitionRows {
	var given atomic.Int64
	return func() *partitionRows {
		if i := int(given.Add(1)) - 1; i < len(g.partitions) {
			return g.partitions[i]
		}
		return nil
	}
}

// writeAll writes a file for each partition that next gives.
func (b *batch) writeAll(ctx context.Context, writer *duck.Writer, next func() *partitionRows) error {
	for one := next(); one != nil; one = next() {
		if len(one.records) == 0 {
			continue
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		file, err := b.writePartition(ctx, writer, one)
		if err != nil {
			return err
		}
		b.writing.Lock()
		b.data = append(b.data, file)
		b.writing.Unlock()
	}
	return nil
}

// writePartition writes one file into the staging folder.
func (b *batch) writePartition(ctx context.Context, writer *duck.Writer, from *partitionRows) (dataFile, error) {
	name := fmt.Sprintf("%s-%d-%d.parquet", commitName(b.conversion.ledger.commits+1), b.number.Add(1)-1, len(from.records))
	file := dataFile{Path: path.Join(from.folder(), name), Staged: atomicfile.PartName(name), Rows: len(from.records)}
	staged := b.conversion.folder.own(stagingFolder, file.Staged)
	for i := range from.records {
		b.byPath[from.records[i].Log.File].written.Store(true)
	}
	if err := atomicfile.Reserve(staged); err != nil {
		return file, &WriteError{err}
	}
	err := writer.Write(ctx, staged, from.records)
	if cause := context.Cause(ctx); cause != nil {
		return file, cause
	}
	if err != nil {
		return file, &WriteError{err}
	}
	info, err := os.Stat(staged)
	if err == nil {
		err = atomicfile.SyncFile(staged) // here, where another thread goes on meanwhile
	}
	if err != nil {
		return file, &WriteError{err}
	}
	file.Bytes = info.Size()
	return file, nil
}
