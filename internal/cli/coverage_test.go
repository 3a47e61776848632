package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A missing file is named, and the exit code says that something is missing; a whole
// folder is whole.
func TestCoverage(t *testing.T) {
	chain, keys := newSignedBucket(t)
	folder := t.TempDir()
	chain.Tree.Write(t, folder)
	code, stdout, stderr := runIn(t, nil, "coverage", folder, "--keys", keys, "-o", "csv")
	if code != 0 || !strings.Contains(stdout, "\n2026-03-01T02:00:00Z,111122223333,eu-west-1,2,2,0,4,0,0,3,5,proven,0\n") || strings.Contains(stdout, "knownBy") {
		t.Errorf("exit code %d: %s\n%s", code, stderr, stdout)
	}
	if !strings.Contains(stderr, "24 events from 18 files (skipped 6 digest)") {
		t.Errorf("stderr %q", stderr)
	}
	log := chain.Logs(t, chain.Digests[2])[0]
	if err := os.Remove(filepath.Join(folder, log)); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr = runIn(t, nil, "coverage", folder, "-o", "csv", "--table", "missing")
	if code != int(exitIncomplete) || !strings.Contains(stdout, "\ndigest,111122223333,eu-west-1,2026-03-01T02:12:00Z,2026-03-01T02:17:00Z,"+log+",") {
		t.Errorf("exit code %d: %s\n%s", code, stderr, stdout)
	}
	code, stdout, stderr = runIn(t, nil, "coverage", folder, "-o", "table")
	if code != int(exitIncomplete) || !strings.Contains(stdout, "\nmissing ") || !strings.Contains(stderr, "note: trails: management_events in 111122223333 (digests at :07:31)\n") {
		t.Errorf("exit code %d: %s\n%s", code, stderr, stdout)
	}
}
