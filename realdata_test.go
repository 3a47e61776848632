package trailq_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
)

// count is what is counted of a file: records by event name, or that it could
// not be read.
type count struct {
	names  map[string]int
	failed bool
}

// independent reads a file with the standard library only. Digest is true for
// a digest file.
func independent(t *testing.T, path string) (c count, digest bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		content, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return count{failed: true}, false
		}
		if data, err = io.ReadAll(content); err != nil {
			return count{failed: true}, false
		}
	}
	var value any
	if json.Unmarshal(data, &value) != nil {
		return count{failed: true}, false
	}
	c.names = make(map[string]int)
	for _, event := range eventsOf(value) {
		name, _ := event["eventName"].(string)
		c.names[name]++
	}
	object, isObject := value.(map[string]any)
	switch {
	case isObject && object["digestStartTime"] != nil:
		return count{}, true
	case isObject && len(c.names) == 0 && object["Records"] == nil:
		return count{failed: true}, false
	}
	return c, false
}

// eventsOf takes the events out of whatever holds them.
func eventsOf(value any) []map[string]any {
	if list, ok := value.([]any); ok {
		var events []map[string]any
		for _, element := range list {
			events = append(events, eventsOf(element)...)
		}
		return events
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil
	}
	for _, key := range []string{"Records", "Events", "logEvents", "detail"} {
		if inner, ok := object[key]; ok {
			return eventsOf(inner)
		}
	}
	for _, key := range []string{"CloudTrailEvent", "message"} {
		if text, ok := object[key].(string); ok {
			var inner any
			if json.Unmarshal([]byte(text), &inner) == nil {
				return eventsOf(inner)
			}
		}
	}
	if object["eventVersion"] == nil && object["eventName"] == nil {
		return nil
	}
	return []map[string]any{object}
}

// Every file of the real logs gives what the standard library reads in it, and
// every file that it cannot read is named.
func TestRealLogs(t *testing.T) {
	if testing.Short() {
		t.Skip("encoding/json reads all real logs, too")
	}
	folder := trailtest.RealLogs(t)
	want := make(map[string]count)
	digests, foreign := 0, 0
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		c, digest := independent(t, path)
		if digest {
			digests++
			return nil
		}
		if c.failed && !strings.Contains(entry.Name(), ".json") {
			c = count{names: make(map[string]int)} // foreign: neither CloudTrail nor named like it
			foreign++
		}
		want[path] = c
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}

	got := make(map[string]count)
	for path := range want {
		got[path] = count{names: make(map[string]int)}
	}
	var tally trailq.Tally
	for event, err := range trailq.Events(t.Context(), trailq.Dir(folder), trailq.Options{Tally: &tally}) {
		var fileError *trailq.FileError
		switch {
		case errors.As(err, &fileError):
			got[fileError.File] = count{failed: true}
		case err != nil:
			t.Fatal(err)
		default:
			got[event.File].names[event.EventName]++
		}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(count{})); diff != "" {
		t.Errorf("encoding/json (-), trailq (+):\n%s", diff)
	}

	summary := tally.Summary()
	records, failed := 0, 0
	for _, c := range want {
		for _, n := range c.names {
			records += n
		}
		if c.failed {
			failed++
		}
	}
	if err := summary.Reconcile(); err != nil {
		t.Error(err)
	}
	if summary.Records.Yielded != int64(records) || summary.Files.Failed != failed ||
		summary.Files.Skipped[trailq.SkippedForeign] != foreign || summary.Files.Skipped[trailq.SkippedDigest] != digests {
		t.Errorf("summary %+v, want %d records, %d failed, %d foreign, %d digests", summary, records, failed, foreign, digests)
	}
	t.Logf("%d files: %d records, %d files failed, %d foreign, %d digests", len(want)+digests, records, failed, foreign, digests)
}

// The trail of the ransomware lab was delivered twice in part.
func TestRealDuplicates(t *testing.T) {
	if testing.Short() {
		t.Skip("encoding/json reads all real logs, too")
	}
	folder := filepath.Join(trailtest.RealLogs(t), "real-cloudtrail", "Yamato-Security__suzaku-sample-data")
	ids := make(map[string]int)
	records := 0
	for event, err := range trailq.Events(t.Context(), trailq.Dir(folder), trailq.Options{}) {
		if err != nil {
			if !strings.Contains(err.Error(), "CreateApiKey.json") && !strings.Contains(err.Error(), "not CloudTrail") {
				t.Error(err)
			}
			continue
		}
		var id struct{ EventID string }
		if err := json.Unmarshal(event.Raw, &id); err != nil {
			t.Fatal(err)
		}
		ids[id.EventID]++
		records++
	}
	if records != 22_866 {
		t.Errorf("%d records, want 22,866", records)
	}
	distinct := int64(len(ids))
	if ids[""] > 0 {
		distinct += int64(ids[""]) - 1 // those without an id are no duplicates
	}
	for _, duplicates := range []trailq.Duplicates{trailq.CountDuplicates, trailq.DropDuplicates} {
		var tally trailq.Tally
		for range trailq.Events(t.Context(), trailq.Dir(folder), trailq.Options{Duplicates: duplicates, Tally: &tally}) {
		}
		r := tally.Summary().Records
		if repeated := int64(records) - distinct; r.DuplicatesKept+r.DuplicatesDropped != repeated || r.Yielded+r.DuplicatesDropped != int64(records) {
			t.Errorf("%+v, want %d duplicates", r, repeated)
		}
	}
	t.Logf("%d records, %d distinct", records, distinct)
}
