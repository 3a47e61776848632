package pager

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// streams returns a pager with the variables, and files for its streams.
func streams(t *testing.T, variables map[string]string) (p *Pager, out, failures string) {
	t.Helper()
	folder := t.TempDir()
	out, failures = filepath.Join(folder, "out"), filepath.Join(folder, "err")
	open := func(name string) io.Writer {
		file, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { file.Close() })
		return file
	}
	return &Pager{Stdout: open(out), Stderr: open(failures), Getenv: func(name string) string { return variables[name] }}, out, failures
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What is said while the pager shows the answer comes after it.
func TestErrorsWait(t *testing.T) {
	p, out, failures := streams(t, map[string]string{"TERM": "xterm", "PAGER": "sed s/a/b/"})
	say := Errors{p}
	io.WriteString(say, "before\n")
	io.WriteString(p, "a\n")
	if !p.IsShowing() {
		t.Error("it does not show the answer")
	}
	io.WriteString(say, "after\n")
	if got := read(t, failures); got != "before\n" {
		t.Errorf("while the pager runs: %q", got)
	}
	p.Close()
	if got := read(t, failures); got != "before\nafter\n" {
		t.Errorf("standard error: %q", got)
	}
	if got := read(t, out); got != "b\n" {
		t.Errorf("standard output: %q", got)
	}
}

// Without a pager, or a terminal that can show one, the answer is written as it comes.
func TestNoPager(t *testing.T) {
	for _, variables := range []map[string]string{{"TERM": "xterm", "PAGER": "cat"}, {"PAGER": "false"}, {"TERM": "dumb", "PAGER": "false"}} {
		p, out, _ := streams(t, variables)
		io.WriteString(p, "a\n")
		if got := read(t, out); got != "a\n" || p.IsShowing() {
			t.Errorf("%v: %q", variables, got)
		}
		p.Close()
	}
	p, out, _ := streams(t, map[string]string{"TERM": "xterm", "PAGER": "false"})
	p.Off = true
	io.WriteString(p, "a\n")
	if got := read(t, out); got != "a\n" {
		t.Errorf("off: %q", got)
	}
}

// A pager that the user quits ends the answer as a closed pipe does.
func TestPagerQuits(t *testing.T) {
	p, _, _ := streams(t, map[string]string{"TERM": "xterm", "PAGER": "true"})
	var err error
	for range 10_000 {
		if _, err = io.WriteString(p, strings.Repeat("a", 1000)); err != nil {
			break
		}
	}
	if !errors.Is(err, syscall.EPIPE) {
		t.Errorf("error %v, want %v", err, syscall.EPIPE)
	}
	p.Close()
}
