package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// A file in a bucket costs a GET request.
func TestPlan(t *testing.T) {
	p := &Plan{Skipped: make(map[trailq.SkipReason]int)}
	for _, file := range []trailq.File{
		{Path: "s3://amzn-s3-demo-bucket/a.json.gz", Size: 1500},
		{Path: "s3://amzn-s3-demo-bucket/folder/", Size: 0},
		{Path: "b.json.gz", Size: 500},
		{Path: "pipe", Size: -1},
	} {
		p.addFile(file, Reading{Filter: new(trailq.Filter)})
	}
	want := &Plan{Files: 3, Bytes: 2000, Unsized: 1, Gets: 1, Skipped: map[trailq.SkipReason]int{trailq.SkippedMarker: 1}}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
}
