package scratch

import "math"

// DefaultLimit bounds the data that is put on the disk where nobody names a limit: a
// single query should not fill a large disk.
const DefaultLimit = 64 << 30

// LimitSpace returns the limit for a folder: the one that is named, or else
// DefaultLimit, or less where 90 % of the free space are less.
func LimitSpace(named int64, folder string) int64 {
	if named > 0 {
		return named
	}
	return min(DefaultLimit, freeSpace(folder)/10*9)
}

// unknownSpace is the free space of a disk that does not tell.
const unknownSpace = math.MaxInt64
