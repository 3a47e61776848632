package filestat

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/trailq/trailq"
)

// The recorder says what os.Stat says of each file that was listed, and nothing of
// others.
func TestRecorder(t *testing.T) {
	folder := t.TempDir()
	stored := time.Date(2023, 11, 1, 10, 0, 0, 0, time.UTC)
	path := filepath.Join(folder, "a.json")
	if err := os.WriteFile(path, []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, stored, stored); err != nil {
		t.Fatal(err)
	}
	var r Recorder
	for _, err := range r.Watch(trailq.Dir(folder)).Files(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := r.StatOf(path); got.Size != 2 || !got.Modified.Equal(stored) {
		t.Errorf("the file is %+v", got)
	}
	if got := r.StatOf("other"); got.Size >= 0 || !got.Modified.IsZero() {
		t.Errorf("another file is %+v", got)
	}
}
