package cli

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/render"
)

// unwritten is a source on this machine without the files that the command itself is writing, as
// in "trailq events . >events.jsonl": it would read what it writes, without end.
type unwritten struct {
	trailq.Source
	written []os.FileInfo
	note    func(text string)
}

// withoutWritten leaves out the files that standard output and error lead to.
func (s *session) withoutWritten(source trailq.Source) trailq.Source {
	var written []os.FileInfo
	for _, stream := range []any{s.env.Stdout, s.env.Stderr} {
		if file, ok := stream.(*os.File); ok {
			if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
				written = append(written, info)
			}
		}
	}
	if len(written) == 0 {
		return source
	}
	return unwritten{source, written, s.note}
}

// Files yields the source's files but those.
func (u unwritten) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range u.Source.Files(ctx, filter) {
			if err == nil && u.writes(file.Path) {
				u.note(fmt.Sprintf("%s is what is being written: it is not read", render.Line(file.Path)))
				continue
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// writes reports whether the path is of a file that is being written. Those are
// never compressed, so that of most logs nothing need be asked.
func (u unwritten) writes(path string) bool {
	if slices.Contains([]string{".gz", ".zst", ".parquet"}, filepath.Ext(path)) {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && slices.ContainsFunc(u.written, func(one os.FileInfo) bool { return os.SameFile(one, info) })
}
