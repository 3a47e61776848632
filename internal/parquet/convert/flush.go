package convert

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// gathered is what was taken from the gatherers to be written.
type gathered struct {
	partitions []*partitionRows
	blocks     [][]byte // that hold the records
}

// takeGathered empties the gatherers. The caller holds b.gathering, or no gatherer is
// running.
func (b *batch) takeGathered() gathered {
	taken := gathered{partitions: b.mergePartitions()}
	for _, g := range b.gatherers {
		taken.blocks = append(append(taken.blocks, g.full...), g.block)
		clear(g.partitions)
		g.block, g.full = nil, nil
	}
	b.size.Store(0)
	return taken
}

// flushSize returns how many bytes are gathered before they are written. If every
// thread writes as much, they use the memory that is allowed.
func (b *batch) flushSize() int64 {
	if b.dropsDuplicates() {
		return b.conversion.options.memoryLimit()
	}
	return b.conversion.options.memoryLimit() / int64(cap(b.conversion.writers))
}

func (b *batch) dropsDuplicates() bool {
	return b.conversion.options.Read.Duplicates == trailq.DropDuplicates
}

// flushFull writes the gathered records if there are still too many. The others read
// on until all writers are busy, so no thread waits for another. Duplicates are
// looked up in what was written before, so then all threads wait.
func (b *batch) flushFull(ctx context.Context) error {
	b.gathering.Lock()
	if b.size.Load() <= b.flushSize() {
		b.gathering.Unlock()
		return nil
	}
	if b.dropsDuplicates() {
		defer b.gathering.Unlock()
		return b.flushRest(ctx)
	}
	writer := <-b.conversion.writers
	defer func() { b.conversion.writers <- writer }()
	taken := b.takeGathered()
	b.numberFiles(taken)
	b.gathering.Unlock()
	defer b.recycleBlocks(taken)
	taken.sortRows()
	return b.writeAll(ctx, writer, taken.nextPartition())
}

// flushRest writes the gathered records, with all threads.
func (b *batch) flushRest(ctx context.Context) error {
	taken := b.takeGathered()
	defer b.recycleBlocks(taken)
	taken.sortRows()
	if b.dropsDuplicates() {
		if err := b.dropDuplicates(ctx, taken.partitions); err != nil {
			return err
		}
	}
	threads := cap(b.conversion.writers)
	taken.partitions = splitPartitions(taken.partitions, threads)
	b.numberFiles(taken)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := taken.nextPartition()
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

// numberFiles numbers the files to be written within the commit.
func (b *batch) numberFiles(taken gathered) {
	for _, one := range taken.partitions {
		if len(one.records) > 0 {
			one.number = b.numbered
			b.numbered++
		}
	}
}

// recycleBlocks returns the memory of written records to the pool.
func (b *batch) recycleBlocks(taken gathered) {
	for _, block := range taken.blocks {
		b.conversion.blocks.putBlock(block)
	}
}

// sortRows puts the records of each partition in order.
func (g gathered) sortRows() {
	for _, one := range g.partitions {
		slices.SortFunc(one.records, compareRows)
	}
}

// nextPartition returns a function that hands out each partition once, to any
// goroutine, and then nil.
func (g gathered) nextPartition() func() *partitionRows {
	var given atomic.Int64
	return func() *partitionRows {
		if i := int(given.Add(1)) - 1; i < len(g.partitions) {
			return g.partitions[i]
		}
		return nil
	}
}

// writeAll writes a file for each partition that next gives.
func (b *batch) writeAll(ctx context.Context, to *writer, next func() *partitionRows) error {
	for one := next(); one != nil; one = next() {
		if len(one.records) == 0 {
			continue
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		file, err := b.writePartition(ctx, to, one)
		if err != nil {
			return err
		}
		b.writing.Lock()
		b.data = append(b.data, file)
		b.writing.Unlock()
	}
	return nil
}

// writeFile writes the records of a partition to a file of that name.
func (w *writer) writeFile(ctx context.Context, name string, from *partitionRows) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return w.files.Write(ctx, file, from.records, from.Account)
}

// writePartition writes one file into the staging folder.
func (b *batch) writePartition(ctx context.Context, to *writer, from *partitionRows) (layout.DataFile, error) {
	name := fmt.Sprintf("%s-%d-%d.parquet", layout.CommitName(b.conversion.ledger.Commits+1), from.number, len(from.records))
	file := layout.DataFile{Path: path.Join(from.FolderName(), name), Staged: atomicfile.PartName(name), Rows: len(from.records), Derived: b.conversion.folder.Derived}
	staged := b.conversion.folder.StagedPath(file.Staged)
	file.Alone = true
	for i := range from.records {
		file.Alone = file.Alone && from.records[i].Alone
		b.byPath[from.records[i].Log.File].Written.Store(true)
	}
	if err := atomicfile.Reserve(staged); err != nil {
		return file, &WriteError{err}
	}
	err := to.writeFile(ctx, staged, from)
	if cause := context.Cause(ctx); cause != nil {
		return file, cause
	}
	if err != nil {
		return file, &WriteError{err}
	}
	info, err := os.Stat(staged)
	if err == nil {
		file.Bytes, file.Modified = info.Size(), info.ModTime().UnixNano()
		file.SHA256, err = layout.HashFile(staged)
	}
	if err == nil {
		err = b.conversion.folder.KeepStaged(file.Staged) // here, where another thread goes on meanwhile
	}
	if err != nil {
		return file, &WriteError{err}
	}
	return file, nil
}
