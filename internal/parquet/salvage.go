package parquet

import (
	"context"
)

// salvageFile converts one file, as far as it can be read, and replaces what the
// folder has of it.
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

// discardBatch notes that nothing of a batch will be in the folder.
func (c *Conversion) discardBatch(b *batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b.discarded, b.data = true, nil
}

// supersedesOld reports whether what was read of a file must replace what the folder
// has of it. It does not if nothing is gained by that.
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
