package s3source_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// Requests that a server in trouble refuses are made again.
func TestSlowDown(t *testing.T) {
	s := newSetting(t, logs(5, 2))
	s.proxy.Add(s3test.IsKind(s3test.ListRequest), 1, s3test.SlowDown())
	s.proxy.Add(s3test.IsKind(s3test.GetRequest), 3, s3test.SlowDown())
	s.read(t, s3source.Options{}).checkComplete(t, 5, 2)
	if lists, gets := s.proxy.Count(s3test.ListRequest), s.proxy.Count(s3test.GetRequest); lists != 2 || gets != 8 {
		t.Errorf("%d list and %d get requests, want 2 and 8", lists, gets)
	}
}

// An object whose connection ends too soon is fetched from there on.
func TestResume(t *testing.T) {
	for name, fault := range map[string]s3test.Fault{
		"reset":       s3test.Reset(1_000),
		"truncation":  s3test.Truncate(1_000),
		"stall":       s3test.Stall(1_000),
		"late reset":  s3test.Reset(70_000),
		"empty":       s3test.Truncate(0),
		"reset first": s3test.Reset(0),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSetting(t, logs(3, 100))
			for i := range 3 {
				s.proxy.Add(s3test.IsObject(key(i)), 1, fault)
			}
			s.read(t, s3source.Options{StallTimeout: time.Second}).checkComplete(t, 3, 100)
			again := s.proxy.Count(s3test.RangeRequest) + s.proxy.Count(s3test.GetRequest) - 3
			if again != 3 {
				t.Errorf("%d requests for the rest, want 3", again)
			}
		})
	}
}

// It is resumed as often as it takes while each connection brings something.
func TestResumeManyTimes(t *testing.T) {
	s := newSetting(t, logs(1, 1_000))
	s.proxy.Add(s3test.IsObject(key(0)), -1, s3test.Reset(100_000))
	s.read(t, s3source.Options{MaxAttempts: 2}).checkComplete(t, 1, 1_000)
	if ranges := s.proxy.Count(s3test.RangeRequest); ranges < 5 {
		t.Errorf("%d range requests", ranges)
	}
}

// Where no connection brings anything new, that is an error of the object, and
// the others are read. What was read of it counts.
func TestGiveUp(t *testing.T) {
	for name, test := range map[string]struct {
		fault s3test.Fault
		is    error
	}{
		"truncation": {s3test.Truncate(2_000), io.ErrUnexpectedEOF},
		"stall":      {s3test.Stall(2_000), nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSetting(t, logs(3, 100))
			s.proxy.Add(s3test.IsObject(key(1)), 1, test.fault)
			s.proxy.Add(s3test.IsObject(key(1)), -1, s3test.Truncate(0))
			got := s.read(t, s3source.Options{MaxAttempts: 2, StallTimeout: 500 * time.Millisecond})
			if got.fatal != nil || len(got.files) != 1 || !strings.HasSuffix(got.files[0].File, key(1)) {
				t.Fatalf("errors %v, %v", got.fatal, got.files)
			}
			if !errors.Is(got.files[0], io.ErrUnexpectedEOF) || !strings.Contains(got.files[0].Error(), "the connection broke again and again") {
				t.Errorf("error %q", got.files[0])
			}
			if got.summary.Files.Failed != 1 || got.summary.Files.Read != 2 || got.ids[len(got.ids)-1] != eventID(2, 99) {
				t.Errorf("summary %+v", got.summary)
			}
		})
	}
}

// A server that does not answer at all is given up too.
func TestNoAnswer(t *testing.T) {
	s := newSetting(t, logs(1, 1))
	s.proxy.Add(s3test.AnyRequest, -1, func(_ http.ResponseWriter, r *http.Request, _ http.Handler) { <-r.Context().Done() })
	got := s.read(t, s3source.Options{MaxAttempts: 2, StallTimeout: 100 * time.Millisecond})
	checkError(t, got.fatal, "the server stopped sending data: cannot list s3://"+bucketName, "check the endpoint's URL and the network")
}

// The end of the context ends a transfer that hangs.
func TestCancelWhileStalled(t *testing.T) {
	s := newSetting(t, logs(1, 100))
	s.proxy.Add(s3test.IsObject(key(0)), -1, s3test.Stall(1_000))
	ctx, cancel := context.WithTimeoutCause(t.Context(), 300*time.Millisecond, errEnough)
	defer cancel()
	var last error
	started := time.Now()
	for _, err := range trailq.Events(ctx, newSource(t, s.proxy.URL, "", s3source.Options{}), trailq.Options{}) {
		last = err
	}
	if took := time.Since(started); !errors.Is(last, errEnough) || took > 20*time.Second {
		t.Errorf("%v after %v", last, took)
	}
}

var errEnough = errors.New("enough")

// Under everything at once the events are those of a good day.
func TestStorm(t *testing.T) {
	const files, records = 200, 80
	s := newSetting(t, logs(files, records))
	isData := s3test.IsKind(s3test.GetRequest, s3test.RangeRequest)
	s.proxy.Add(s3test.IsKind(s3test.ListRequest), 1, s3test.Truncate(300))
	s.proxy.Add(s3test.Both(isData, s3test.Sometimes(0.10, 1)), -1, s3test.SlowDown())
	s.proxy.Add(s3test.Both(isData, s3test.Sometimes(0.05, 2)), -1, s3test.Reset(10_000))
	s.proxy.Add(s3test.Both(isData, s3test.Sometimes(0.05, 3)), -1, s3test.Truncate(20_000))
	s.proxy.Add(s3test.Both(isData, s3test.Sometimes(0.01, 4)), -1, s3test.Stall(30_000))
	options := trailq.Options{Workers: s3source.DefaultWorkers}
	var result outcome
	for event, err := range trailq.Events(t.Context(), newSource(t, s.proxy.URL, "", s3source.Options{StallTimeout: time.Second}), options) {
		if err != nil {
			t.Error(err)
			continue
		}
		result.ids = append(result.ids, event.EventID)
	}
	result.checkComplete(t, files, records)
	if ranges := s.proxy.Count(s3test.RangeRequest); ranges == 0 {
		t.Error("nothing was resumed")
	}
}
