package parquet

import (
	"context"

	"github.com/trailq/trailq"
)

// isFinal reports whether nothing more can be had of a file than what is in the
// folder of it: what it holds is damaged, and it has not changed since. Files that
// have no version are read again, since one that was mended may have the same size.
func (s *salvage) isFinal(file trailq.File) bool {
	return s != nil && s.damaged && !s.lost && file.Version != "" && s.isOf(file)
}

// salvageFile converts a file by itself, whole or as far as it can be read, and takes
// back what is in the folder of it.
func (c *Conversion) salvageFile(ctx context.Context, file *logFile) error {
	b := c.newBatch([]*logFile{file}, c.askedWindow())
	b.salvages = true
	c.beginBatch(b)
	err := b.readAndWrite(ctx)
	if err == nil {
		if !b.supersedesOld(file) {
			c.discardBatch(b)
		}
		err = c.commitBatch(b)
	}
	c.endBatch(b, err == nil)
	return err
}

// discardBatch takes it that nothing of a batch will be in the folder.
func (c *Conversion) discardBatch(b *batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b.discarded, b.data = true, nil
}

// supersedesOld reports whether what was read of a file is to be in the folder,
// instead of what is there. It is not if nothing is gained by that.
func (b *batch) supersedesOld(file *logFile) bool {
	rows := 0
	for _, d := range b.data {
		rows += d.Rows
	}
	old := file.salvaged
	switch {
	case !file.failed.Load():
		return true
	case old == nil:
		return rows > 0
	case old.lost:
		return !file.broken.Load()
	case old.isOf(file.File) && allCovered(file.windows, old.windows) && rows <= old.rows:
		return false
	}
	return rows > 0 || !file.broken.Load()
}
