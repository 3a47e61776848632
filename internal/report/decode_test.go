//go:build cgo

package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"testing"

	"github.com/trailq/trailq"
)

// decoded yields the events that match and can be used, each with its record as
// encoding/json reads it; numbers are as they are written.
func decoded(t *testing.T, source trailq.Source, filter trailq.Filter) iter.Seq2[*trailq.Event, object] {
	return func(yield func(*trailq.Event, object) bool) {
		t.Helper()
		for event, err := range trailq.Events(t.Context(), source, trailq.Options{Filter: filter}) {
			var bad *trailq.FileError
			if errors.As(err, &bad) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			var record object
			decode(t, event.Raw, &record)
			if !yield(event, record) {
				return
			}
		}
	}
}

// decode reads JSON, with numbers as they are written.
func decode(t *testing.T, text []byte, into any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// number is the value of a number, zero of anything else.
func number(t *testing.T, value any) float64 {
	t.Helper()
	written, ok := value.(json.Number)
	if !ok {
		return 0
	}
	n, err := written.Float64()
	if err != nil {
		t.Fatal(err)
	}
	return n
}
