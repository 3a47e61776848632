package filetime

import (
	"io/fs"
	"syscall"
	"time"
)

// ChangeTime returns when a file, or its name, was last changed, in nanoseconds since 1970. No
// program can set that time. It is 0 where the system does not tell.
func ChangeTime(info fs.FileInfo) int64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(stat.Ctim.Unix()).UnixNano()
	}
	return 0
}
