package mirror_test

import (
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/mirror"
)

// With a clock that was wrong before, or goes wrong, what is there is not fetched again, and what
// has changed is.
func TestWrongClock(t *testing.T) {
	for _, at := range []time.Time{time.Unix(0, 0), time.Now().Add(-time.Hour), time.Now().Add(time.Hour), time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC)} {
		folder := t.TempDir()
		b := &bucket{objects: map[string]string{"d/same": "1", "d/changed": "333", "e/other": "22"}}
		b.copy(t, folder, mirror.Options{})
		setTimes := func() {
			t.Helper()
			for place := range contents(t, folder) {
				if err := os.Chtimes(filepath.Join(folder, place), at, at); err != nil {
					t.Fatal(err)
				}
			}
		}
		setTimes()
		for range 2 {
			if got := b.copy(t, folder, mirror.Options{}); got.Unchanged != 3 || len(b.fetched) > 0 {
				t.Errorf("%v: fetched %q, summary %+v", at, b.fetched, got.Summary)
			}
		}
		b.objects["d/changed"], b.objects["e/more"] = "334", "4444"
		want := map[string]mirror.Reason{"d/changed": mirror.Changed, "e/more": mirror.Missing}
		if got := b.copy(t, folder, mirror.Options{}); !maps.Equal(got.reasons, want) {
			t.Errorf("%v: changes %v", at, got.reasons)
		}
		setTimes()
		b.copy(t, folder, mirror.Options{})
		write(t, folder, "d/same", "2") // of the same size, by a clock that is right
		if got := b.copy(t, folder, mirror.Options{}); len(got.reasons) != 1 || got.reasons["d/same"] != mirror.Changed {
			t.Errorf("%v: changes of an edited copy %v", at, got.reasons)
		}
		checkSame(t, folder, b.objects)
	}
}
