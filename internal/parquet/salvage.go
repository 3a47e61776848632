package parquet

import (
	"context"

	"github.com/trailq/trailq"
)

// isFinal reports whether nothing more can be had of a file than what is in the
// folder of it: what it holds is damaged, and it has not changed since. Files that
// have no version are read again, since one that was mended may have the same size.
func (s *salvage) isFinal(file trailq.File) bool {
	return s != nil && s.damaged && file.Version != "" && s.isOf(file)
}

// salvage converts a file by itself, whole or as far as it can be read, and takes
// back what is in the folder of it.
func (c *Conversion) salvage(ctx context.Context, file *logFile) error {
	b := c.newBatch([]*logFile{file})
	b.salvages = true
	c.begin(b)
	err := b.run(ctx)
	if err == nil {
		if !b.supersedes(file) {
			c.discard(b)
		}
		err = c.commit(b)
	}
	c.end(b, err == nil)
	return err
}

// discard takes it that nothing of a batch will be in the folder.
func (c *Conversion) discard(b *batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b.discarded, b.data = true, nil
}

// supersedes reports whether what was read of a file is to be in the folder,
// instead of what is there. It is not if nothing is gained by that.
func (b *batch) supersedes(file *logFile) bool {
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
	case old.isOf(file.File) && allCovered(file.windows, old.windows) && rows <= old.rows:
		return false
	}
	return rows > 0 || !file.broken.Load()
}
