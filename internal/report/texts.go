package report

import "github.com/trailq/trailq/internal/table"

// Texts interns the texts of values, since most of them repeat.
type Texts struct {
	known   map[string]string
	scratch []byte
}

// mostTexts is the maximum number of texts kept; addresses can be many.
const mostTexts = 1 << 16

// Intern returns the text of a value, as a string that was returned before if it is
// equal.
func (t *Texts) Intern(value table.Value) string {
	t.scratch = value.AppendText(t.scratch[:0])
	if text, known := t.known[string(t.scratch)]; known {
		return text
	}
	if t.known == nil || len(t.known) >= mostTexts {
		t.known = make(map[string]string)
	}
	text := string(t.scratch)
	t.known[text] = text
	return text
}
