//go:build linux || darwin

package scratch

import "syscall"

// freeSpace returns the free bytes on the disk of a folder.
func freeSpace(folder string) int64 {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(folder, &disk); err != nil {
		return unknownSpace
	}
	return int64(disk.Bavail) * int64(disk.Bsize) //nolint:unconvert // 32 bits on macOS
}
