// Package cache keeps the content of the files of a source in a folder, so that
// who reads them again need not fetch them.
//
//	kept, err := cache.Open("/var/cache/trailq", cache.Options{})
//	if err != nil {
//		return err
//	}
//	source = kept.Source(source)
//
// A file is kept under a hash of its path, version and size; a file whose source
// knows no version is not kept. It is written under a temporary name while it is
// read, and gets its own when all of it is there. What was used longest ago leaves
// first when the folder grows beyond its size. Several processes can share a
// folder: at worst each fetches the same file.
package cache
