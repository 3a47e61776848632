package trailq

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/trailq/trailq/internal/fact"
)

// Raw times that are compared as text give what parsing each of them gives.
func TestRawTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	forms := []string{
		`"20%02d-%02d-%02dT%02d:%02d:%02dZ"`, `"20%02d-%02d-%02dT%02d:%02d:%02d+01:00"`, `"20%02d-%02d-%02dT%02d:%02d:%02d.5Z"`,
		`"20%02d-%02d-%02d %02d:%02d:%02dZ"`, `"20%02d-%02d-%02dT%02d:%02d:%02dz"`, `null%d%d%d%d%d%d`,
	}
	for round := range 200 {
		var raw rawTimeRange
		var parsed timeRange
		for range 1 + random.IntN(40) {
			form := forms[0]
			if random.IntN(3) == 0 {
				form = forms[random.IntN(len(forms))]
			}
			// Some have a month 13, a day 32 or an hour 24, and so are no times.
			text := []byte(fmt.Sprintf(form, random.IntN(100), random.IntN(14), random.IntN(33), random.IntN(25), random.IntN(60), random.IntN(60)))
			raw.addRaw(text)
			parsed.addTime(fact.Time(text))
			clear(text) // it is the reader's memory
		}
		if raw.first != parsed.first || raw.last != parsed.last {
			t.Fatalf("round %d: from %v to %v, want from %v to %v", round, raw.first, raw.last, parsed.first, parsed.last)
		}
	}
}
