package duck

import "math"

// defaultSpillLimit bounds the data that queries put on the disk where
// Options.SpillLimit is zero: a single query should not fill a large disk.
const defaultSpillLimit = 64 << 30

// spillLimit returns the limit for a folder: the option, or else
// defaultSpillLimit, or less where 90 % of the free space are less.
func (o *Options) spillLimit(folder string) int64 {
	if o.SpillLimit > 0 {
		return o.SpillLimit
	}
	free := freeSpace(folder)
	return min(defaultSpillLimit, free/10*9)
}

// unknownSpace is the free space of a disk that does not tell.
const unknownSpace = math.MaxInt64
