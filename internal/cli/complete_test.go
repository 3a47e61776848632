package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestComplete(t *testing.T) {
	for _, test := range []struct {
		text, want string
		choices    int
	}{
		{"selec", "select ", 1},
		{"SELEC", "SELECT ", 1},
		{"select eventn", "select eventname ", 1},
		{"select count(eventsou", "select count(eventsource ", 1},
		{"select event", "select event", 8},
		{"select useridentity.sessioncontext.sessionissuer.us", "select useridentity.sessioncontext.sessionissuer.username ", 1},
		{"select xyz", "select xyz", 0},
		{"select ", "select ", 0},
		{"", "", 0},
		{"é", "é", 0},
	} {
		got, choices := complete(test.text)
		if got != test.want || len(choices) < test.choices || test.choices < 2 && len(choices) != test.choices {
			t.Errorf("%q: %q, choices %q; want %q", test.text, got, choices, test.want)
		}
	}
}

func TestSplitEnded(t *testing.T) {
	for _, test := range []struct {
		text  string
		count int
		ended bool
	}{
		{"SELECT 1", 0, false},
		{"SELECT 1;", 1, true},
		{"SELECT 1; SELECT 2", 2, false},
		{"SELECT 1; SELECT 2;", 2, true},
		{"SELECT 1; -- done", 1, true},
		{"SELECT ';'", 1, false},
		{"SELECT ';' -- ;", 1, false},
		{"SELECT ';", 0, true}, // a mistake: the user sees it and begins anew
		{";", 0, true},
	} {
		statements, ended, err := splitEnded(test.text)
		if ended != test.ended || err == nil && len(statements) != test.count && ended {
			t.Errorf("%q: %d statements, ended %v, %v", test.text, len(statements), ended, err)
		}
	}
}

// The history has each statement once in a row, on a line, and no more than a
// thousand.
func TestHistory(t *testing.T) {
	state := t.TempDir()
	env := &Environment{Getenv: func(name string) string {
		if name == "XDG_STATE_HOME" {
			return state
		}
		return ""
	}}
	first, second := openHistory(env), openHistory(env)
	first.keep([]string{"SELECT 1", "FROM x;"})
	first.keep([]string{"SELECT 1", "FROM x;"})
	second.keep([]string{"SELECT 2 -- two", ";"})
	for _, h := range []*history{first, second} {
		if err := h.close(); err != nil {
			t.Fatal(err)
		}
	}
	h := openHistory(env)
	var got []string
	for i := range h.Len() {
		got = append(got, h.At(i))
	}
	if want := ";|SELECT 2 -- two|SELECT 1 FROM x;"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
	for i := range 2 * historyLines {
		h.keep([]string{strings.Repeat("x", i%7+1) + ";"})
	}
	if err := h.close(); err != nil {
		t.Fatal(err)
	}
	if again := openHistory(env); again.Len() != historyLines {
		t.Errorf("%d lines are kept", again.Len())
	}

	// Without a place for it, or with an unreadable one, there is none.
	nowhere := openHistory(&Environment{Getenv: func(string) string { return "" }})
	nowhere.keep([]string{"SELECT 1;"})
	if err := nowhere.close(); err != nil || nowhere.Len() != 1 {
		t.Errorf("%d lines, %v", nowhere.Len(), err)
	}
	blocked := t.TempDir()
	if err := os.WriteFile(filepath.Join(blocked, "trailq"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	state = blocked
	h = openHistory(env)
	h.keep([]string{"SELECT 1;"})
	if err := h.close(); err == nil {
		t.Error("a history that cannot be written is no error")
	}
}
