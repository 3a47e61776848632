package account

import (
	"fmt"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/humanize"
)

// NoteReading returns what to know about the files that were read: which were foreign,
// and which events are partial.
func NoteReading(s *trailq.Summary) []string {
	var notes []string
	if n := s.Files.Skipped[trailq.SkippedForeign]; n > 0 {
		notes = append(notes, describeForeign(n, s.Files.Foreign))
	}
	if n := s.Partial.Events; n > 0 {
		notes = append(notes, humanize.Count(n, "event")+" from CSV, such as the console's Event history: partial, since what has no column is missing")
	}
	if n := s.Partial.WithoutZone; n > 0 {
		notes = append(notes, fmt.Sprintf("the times of %s in CSV have no zone: read as UTC", humanize.Count(n, "event")))
	}
	if n := s.Partial.MonthFirst; n > 0 {
		notes = append(notes, fmt.Sprintf("the dates of %s in CSV can be read in two ways: read with the month first", humanize.Count(n, "event")))
	}
	return notes
}

// describeForeign returns "38 files are not CloudTrail: README.md, …".
func describeForeign(n int, names []string) string {
	verb := "are"
	if n == 1 {
		verb = "is"
	}
	list := strings.Join(names, ", ")
	if n > len(names) {
		list += ", …"
	}
	return fmt.Sprintf("%s %s not CloudTrail: %s", humanize.Count(n, "file"), verb, list)
}
