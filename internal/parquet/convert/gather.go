package convert

import (
	"cmp"
	"context"
	"errors"
	"io"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/datafile"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// gatherer is a goroutine's share of the reading.
type gatherer struct {
	batch      *batch
	partitions map[layout.Partition][]datafile.Kept
	block      []byte          // where the records are copied to, with its length used
	full       [][]byte        // blocks before
	log        *layout.LogFile // of the record before
}

// gatherRecords reads records until no files are left.
func (g *gatherer) gatherRecords(ctx context.Context, worker *trailq.Worker) error {
	share := g.batch.flushSize()
	for {
		record, err := worker.Next()
		var bad *trailq.FileError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			g.batch.byPath[bad.File].AddError(bad)
			g.batch.conversion.warn(bad)
			continue
		case err != nil:
			return err
		}
		g.keepRecord(record)
		if g.batch.size.Load() > share {
			if err := g.batch.flushFull(ctx); err != nil {
				return err
			}
		}
	}
}

// keptSize is what a record takes beside its bytes.
const keptSize = 96

func (o *Options) memoryLimit() int64 { return cmp.Or(o.Memory, 64<<20) }

// keepRecord adds a record to its partition.
func (g *gatherer) keepRecord(record *trailq.Record) {
	b := g.batch
	b.gathering.RLock()
	defer b.gathering.RUnlock()
	if g.log == nil || g.log.Path != record.File {
		g.log = b.byPath[record.File]
	}
	kept := datafile.Kept{Log: g.log.Kept, Number: record.Number()}
	where := layout.PartitionOf(record, &kept)
	if layout.AnyHas(g.log.Except, kept.EventTime) || b.wider && !layout.AnyHas(g.log.Windows, kept.EventTime) {
		b.excepted.Add(1)
		return
	}
	g.log.Gathered++
	kept.Raw = g.copyRecord(record.Raw())
	g.partitions[where] = append(g.partitions[where], kept)
	b.size.Add(int64(len(kept.Raw)) + keptSize)
}

// copyRecord copies a record into the block.
func (g *gatherer) copyRecord(raw []byte) []byte {
	if len(g.block)+len(raw) > cap(g.block) {
		if g.block != nil {
			g.full = append(g.full, g.block)
		}
		g.block = g.batch.conversion.blocks.getBlock(len(raw))
	}
	start := len(g.block)
	g.block = append(g.block, raw...)
	return g.block[start:len(g.block):len(g.block)]
}

// blockPool lends the memory that records are copied to.
type blockPool struct {
	mu   sync.Mutex
	free [][]byte
}

const blockSize = 1 << 20

func (p *blockPool) getBlock(least int) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.free); n > 0 && least <= blockSize {
		block := p.free[n-1]
		p.free = p.free[:n-1]
		return block
	}
	return make([]byte, 0, max(least, blockSize))
}

func (p *blockPool) putBlock(block []byte) {
	if cap(block) != blockSize {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, block[:0])
}
