package s3source_test

import (
	"testing"

	"github.com/trailq/trailq/internal/peek"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// The first object takes one list call, and objects that stand for folders do
// not count.
func TestFirst(t *testing.T) {
	const start = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>` + bucketName + `</Name>`
	const folder = `<Contents><Key>a/</Key><Size>0</Size></Contents>`
	const object = `<Contents><Key>a/b.parquet</Key><Size>7</Size></Contents>`
	const more = `<IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken>`
	const end = `</ListBucketResult>`
	for page, want := range map[string]string{
		start + folder + object + more + end: "s3://" + bucketName + "/a/b.parquet",
		start + folder + end:                 "",
		start + end:                          "",
	} {
		s := newSetting(t, nil)
		s.proxy.Add(s3test.IsKind(s3test.ListRequest), 1, s3test.Answer(page))
		calls := new(s3source.Calls)
		file, found, err := peek.First(t.Context(), newSource(t, s.proxy.URL, "", s3source.Options{Calls: calls}))
		if file.Path != want || found != (want != "") || err != nil || calls.Count() != 1 {
			t.Errorf("%s: %q, %v, %v by %d calls", page, file.Path, found, err, calls.Count())
		}
	}
}
