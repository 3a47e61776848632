package overlap_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/overlap"
)

// count counts the records in a file.
func count(t *testing.T, records ...string) overlap.Count {
	t.Helper()
	name := filepath.Join(t.TempDir(), "logs.json")
	if err := os.WriteFile(name, []byte(strings.Join(records, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	reading, err := trailq.NewParallel(t.Context(), trailq.Files(name), trailq.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	counter, worker := overlap.NewCounter(), reading.Worker()
	for {
		record, err := worker.Next()
		switch {
		case errors.Is(err, io.EOF):
			return counter.Count()
		case err != nil:
			t.Fatal(err)
		}
		counter.Add(record)
	}
}

func TestCount(t *testing.T) {
	const (
		mine   = `{"eventName":"GetObject","sharedEventID":"1","recipientAccountId":"111122223333"}`
		theirs = `{"eventName":"GetObject","sharedEventID":"1","recipientAccountId":"444455556666"}`
		third  = `{"eventName":"GetObject","sharedEventID":"1","recipientAccountId":"777788889999"}`
	)
	for name, test := range map[string]struct {
		records []string
		want    overlap.Count
	}{
		"one account, delivered twice": {[]string{mine, mine}, overlap.Count{}},
		"two accounts":                 {[]string{mine, theirs, mine, theirs}, overlap.Count{Shared: 1}},
		"three accounts are one call":  {[]string{mine, theirs, third}, overlap.Count{Shared: 1}},
		"the two events of an Insight": {[]string{
			`{"eventID":"1","eventCategory":"Insight","sharedEventID":"1","recipientAccountId":"111122223333"}`,
			`{"eventID":"2","eventCategory":"Insight","sharedEventID":"1","recipientAccountId":"444455556666"}`,
		}, overlap.Count{}},
		"a service's call": {[]string{
			`{"eventName":"AssumeRole","userIdentity":{"type":"AWSService"},"sharedEventID":"1","recipientAccountId":"111122223333"}`,
			`{"eventName":"AssumeRole","userIdentity":{"type":"AWSService"},"sharedEventID":"1","recipientAccountId":"444455556666"}`,
		}, overlap.Count{}},
		"network activity": {[]string{
			`{"eventName":"ListKeys","eventCategory":"NetworkActivity","sharedEventID":"1","recipientAccountId":"111122223333"}`,
			theirs,
		}, overlap.Count{Network: 1}},
	} {
		if got := count(t, test.records...); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}
