package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/trailtest/gen"
)

func TestRunPrintsStats(t *testing.T) {
	for name, test := range map[string]struct {
		arguments      []string
		events, files  int
		dupes, digests int
	}{
		"flags":       {strings.Fields("-events 300 -files-of 30 -days 1 -accounts 1 -regions 2 -seed 3 -duplicates 1"), 300, 10, 300, 0},
		"one file":    {strings.Fields("-one-file -events 300"), 300, 1, 0, 0},
		"small files": {strings.Fields("-small-files -events 300"), 300, 50, 0, 0},
		"incident":    {strings.Fields("-incident -events 300 -files-of 30"), 6337, 59, 52, 0},
		"sample":      {[]string{"-sample"}, 6647, 69, 79, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			status := run(t.Context(), append(test.arguments, t.TempDir()), &stdout, &stderr)
			if status != 0 || stderr.Len() > 0 {
				t.Fatalf("exit code %d, %s", status, &stderr)
			}
			var stats gen.Stats
			if err := json.Unmarshal(stdout.Bytes(), &stats); err != nil {
				t.Fatal(err)
			}
			if stats.Events != test.events || stats.Files != test.files || stats.Duplicates != test.dupes || stats.DigestFiles != test.digests {
				t.Errorf("stats %s", &stdout)
			}
		})
	}
}

// TestShapes checks the sizes that the flags promise without making them.
func TestShapes(t *testing.T) {
	var none bytes.Buffer
	one, _, err := parseArguments([]string{"-one-file", "x"}, &none)
	if err != nil || one.Events != 310_000 || one.EventsPerFile != 310_000 {
		t.Errorf("-one-file: %+v, %v", one, err)
	}
	small, _, err := parseArguments([]string{"-small-files", "x"}, &none)
	if err != nil || small.Events != 1_800_000 || small.EventsPerFile != 6 {
		t.Errorf("-small-files: %+v, %v", small, err)
	}
}

func TestExitCodes(t *testing.T) {
	occupied := t.TempDir()
	for _, test := range []struct {
		arguments []string
		status    int
	}{
		{[]string{"-h"}, 0},
		{[]string{}, 2},
		{[]string{"-events", "many", "x"}, 2},
		{[]string{"-one-file", "-small-files", "x"}, 2},
		{[]string{"-events", "-4", filepath.Join(occupied, "new")}, 1},
		{[]string{"-events", "4", occupied}, 0},
		{[]string{"-events", "4", occupied}, 1},
	} {
		var stdout, stderr bytes.Buffer
		if status := run(t.Context(), test.arguments, &stdout, &stderr); status != test.status {
			t.Errorf("%q: exit code %d, want %d", test.arguments, status, test.status)
		}
		if explained := stderr.Len() > 0; explained != (test.status > 0 || test.arguments[0] == "-h") {
			t.Errorf("%q: printed %q", test.arguments, &stderr)
		}
	}
}
