package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/trailtest/s3test"
)

// eventTimes returns the eventTime of each printed record.
func eventTimes(t *testing.T, text string) []string {
	t.Helper()
	var times []string
	for line := range strings.Lines(text) {
		var event struct{ EventTime string }
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			t.Fatal(err)
		}
		times = append(times, event.EventTime)
	}
	return times
}

// The newest events of a bucket are those of the folder, and few objects are fetched: 18
// of 71. The listing goes back over years without logs.
func TestNewestInBucket(t *testing.T) {
	_, all, _ := runIn(t, nil, "events", "../../testdata/logs", "-o", "jsonl", "-q")
	want := eventTimes(t, all)
	slices.SortFunc(want, func(a, b string) int { return strings.Compare(b, a) })
	proxy := startBucket(t)
	code, out, said := runIn(t, nil, "events", "s3://"+bucketName, "--endpoint-url", proxy.URL, "--newest", "-n", "20", "-o", "jsonl", "-q")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	if got := eventTimes(t, out); !slices.Equal(got, want[:20]) {
		t.Errorf("%v, want %v", got, want[:20])
	}
	gets, lists := proxy.Count(s3test.GetRequest), proxy.Count(s3test.ListRequest)
	t.Logf("%d objects were fetched, with %d listings", gets, lists)
	if gets > 30 || lists > 400 {
		t.Errorf("%d objects were fetched, with %d listings", gets, lists)
	}
	_, local, _ := runIn(t, nil, "events", "../../testdata/logs", "--newest", "-n", "20", "-o", "jsonl", "-q")
	if local != out {
		t.Error("the folder has other newest events")
	}
	_, sorted, _ := runIn(t, nil, "events", "../../testdata/logs", "--sort", "time", "-o", "jsonl", "-q")
	slices.Reverse(want)
	if got := eventTimes(t, sorted); !slices.Equal(got, want) {
		t.Error("--sort time is not in order")
	}
}
