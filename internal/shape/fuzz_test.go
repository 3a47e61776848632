package shape

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"testing/iotest"
	"time"

	"github.com/trailq/trailq/internal/records"
)

// FuzzReader reads anything as a file: it must end, give the same however it arrives,
// number its records without a gap, and yield events that are objects.
func FuzzReader(f *testing.F) {
	for _, content := range fixtures(f) {
		f.Add(content)
	}
	f.Add(zipped("a.json", first, "b.txt", "x"))
	f.Add(gzipped(tarred("a.json", first+"\n"+second, "b.json", "[1]")))
	f.Add([]byte("Event time,Event name,Event ID\n11/1/2023 1:00,A,1\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		limits := records.Limits{Record: 1 << 12, Expansion: 10}
		whole := readBounded(t, File{Name: "x.json", Size: int64(len(content)), Body: bytes.NewReader(content), At: bytes.NewReader(content)}, limits)
		pieces := readBounded(t, File{Name: "x.json", Size: -1, Body: iotest.HalfReader(bytes.NewReader(content))}, limits)
		// Damaged compressed content can yield more at once than in pieces.
		least := min(len(whole.raw), len(pieces.raw))
		good := errors.Is(whole.end, io.EOF)
		if good != errors.Is(pieces.end, io.EOF) || good && len(whole.raw) != len(pieces.raw) || !slices.Equal(whole.raw[:least], pieces.raw[:least]) {
			t.Fatalf("at once %+v, in pieces %+v", whole, pieces)
		}
		stray := readBounded(t, File{Name: "x.md", Size: -1, Body: bytes.NewReader(content)}, limits)
		if !slices.Equal(stray.raw, pieces.raw) {
			t.Fatalf("under another name %+v, else %+v", stray, pieces)
		}
	})
}

// readBounded reads a file, and checks the numbers of its records.
func readBounded(t *testing.T, file File, limits records.Limits) outcome {
	t.Helper()
	reader := Reader{Limits: limits}
	defer reader.Free()
	reader.Open(file)
	defer reader.Close()
	var o outcome
	for last := 0; ; {
		record, err := reader.Next()
		var rejected *records.RecordError
		var entry *EntryError
		switch {
		case errors.As(err, &entry):
			if errors.As(err, &rejected) {
				last++
			}
		case errors.As(err, &rejected):
			if last++; rejected.Number != last {
				t.Fatalf("rejection %d is number %d", last, rejected.Number)
			}
		case err != nil:
			o.end = err
			return o
		default:
			if last++; record.Number != last || len(record.Raw) == 0 || record.Raw[0] != '{' {
				t.Fatalf("record %d is number %d: %q", last, record.Number, record.Raw)
			}
			o.raw = append(o.raw, string(record.Raw))
		}
	}
}

// FuzzTable checks that whatever the cells are, an event is JSON with their texts.
func FuzzTable(f *testing.F) {
	f.Add("GetObject", "2023-11-01T00:00:00Z", "alice", "{type=IAMUser, arn=arn:x}", `{"a":1}`, `[{"resourceType":"x","resourceName":"arn:y"}]`)
	f.Add("\x00\"\\", "11/1/2023 1:00", "é\xff", "{a={b=[1, {c=d}]}}", "null", "[]")
	f.Fuzz(func(t *testing.T, name, at, user, identity, parameters, resources string) {
		table := table{columns: []string{"eventName", "eventTime", userNameField, "userIdentity", "requestParameters", "resources"}, partial: new(Partial)}
		raw, err := table.makeEvent([]string{name, at, user, identity, parameters, resources})
		if err != nil {
			return
		}
		var event map[string]any
		if json.Unmarshal(raw, &event) != nil {
			t.Fatalf("not JSON: %s", raw)
		}
		if text, found := event["eventTime"]; found {
			if _, err := time.Parse(time.RFC3339, fmt.Sprint(text)); err != nil {
				t.Errorf("%q became %v", at, text)
			}
		}
		if fields, whole := records.Object(raw, nil); !whole || len(fields) != len(event) {
			t.Errorf("%d fields in %s", len(fields), raw)
		}
	})
}
