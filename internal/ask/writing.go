package ask

import (
	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/unwritten"
)

// withoutWriting leaves out of a source on this machine the files that the face is
// writing, as in "trailq events . >events.jsonl".
func (s *Sources) withoutWriting(source trailq.Source) trailq.Source {
	if len(s.env.Writing) == 0 {
		return source
	}
	return unwritten.Source{Source: source, Writing: s.env.Writing, Note: s.env.note}
}
