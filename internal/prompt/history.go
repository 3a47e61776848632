package prompt

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/atomicfile"
)

// history holds the statements entered at this prompt and at earlier ones. Its file
// has one line for each and only its owner can read it: filters name people.
type history struct {
	file  string   // empty where there is no place for one
	lines []string // the newest last
	fresh []string // not yet in the file
	err   error    // of reading the file, which then stays as it is
}

// historyLines is how many are kept.
const historyLines = 1000

// openHistory reads the history of a file. One that cannot be read is empty; close
// returns the error.
func openHistory(file string) *history {
	h := &history{file: file}
	if file == "" {
		return h
	}
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		h.err = err
	}
	h.addLines(string(text))
	return h
}

// HistoryFile returns where the XDG Base Directory Specification keeps state, and
// where Windows does; empty where the environment names no such folder.
func HistoryFile(getenv func(name string) string) string {
	folder := getenv("XDG_STATE_HOME")
	if home := getenv("HOME"); folder == "" && home != "" {
		folder = filepath.Join(home, ".local", "state")
	}
	if folder == "" {
		folder = getenv("LocalAppData")
	}
	if !filepath.IsAbs(folder) {
		return ""
	}
	return filepath.Join(folder, "trailq", "history")
}

// Add does nothing: the line editor calls it for every line, and whole statements
// are kept instead.
func (h *history) Add(string) {}

// Len returns the number of entries, for the line editor.
func (h *history) Len() int { return len(h.lines) }

// At returns an entry, for the line editor: 0 is the newest.
func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }

// keepStatement adds a statement, on one line unless a comment would swallow the
// rest.
func (h *history) keepStatement(entered []string) {
	lines := []string{strings.Join(entered, " ")}
	if strings.Contains(lines[0], "--") {
		lines = entered
	}
	for _, line := range lines {
		if h.addLine(line) {
			h.fresh = append(h.fresh, line)
		}
	}
}

// addLines adds the lines of a history file.
func (h *history) addLines(text string) {
	for line := range strings.Lines(text) {
		h.addLine(strings.TrimSuffix(line, "\n"))
	}
}

// addLine adds a line unless it repeats the one before.
func (h *history) addLine(line string) bool {
	line = strings.TrimSpace(line)
	if line == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return false
	}
	if h.lines = append(h.lines, line); len(h.lines) > historyLines {
		h.lines = slices.Delete(h.lines, 0, 1)
	}
	return true
}

// close adds the new statements to the file, after those that other prompts have
// added since it was read.
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
	all.addLines(string(old))
	for _, line := range h.fresh {
		all.addLine(line)
	}
	return atomicfile.WriteFile(h.file, []byte(strings.Join(all.lines, "\n")+"\n"), atomicfile.Options{})
}
