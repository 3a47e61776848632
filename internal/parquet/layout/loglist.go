package layout

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// parsePlain parses a commit whose log files are written as Encode writes plain ones:
// without escapes and windows. A commit can have tens of thousands, and encoding/json takes
// ten times as long. It reports false for what it is not sure of.
func parsePlain(text []byte) (*Commit, bool) {
	head, rest, found := bytes.Cut(text, []byte(headEnd+"["))
	if !found || !utf8.Valid(rest) {
		return nil, false
	}
	c := new(Commit)
	if json.Unmarshal(append(bytes.Clone(head), '}'), c) != nil || c.Logs != nil {
		return nil, false
	}
	p := plainList{rest: rest}
	for more := true; more; more = p.takeMark(",") {
		log, ok := p.takeLog()
		if !ok {
			return nil, false
		}
		c.Logs = append(c.Logs, log)
	}
	return c, p.takeMark("]}\n") && len(p.rest) == 0
}

// plainList is the rest of a list of log files.
type plainList struct{ rest []byte }

// takeLog takes a log file.
func (p *plainList) takeLog() (log LedgerFile, ok bool) {
	if log.Path, ok = p.takeText(`{"path":"`); !ok || !p.takeMark(`,"size":`) {
		return log, false
	}
	digits := 0
	for digits < len(p.rest) && p.rest[digits] >= '0' && p.rest[digits] <= '9' {
		digits++
	}
	number := string(p.rest[:digits])
	size, err := strconv.ParseInt(number, 10, 64)
	if err != nil || number != strconv.FormatInt(size, 10) {
		return log, false
	}
	log.Size, p.rest = size, p.rest[digits:]
	if bytes.HasPrefix(p.rest, []byte(`,"v`)) {
		if log.Version, ok = p.takeText(`,"version":"`); !ok {
			return log, false
		}
	}
	return log, p.takeMark("}")
}

// takeMark takes a text, if the rest begins with it.
func (p *plainList) takeMark(text string) bool {
	rest, found := bytes.CutPrefix(p.rest, []byte(text))
	p.rest = rest
	return found
}

// takeText takes what begins a text, the text and its end, if it has no escapes.
func (p *plainList) takeText(begin string) (string, bool) {
	if !p.takeMark(begin) {
		return "", false
	}
	for i, c := range p.rest {
		switch {
		case c == '"':
			text := string(p.rest[:i])
			p.rest = p.rest[i+1:]
			return text, true
		case c == '\\' || c < ' ':
			return "", false
		}
	}
	return "", false
}
