package duck

import "math"

// defaultSpillLimit bounds the data that an engine puts on the disk where nobody
// names a limit: a single query should not fill a large disk.
const defaultSpillLimit = 64 << 30

// limitSpill returns the limit for a folder: the one that is named, or else
// defaultSpillLimit, or less where 90 % of the free space are less.
func limitSpill(named int64, folder string) int64 {
	if named > 0 {
		return named
	}
	return min(defaultSpillLimit, freeSpace(folder)/10*9)
}

// unknownSpace is the free space of a disk that does not tell.
const unknownSpace = math.MaxInt64
