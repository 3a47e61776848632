package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// history is what was entered at the prompt, in this run and before, kept in a
// file of one line each that only its owner can read: filters name people.
type history struct {
	file  string   // empty where there is no place for one
	lines []string // the newest last
	fresh []string // not yet in the file
	err   error    // of reading the file, which then stays as it is
}

// historyLines is how many are kept.
const historyLines = 1000

// openHistory reads the history. One that cannot be read is empty; close tells.
func openHistory(env *Environment) *history {
	h := &history{file: historyFile(env)}
	if h.file == "" {
		return h
	}
	text, err := os.ReadFile(h.file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		h.err = err
	}
	for line := range strings.Lines(string(text)) {
		h.add(strings.TrimSuffix(line, "\n"))
	}
	return h
}

// historyFile is where the XDG Base Directory Specification has state, and
// where Windows has it.
func historyFile(env *Environment) string {
	folder := env.Getenv("XDG_STATE_HOME")
	if home := env.Getenv("HOME"); folder == "" && home != "" {
		folder = filepath.Join(home, ".local", "state")
	}
	if folder == "" {
		folder = env.Getenv("LocalAppData")
	}
	if !filepath.IsAbs(folder) {
		return ""
	}
	return filepath.Join(folder, "trailq", "history")
}

// Add is called by the line editor for every line; keep has whole statements
// instead.
func (h *history) Add(string) {}

// Len and At are the line editor's view: 0 is the newest.
func (h *history) Len() int { return len(h.lines) }

// At returns an entry.
func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }

// keep adds a statement, on one line unless a comment would swallow the rest.
func (h *history) keep(entered []string) {
	lines := []string{strings.Join(entered, " ")}
	if strings.Contains(lines[0], "--") {
		lines = entered
	}
	for _, line := range lines {
		if h.add(line) {
			h.fresh = append(h.fresh, line)
		}
	}
}

// add adds a line that is not the same as the one before.
func (h *history) add(line string) bool {
	line = strings.TrimSpace(line)
	if line == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return false
	}
	if h.lines = append(h.lines, line); len(h.lines) > historyLines {
		h.lines = slices.Delete(h.lines, 0, 1)
	}
	return true
}

// close writes what is new to the file, beside what other prompts have written.
func (h *history) close() error {
	if h.file == "" || len(h.fresh) == 0 {
		return nil
	}
	if h.err != nil {
		return h.err
	}
	if err := os.MkdirAll(filepath.Dir(h.file), 0o700); err != nil {
		return err
	}
	old, err := os.ReadFile(h.file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	all := &history{}
	for line := range strings.Lines(string(old)) {
		all.add(strings.TrimSuffix(line, "\n"))
	}
	for _, line := range h.fresh {
		all.add(line)
	}
	return replaceFile(h.file, []byte(strings.Join(all.lines, "\n")+"\n"))
}

// replaceFile writes a file that only its owner can read, so that it is whole at
// any moment.
func replaceFile(name string, content []byte) error {
	part := name + ".part"
	if err := os.WriteFile(part, content, 0o600); err != nil {
		return err
	}
	return os.Rename(part, name)
}
