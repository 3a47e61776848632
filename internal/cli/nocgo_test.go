//go:build !cgo

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A program without the engine says so, and what it has works.
func TestNoEngine(t *testing.T) {
	parquet := filepath.Join(t.TempDir(), "00000001-0-1.parquet") // as a conversion names it
	if err := os.WriteFile(parquet, []byte("PAR1"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{
		{"top", "testdata"},
		{"sql", "testdata", "SELECT 1"},
		{"convert", "testdata", filepath.Join(t.TempDir(), "parquet")},
		{"web", "testdata", "--no-browser"},
		{"events", parquet},
	} {
		code, stdout, stderr := runCommand(t.Context(), nil, arguments...)
		if code != int(exitSource) || stdout != "" || !strings.Contains(stderr, "error: this trailq was built without its SQL engine") {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q", arguments, code, stdout, stderr)
		}
	}
	if code, stdout, _ := runCommand(t.Context(), nil, "top", "testdata", "--show-sql"); code != 0 || !strings.HasPrefix(stdout, "-- The most common calls") {
		t.Errorf("top --show-sql: exit code %d, %q", code, stdout)
	}
}
