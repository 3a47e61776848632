package s3source_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// What can happen to a listing of more than one page.
func TestLongListing(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.MakeBucket(t, bucketName, nil)
	logs(longListing, 1).Write(t, server.Folder(bucketName))
	for name, run := range map[string]func(*testing.T, setting){
		"breaks off":                    testListBreaks,
		"fails":                         testListFails,
		"first events before last page": testFirstEventsBeforeLastPage,
	} {
		t.Run(name, func(t *testing.T) { run(t, setting{server: server}) })
	}
}

// longListing is how many objects it has; a page has 1,000.
const longListing = 1_050

// isPage chooses requests for the first or for a later page of a listing.
func isPage(n int) s3test.When {
	return s3test.Both(s3test.IsKind(s3test.ListRequest), func(r *http.Request) bool {
		return r.URL.Query().Has("continuation-token") == (n > 1)
	})
}

// A page that breaks off is asked for again.
func testListBreaks(t *testing.T, s setting) {
	for name, fault := range map[string]s3test.Fault{
		"reset":      s3test.Reset(500),
		"truncation": s3test.Truncate(500),
		"stall":      s3test.Stall(500),
		"empty":      s3test.Truncate(0),
	} {
		t.Run(name, func(t *testing.T) {
			s.proxy = s3test.StartFaultProxy(t, s.server.Endpoint)
			s.proxy.Add(isPage(2), 1, fault)
			options, most := s3source.Options{}, 3
			if name == "stall" { // on a busy machine other answers come too late, too
				options.StallTimeout, most = 200*time.Millisecond, 12
			}
			s.read(t, options).checkComplete(t, longListing, 1)
			if lists := s.proxy.Count(s3test.ListRequest); lists < 3 || lists > most {
				t.Errorf("%d list requests, want 3", lists)
			}
		})
	}
}

// One that fails for good is an error, not the end of the listing.
func testListFails(t *testing.T, s setting) {
	s.proxy = s3test.StartFaultProxy(t, s.server.Endpoint)
	s.proxy.Add(isPage(2), -1, s3test.Refuse(http.StatusForbidden, "ExpiredToken", "The provided token has expired."))
	got := s.read(t, s3source.Options{})
	checkError(t, got.fatal, "the credentials have expired: cannot list s3://"+bucketName, "aws sso login")
	if got.summary.Files.AllListed || got.summary.Files.Listed != 1_000 || len(got.ids) != 1_000 {
		t.Errorf("%d events, summary %+v", len(got.ids), got.summary.Files)
	}
}

// The first events come while the listing goes on, and stopping ends it.
func testFirstEventsBeforeLastPage(t *testing.T, s setting) {
	s.proxy = s3test.StartFaultProxy(t, s.server.Endpoint)
	s.proxy.Add(isPage(2), -1, s3test.Stall(0))
	started := time.Now()
	for event, err := range trailq.Events(t.Context(), newSource(t, s.proxy.URL, "", s3source.Options{}), trailq.Options{Workers: 2}) {
		if err != nil || event.EventID != eventID(0, 0) {
			t.Errorf("event %v, error %v", event, err)
		}
		break
	}
	if took := time.Since(started); took > 20*time.Second {
		t.Errorf("it took %v to stop", took)
	}
}
