package prompt

import "testing"

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
		got, choices := completeWord(test.text)
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
		{"SELECT ';", 0, true}, // a mistake: the user sees it and starts again
		{";", 0, true},
	} {
		statements, ended, err := splitEnded(test.text)
		if ended != test.ended || err == nil && len(statements) != test.count && ended {
			t.Errorf("%q: %d statements, ended %v, %v", test.text, len(statements), ended, err)
		}
	}
}
