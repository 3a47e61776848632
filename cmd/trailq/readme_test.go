package main

import (
	"os"
	"os/exec"
	"path/filepath"
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
	runSteps(t, steps)
}

// So does every command of the pages in docs. The page of questions answers twenty.
func TestPages(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal(pages, err)
	}
	for _, page := range pages {
		document, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(page)
		if questions := regexp.MustCompile(`(?m)^\*\*\d+\. `).FindAll(document, -1); name == "questions.md" && len(questions) != 20 {
			t.Errorf("%s has %d questions, want 20", name, len(questions))
		}
		t.Run(name, func(t *testing.T) { runSteps(t, console(string(document))) })
	}
}

// Every page that the README and the pages link to is there.
func TestLinks(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`\]\(([^):#]+)\)`)
	for _, page := range append(pages, "../../README.md", "../../CONTRIBUTING.md") {
		document, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range link.FindAllSubmatch(document, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), string(target[1]))); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
}

// runSteps runs commands, and compares what they print with what the document says.
func runSteps(t *testing.T, steps []step) {
	t.Helper()
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
				t.Errorf("the document (-) and the command (+):\n%s", diff)
			}
		})
	}
}
