//go:build !linux && !darwin

package duck

// freeSpace returns the free bytes on the disk of a folder.
func freeSpace(string) int64 { return unknownSpace }
