package prompt

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The history has each statement once in a row, on a line, and no more than a
// thousand.
func TestHistory(t *testing.T) {
	state := t.TempDir()
	file := func() string {
		return HistoryFile(func(name string) string { return map[string]string{"XDG_STATE_HOME": state}[name] })
	}
	first, second := openHistory(file()), openHistory(file())
	first.keepStatement([]string{"SELECT 1", "FROM x;"})
	first.keepStatement([]string{"SELECT 1", "FROM x;"})
	second.keepStatement([]string{"SELECT 2 -- two", ";"})
	for _, h := range []*history{first, second} {
		if err := h.close(); err != nil {
			t.Fatal(err)
		}
	}
	h := openHistory(file())
	var got []string
	for i := range h.Len() {
		got = append(got, h.At(i))
	}
	if want := ";|SELECT 2 -- two|SELECT 1 FROM x;"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
	for i := range 2 * historyLines {
		h.keepStatement([]string{strings.Repeat("x", i%7+1) + ";"})
	}
	if err := h.close(); err != nil {
		t.Fatal(err)
	}
	if again := openHistory(file()); again.Len() != historyLines {
		t.Errorf("%d lines are kept", again.Len())
	}

	// Without a place for it, or with an unreadable one, there is none.
	nowhere := openHistory(HistoryFile(func(string) string { return "" }))
	nowhere.keepStatement([]string{"SELECT 1;"})
	if err := nowhere.close(); err != nil || nowhere.Len() != 1 {
		t.Errorf("%d lines, %v", nowhere.Len(), err)
	}
	blocked := t.TempDir()
	if err := os.WriteFile(filepath.Join(blocked, "trailq"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	state = blocked
	h = openHistory(file())
	h.keepStatement([]string{"SELECT 1;"})
	if err := h.close(); err == nil {
		t.Error("a history that cannot be written is no error")
	}
}
