package miss

import (
	"context"
	"iter"
	"time"

	"github.com/trailq/trailq"
)

// Sample lists the first files of a source, and looks at the paths of more. It leaves out
// streams, which can be read only once.
type Sample struct {
	trailq.Source
	Most, Listed int       // files that it lists, and whose paths it looks at
	Partly       bool      // there are more files
	First, Last  time.Time // of delivery
}

// Files yields the first files.
func (s *Sample) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		listed, yielded := 0, 0
		for file, err := range s.Source.Files(ctx, filter) {
			listed++
			switch path, known := trailq.ParseLogPath(file.Path); {
			case err != nil || listed > s.Listed:
				s.Partly = true
				return
			case file.Size < 0: // a stream
				continue
			case known && !path.Delivered.IsZero():
				s.addTime(path.Delivered)
			}
			if yielded == s.Most {
				s.Partly = true
				continue
			}
			if yielded++; !yield(file, nil) {
				return
			}
		}
	}
}

func (s *Sample) addTime(at time.Time) {
	if s.First.IsZero() || at.Before(s.First) {
		s.First = at
	}
	if at.After(s.Last) {
		s.Last = at
	}
}
