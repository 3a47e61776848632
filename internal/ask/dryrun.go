package ask

import (
	"context"
	"errors"
	"iter"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/s3source"
)

// Plan is what a dry run has found.
type Plan struct {
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
// Data transfer out of the region and requests to KMS are not in them.
const (
	listPrice = 0.005
	getPrice  = 0.0004
)

// bytesPerSecond is the throughput of a network of 1 Gbit/s.
const bytesPerSecond = 125e6

// DryRun lists the files of the sources in a table, and counts what a reading would
// take. The plan is complete when the rows have ended.
func (r *Run) DryRun(ctx context.Context) (*table.Table, *Plan) {
	p := &Plan{Skipped: make(map[trailq.SkipReason]int)}
	return &table.Table{
		Name:    "Files",
		Columns: []table.Column{{Name: "file"}, {Name: "bytes"}, {Name: "skipped"}},
		Rows:    p.listFiles(ctx, r),
	}, p
}

func (p *Plan) listFiles(ctx context.Context, r *Run) iter.Seq2[[]table.Value, error] {
	return func(yield func([]table.Value, error) bool) {
		defer func() { p.estimateCost(&r.sources.listCalls, r.read.Workers) }()
		for file, err := range r.source.Files(ctx, &r.read.Filter) {
			var part *trailq.FileError
			switch {
			case errors.As(err, &part):
				p.Unlisted++
				r.sources.env.warn(part)
				continue
			case err != nil:
				yield(nil, err)
				return
			}
			if !yield(p.addFile(file, &r.read.Filter), nil) {
				return
			}
		}
	}
}

// addFile counts a file and returns its row.
func (p *Plan) addFile(file trailq.File, filter *trailq.Filter) []table.Value {
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
	if IsBucket(file.Path) && !file.Local {
		p.Gets++
	}
	return row
}

// estimateCost estimates dollars and time. It supposes that a request for an object
// takes as long as a list call did on average, with so many at a time, and that the
// network has 1 Gbit/s.
func (p *Plan) estimateCost(calls *s3source.Calls, workers int) {
	p.Lists = calls.Count()
	p.Price = float64(p.Lists)/1000*listPrice + float64(p.Gets)/1000*getPrice
	if p.Gets > 0 {
		waiting := calls.Mean().Seconds() * float64(p.Gets) / float64(max(workers, 1))
		p.Seconds = max(waiting, float64(p.Bytes)/bytesPerSecond)
	}
}
