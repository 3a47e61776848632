// Package unwritten leaves out of a source the files that are being written: a listing of
// a folder that holds one would read what it writes, without end.
package unwritten

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/trailq/trailq"
)

// Source is a source without the files that are being written.
type Source struct {
	trailq.Source
	// Writing are the files that are being written.
	Writing []os.FileInfo
	// Note takes a text about each of them that the source has.
	Note func(text string)
}

// Files yields the source's other files.
func (u Source) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range u.Source.Files(ctx, filter) {
			if err == nil && u.isWritten(file.Path) {
				u.Note(fmt.Sprintf("%s is not read, since it is being written", file.Path))
				continue
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// isWritten reports whether the path is that of a file that is being written. Such
// files are never compressed, so most log files need no look.
func (u Source) isWritten(path string) bool {
	if slices.Contains([]string{".gz", ".zst", ".parquet"}, filepath.Ext(path)) {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && slices.ContainsFunc(u.Writing, func(one os.FileInfo) bool { return os.SameFile(one, info) })
}
