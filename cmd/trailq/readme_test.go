package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A step is a command of the README and what it prints there.
type step struct{ command, output string }

// console takes the steps out of the blocks of a document that are marked
// console: commands begin with "$ ", and all else is output.
func console(document string) []step {
	var steps []step
	inside := false
	for line := range strings.Lines(document) {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = strings.TrimSpace(line) == "```console"
		case !inside:
		case strings.HasPrefix(line, "$ "):
			steps = append(steps, step{command: strings.TrimSpace(line[2:])})
		case len(steps) > 0:
			steps[len(steps)-1].output += line
		}
	}
	return steps
}

// Every command of the README prints what the README says, but for the time
// that it took.
func TestREADME(t *testing.T) {
	document, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	steps := console(string(document))
	if len(steps) < 4 {
		t.Fatalf("%d commands in the README", len(steps))
	}
	duration := regexp.MustCompile(`\b[0-9.]+ m?s\b`)
	for _, step := range steps {
		t.Run(step.command, func(t *testing.T) {
			// The binary under test is trailq on the path.
			shell := exec.Command("sh", "-c", strings.ReplaceAll(step.command, "go run ./cmd/trailq", "trailq"))
			shell.Dir = "../.."
			output, err := shell.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			want := duration.ReplaceAllString(step.output, "TIME")
			got := duration.ReplaceAllString(string(output), "TIME")
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("the README (-) and the command (+):\n%s", diff)
			}
		})
	}
}
