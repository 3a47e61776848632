// Package cache keeps the content of the files of a source in a folder, so that
// reading them again fetches nothing.
//
//	kept, err := cache.Open("/var/cache/trailq", cache.Options{})
//	if err != nil {
//		return err
//	}
//	source = kept.Source(source)
//
// A file is kept under a hash of its path, version and size; a file without a version
// is not kept. It is written under a temporary name while it is read, and gets its own
// name when it is complete. When the folder exceeds its size, the least recently used
// files are removed first. Several processes can share a folder: at worst each fetches
// the same file. Only the size of a kept file is checked: damage inside of it is found
// by the checksum of gzip, as in any log file.
package cache
