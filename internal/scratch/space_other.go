//go:build !linux && !darwin

package scratch

// freeSpace returns the free bytes on the disk of a folder.
func freeSpace(string) int64 { return unknownSpace }
