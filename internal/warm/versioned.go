package warm

import (
	"context"
	"iter"
	"os"
	"strconv"
	"time"

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
				file.Version = localVersion(file)
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// localVersion returns a version for a file of this machine. It is empty for one that
// cannot be looked at, and for entries of an archive, which are no files.
func localVersion(file trailq.File) string {
	if file.Changed != 0 { // the listing has looked at the file
		return formatVersion(file.Modified, file.Changed)
	}
	info, err := os.Stat(file.Path)
	if err != nil {
		return ""
	}
	return formatVersion(info.ModTime(), filetime.ChangeTime(info))
}

func formatVersion(modified time.Time, changed int64) string {
	return strconv.FormatInt(modified.UnixNano(), 10) + " " + strconv.FormatInt(changed, 10)
}
