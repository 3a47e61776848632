package convert

import (
	"context"

	"github.com/trailq/trailq/internal/parquet/layout"
)

// salvageFile converts one file, as far as it can be read, and replaces what the
// folder has of it.
func (c *Conversion) salvageFile(ctx context.Context, file *layout.LogFile) error {
	b := c.newBatch([]*layout.LogFile{file}, c.askedWindow())
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
func (b *batch) supersedesOld(file *layout.LogFile) bool {
	rows := 0
	for _, d := range b.data {
		rows += d.Rows
	}
	old := file.Salvaged
	switch {
	case !file.Failed.Load():
		return true
	case old == nil:
		return rows > 0
	case old.Lost:
		return !file.Broken.Load()
	case old.IsOf(file.File) && layout.AllCovered(file.Windows, old.Windows) && rows <= old.Rows:
		return false
	}
	return rows > 0 || !file.Broken.Load()
}
