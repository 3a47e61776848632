package warm

import (
	"context"
	"fmt"
	"iter"
	"os"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/filetime"
)

// versioned is a source whose files of this machine have versions: the times that the
// system keeps of them.
type versioned struct{ trailq.Source }

func (v versioned) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range v.Source.Files(ctx, filter) {
			if err == nil && file.Version == "" && file.Size >= 0 {
				file.Version = localVersion(file.Path)
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// localVersion returns a version for a file of this machine. It is empty for one that
// cannot be looked at, and for entries of an archive, which are no files.
func localVersion(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d %d", info.ModTime().UnixNano(), filetime.ChangeTime(info))
}
