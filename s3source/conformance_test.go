package s3source_test

import (
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/gen"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// bucketName is the bucket of the tests.
const bucketName = "amzn-s3-demo-bucket"

// newSource opens a part of the bucket at an endpoint.
func newSource(t testing.TB, endpoint, prefix string, options s3source.Options) trailq.Source {
	t.Helper()
	options.EndpointURL = endpoint
	source, err := s3source.New(t.Context(), "s3://"+bucketName+"/"+prefix, options)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func TestSource(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)
	trailtest.TestSource(t, func(t *testing.T, tree trailtest.Tree) trailq.Source {
		bucket := "b" + strings.Map(lowerOrHyphen, strings.ToLower(t.Name()))
		server.MakeBucket(t, bucket, tree)
		source, err := s3source.New(t.Context(), "s3://"+bucket, s3source.Options{EndpointURL: server.Endpoint})
		if err != nil {
			t.Fatal(err)
		}
		return source
	})
}

// lowerOrHyphen makes of a test's name that of a bucket.
func lowerOrHyphen(c rune) rune {
	if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
		return c
	}
	return '-'
}

func TestSameEventsAsFolder(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.MakeBucket(t, bucketName, nil)
	folder := server.Folder(bucketName)
	options := gen.Options{Events: 30_000, EventsPerFile: 20, Digest: true, Insight: true, Duplicates: 0.01}
	if testing.Short() {
		options.Events = 5_000
	}
	if _, err := gen.Generate(t.Context(), folder, options); err != nil {
		t.Fatal(err)
	}
	trailtest.TestSameEvents(t, folder, newSource(t, server.Endpoint, "", s3source.Options{}))
}
