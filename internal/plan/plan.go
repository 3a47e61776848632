// Package plan lists the files that a reading would take, opens none, and estimates what
// that costs.
//
//	files, p := plan.New(ctx, plan.Reading{Source: source, Filter: &filter})
//	for row, err := range files.Rows {
//		…
//	}
//	fmt.Println(p.Bytes) // complete now
package plan

import (
	"context"
	"errors"
	"iter"
	"strings"

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

// Reading is what would be read.
type Reading struct {
	Source  trailq.Source
	Filter  *trailq.Filter
	Workers int             // that read at a time
	Calls   *s3source.Calls // that the listing makes
	Warn    func(error)     // of what cannot be listed
	// Digests says that digest files are read, too.
	Digests bool
}

// New lists the files of a reading in a table, and counts what it would take. The plan is
// complete when the rows have ended.
func New(ctx context.Context, reading Reading) (*table.Table, *Plan) {
	p := &Plan{Skipped: make(map[trailq.SkipReason]int)}
	return &table.Table{
		Name:    "Files",
		Columns: []table.Column{{Name: "file"}, {Name: "bytes"}, {Name: "skipped"}},
		Rows:    p.listFiles(ctx, reading),
	}, p
}

func (p *Plan) listFiles(ctx context.Context, reading Reading) iter.Seq2[[]table.Value, error] {
	return func(yield func([]table.Value, error) bool) {
		defer func() { p.estimateCost(reading.Calls, reading.Workers) }()
		for file, err := range reading.Source.Files(ctx, reading.Filter) {
			var part *trailq.FileError
			switch {
			case errors.As(err, &part):
				p.Unlisted++
				reading.Warn(part)
				continue
			case err != nil:
				yield(nil, err)
				return
			}
			if !yield(p.addFile(file, reading), nil) {
				return
			}
		}
	}
}

// addFile counts a file and returns its row.
func (p *Plan) addFile(file trailq.File, reading Reading) []table.Value {
	row := []table.Value{table.Text(file.Path), {}, {}}
	if file.Size >= 0 {
		row[1] = table.Int(file.Size)
	}
	if reason := reading.Filter.Skips(file); reason != "" && !(reading.Digests && reason == trailq.SkippedDigest) {
		p.Skipped[reason]++
		row[2] = table.Text(string(reason))
		return row
	}
	p.Files++
	p.Bytes += max(file.Size, 0)
	if file.Size < 0 {
		p.Unsized++
	}
	if strings.HasPrefix(file.Path, "s3://") && !file.Local {
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
