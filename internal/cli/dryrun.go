package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/table"
)

// plan is what a dry run has found.
type plan struct {
	Files    int                       `json:"files"` // to read
	Bytes    int64                     `json:"bytes"`
	Unsized  int                       `json:"filesOfUnknownSize"`
	Gets     int                       `json:"getRequests"`
	Skipped  map[trailq.SkipReason]int `json:"skipped"`
	Unlisted int                       `json:"unlisted"`
}

// dryRun lists the files of the source and what would become of each.
func dryRun(ctx context.Context, s *session, output *outputFlags) error {
	p := &plan{Skipped: make(map[trailq.SkipReason]int)}
	answer := &table.Table{
		Name:    "Files",
		Columns: []table.Column{{Name: "file"}, {Name: "bytes"}, {Name: "skipped"}},
		Rows:    p.rows(ctx, s),
	}
	s.planned = p
	return s.answer(answer, output)
}

func (p *plan) rows(ctx context.Context, s *session) func(func([]table.Value, error) bool) {
	return func(yield func([]table.Value, error) bool) {
		for file, err := range s.source.Files(ctx, &s.options.Filter) {
			var part *trailq.FileError
			switch {
			case errors.As(err, &part):
				p.Unlisted++
				s.account.warn(part)
				continue
			case err != nil:
				yield(nil, err)
				return
			}
			if !yield(p.add(file, &s.options.Filter), nil) {
				return
			}
		}
	}
}

// add counts a file and makes its row.
func (p *plan) add(file trailq.File, filter *trailq.Filter) []table.Value {
	row := []table.Value{table.Text(file.Path), {}, {}}
	if file.Size >= 0 {
		row[1] = table.Int(file.Size)
	}
	if reason := filter.Skips(file); reason != "" {
		p.Skipped[reason]++
		row[2] = table.Text(string(reason))
		return row
	}
	p.Files++
	p.Bytes += max(file.Size, 0)
	if file.Size < 0 {
		p.Unsized++
	}
	if isBucket(file.Path) {
		p.Gets++
	}
	return row
}

// String tells the plan in one line:
//
//	would read 56 files, 12 MB, 56 GET requests; 3 skipped: digest 2, window 1
func (p *plan) String() string {
	parts := []string{"would read " + count(p.Files, "file"), render.Bytes(p.Bytes)}
	if p.Unsized > 0 {
		parts[1] += fmt.Sprintf(" and %s of unknown size", count(p.Unsized, "file"))
	}
	parts = append(parts, count(p.Gets, "GET request"))
	text := strings.Join(parts, ", ")
	if p.Unlisted > 0 {
		text += fmt.Sprintf("; %s not listed", render.Thousands(int64(p.Unlisted)))
	}
	if skipped := describeSkipped(p.Skipped); skipped != "" {
		text += "; " + skipped
	}
	return text
}
