package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/s3source"
)

// plan is what a dry run has found.
type plan struct {
	Files    int                       `json:"files"` // to read
	Bytes    int64                     `json:"bytes"`
	Unsized  int                       `json:"filesOfUnknownSize"`
	Lists    int                       `json:"listRequests"` // made by the dry run
	Gets     int                       `json:"getRequests"`
	Price    float64                   `json:"priceUSD"` // of both
	Seconds  float64                   `json:"seconds"`  // estimated, for a bucket
	Skipped  map[trailq.SkipReason]int `json:"skipped"`
	Unlisted int                       `json:"unlisted"`
}

// Prices of 1,000 requests in US dollars, from https://aws.amazon.com/s3/pricing
// (Requests & data retrievals, S3 Standard, US East, N. Virginia), as of 2025.
// Data transfer out of the region and requests to KMS come on top.
const (
	listPrice = 0.005
	getPrice  = 0.0004
)

// bytesPerSecond is what a network of 1 Gbit/s brings.
const bytesPerSecond = 125e6

// estimate says what reading costs and takes. It supposes that a request for an
// object takes as long as a list call did on average, so many at a time, and that
// the network brings 1 Gbit/s.
func (p *plan) estimate(calls *s3source.Calls, workers int) {
	p.Lists = calls.Count()
	p.Price = float64(p.Lists)/1000*listPrice + float64(p.Gets)/1000*getPrice
	if p.Gets > 0 {
		waiting := calls.Mean().Seconds() * float64(p.Gets) / float64(max(workers, 1))
		p.Seconds = max(waiting, float64(p.Bytes)/bytesPerSecond)
	}
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
		defer func() { p.estimate(&s.listCalls, s.options.Workers) }()
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
	if isBucket(file.Path) && !file.Local {
		p.Gets++
	}
	return row
}

// String tells the plan in one line:
//
//	would read 56 files, 12 MB, 56 GET requests; 3 skipped: digest 2, window 1
//
// and, of a bucket, before what was skipped
//
//	; under $0.01 with the 5 list calls of this dry run, about 1.2 s
func (p *plan) String() string {
	parts := []string{"would read " + count(p.Files, "file"), humanize.Bytes(p.Bytes)}
	if p.Unsized > 0 {
		parts[1] += fmt.Sprintf(" and %s of unknown size", count(p.Unsized, "file"))
	}
	parts = append(parts, count(p.Gets, "GET request"))
	text := strings.Join(parts, ", ")
	if p.Lists > 0 {
		text += fmt.Sprintf("; %s with the %s of this dry run, about %s", describePrice(p.Price), count(p.Lists, "list call"),
			describeDuration(time.Duration(p.Seconds*float64(time.Second))))
	}
	if p.Unlisted > 0 {
		text += fmt.Sprintf("; %s not listed", humanize.Thousands(int64(p.Unlisted)))
	}
	if skipped := describeSkipped(p.Skipped); skipped != "" {
		text += "; " + skipped
	}
	return text
}

// describePrice is as exact as a person wants it.
func describePrice(dollars float64) string {
	if dollars < 0.01 {
		return "under $0.01"
	}
	return fmt.Sprintf("$%.2f", dollars)
}
