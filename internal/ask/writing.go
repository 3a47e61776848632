package ask

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/trailq/trailq"
)

// withoutWriting leaves out of a source on this machine the files that the face is
// writing, as in "trailq events . >events.jsonl".
func (s *Sources) withoutWriting(source trailq.Source) trailq.Source {
	if len(s.env.Writing) == 0 {
		return source
	}
	return unwritten{source, s.env.Writing, s.env.note}
}

// unwritten is a source without the files that are being written.
type unwritten struct {
	trailq.Source
	writing []os.FileInfo
	note    func(text string)
}

// Files yields the source's other files.
func (u unwritten) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range u.Source.Files(ctx, filter) {
			if err == nil && u.isWritten(file.Path) {
				u.note(fmt.Sprintf("%s is not read, since it is being written", file.Path))
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
func (u unwritten) isWritten(path string) bool {
	if slices.Contains([]string{".gz", ".zst", ".parquet"}, filepath.Ext(path)) {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && slices.ContainsFunc(u.writing, func(one os.FileInfo) bool { return os.SameFile(one, info) })
}
