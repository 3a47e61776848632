package s3source_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// setting is a server with a proxy before it and a bucket in it.
type setting struct {
	server *s3test.Server
	proxy  *s3test.FaultProxy
}

func newSetting(t testing.TB, tree trailtest.Tree) setting {
	t.Helper()
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.MakeBucket(t, bucketName, tree)
	return setting{server, s3test.StartFaultProxy(t, server.Endpoint)}
}

// outcome is what comes of reading a source.
type outcome struct {
	ids     []string
	files   []*trailq.FileError
	fatal   error
	summary trailq.Summary
}

// read reads the bucket through the proxy.
func (s setting) read(t testing.TB, options s3source.Options) outcome {
	t.Helper()
	return read(t, newSource(t, s.proxy.URL, "", options))
}

func read(t testing.TB, source trailq.Source) outcome {
	t.Helper()
	var result outcome
	options := trailq.Options{Workers: 4, Tally: new(trailq.Tally)}
	for event, err := range trailq.Events(t.Context(), source, options) {
		var file *trailq.FileError
		switch {
		case errors.As(err, &file):
			result.files = append(result.files, file)
		case err != nil:
			result.fatal = err
		default:
			result.ids = append(result.ids, event.EventID)
		}
	}
	result.summary = options.Tally.Summary()
	if err := result.summary.Reconcile(); err != nil {
		t.Error(err)
	}
	return result
}

// checkComplete fails the test unless there are events "FILE-RECORD" of all
// files, each with so many, in order, and no errors.
func (o outcome) checkComplete(t testing.TB, files, records int) {
	t.Helper()
	if o.fatal != nil || len(o.files) > 0 {
		t.Errorf("errors %v, %v", o.fatal, o.files)
	}
	if len(o.ids) != files*records {
		t.Fatalf("%d events, want %d", len(o.ids), files*records)
	}
	for i, id := range o.ids {
		if want := eventID(i/records, i%records); id != want {
			t.Fatalf("event %d is %s, want %s", i, id, want)
		}
	}
}

func eventID(file, record int) string { return fmt.Sprintf("%05d-%03d", file, record) }

func key(file int) string { return fmt.Sprintf("logs/%05d.json", file) }

// logs is a tree of files with so many events each. They are not compressed, so
// that a file has about 900 bytes for each event.
func logs(files, records int) trailtest.Tree {
	tree := make(trailtest.Tree)
	for file := range files {
		var list []string
		for record := range records {
			list = append(list, trailtest.Record(eventID(file, record), time.Unix(1_700_000_000, 0)))
		}
		tree[key(file)] = []byte(trailtest.Envelope(list...))
	}
	return tree
}
