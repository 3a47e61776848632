package report

import "github.com/trailq/trailq/internal/table"

// Texts reads values without making a new string each time: most are the same.
type Texts struct {
	known   map[string]string
	scratch []byte
}

// mostTexts is how many are known at a time; addresses may be many.
const mostTexts = 1 << 16

// Intern returns the value as text: one seen before, if it is the same.
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
