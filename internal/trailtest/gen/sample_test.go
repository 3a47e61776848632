package gen

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"slices"
	"testing"
)

const sampleFolder = "../../../testdata/logs"

func sha256Hex(text []byte) string {
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:])
}

// TestSampleIsUpToDate compares the files' contents, not the gzip streams, which
// depend on the version of the compressor.
func TestSampleIsUpToDate(t *testing.T) {
	folder, _ := generate(t, Sample())
	want, got := readTree(t, folder), readTree(t, sampleFolder)
	if w, g := slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got)); !slices.Equal(w, g) {
		t.Fatalf("files in testdata/logs:\n%q\nmade now:\n%q", g, w)
	}
	for name := range want {
		if !bytes.Equal(uncompress(t, want[name]), uncompress(t, got[name])) {
			t.Errorf("%s is out of date; the package comment says how to write it again", name)
		}
	}
}

func TestSampleIsSmall(t *testing.T) {
	total := 0
	for _, contents := range readTree(t, sampleFolder) {
		total += len(contents)
	}
	if total > 2_000_000 {
		t.Errorf("%d bytes in testdata/logs", total)
	}
}

// TestPythonBaselineAgrees counts a tree with the Python program that is the
// baseline for speed.
func TestPythonBaselineAgrees(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3:", err)
	}
	folder, stats := generate(t, Options{Events: 500, MemberBytes: 30_000, Duplicates: 0.1, Digest: true})
	command := exec.CommandContext(t.Context(), python, "../../../scripts/bench/count.py", folder)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got Stats
	if err := json.Unmarshal(output, &got); err != nil {
		t.Fatal(err)
	}
	if got.Files != stats.Files || got.Records != stats.Records || !maps.Equal(got.Actions, stats.Actions) {
		t.Errorf("counted %+v, want %+v", got, stats)
	}
}
