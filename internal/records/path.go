package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Path names a value inside a record: userIdentity.arn, resources[0].ARN. A key
// that has dots, brackets, commas or quotes stands in brackets and quotes, as in
// requestParameters["x-amz.acl"], or only in quotes, as in
// requestParameters."x-amz.acl". In single quotes every character is itself;
// double quotes have JSON's escapes. The "$." that such paths begin with
// elsewhere may stand before it.
type Path struct {
	text  string
	steps []step
}

// step goes to a member, or to an element.
type step struct {
	isIndex bool
	index   int // from 0
	key     string
	// replaced says that the key has U+FFFD, which bytes that are not UTF-8 are
	// read as.
	replaced bool
}

func memberStep(key string) step {
	return step{key: key, replaced: strings.ContainsRune(key, utf8.RuneError)}
}

// String returns the path as it was written.
func (p Path) String() string { return p.text }

// First is the top-level field that the path begins at.
func (p Path) First() string {
	if len(p.steps) == 0 {
		return ""
	}
	return p.steps[0].key
}

// Steps yields the path's keys and indexes in order: a key with -1, or an empty
// key with an index from 0.
func (p Path) Steps() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for _, s := range p.steps {
			index := -1
			if s.isIndex {
				index = s.index
			}
			if !yield(s.key, index) {
				return
			}
		}
	}
}

// Get returns the raw value that the path names in the record, nil where there
// is none. It is for any goroutine.
func (p Path) Get(record *Record) []byte {
	if len(p.steps) == 0 {
		return nil
	}
	value := p.steps[0].find(record.Raw, record.Fields)
	for i := 1; i < len(p.steps) && value != nil; i++ {
		value = p.steps[i].take(value)
	}
	return value
}

// take makes the step from a raw value.
func (s *step) take(raw []byte) []byte {
	if !s.isIndex {
		var room [24]Field // enough for most objects to be read without allocating
		fields, _ := Object(raw, room[:0])
		return s.find(raw, fields)
	}
	at := 0
	for element := range Elements(raw) {
		if at == s.index {
			return element
		}
		at++
	}
	return nil
}

// find returns the value of the last member with the step's key, which may be
// written with escapes.
func (s *step) find(raw []byte, fields []Field) []byte {
	for i := len(fields) - 1; i >= 0; i-- {
		field := &fields[i]
		if key := raw[field.Key.Start:field.Key.End]; string(key) == s.key || s.disguised(key) {
			return raw[field.Value.Start:field.Value.End]
		}
	}
	return nil
}

// disguised tells whether a key that does not look like the step's one stands
// for it all the same. Escapes are longer than what they stand for.
func (s *step) disguised(written []byte) bool {
	if !s.replaced && (len(written) <= len(s.key) || bytes.IndexByte(written, '\\') < 0) {
		return false
	}
	var text string
	quoted := append(append([]byte{'"'}, written...), '"')
	return json.Unmarshal(quoted, &text) == nil && text == s.key
}

// ParsePath reads a path.
func ParsePath(text string) (Path, error) {
	p := pathParser{text: text, rest: strings.TrimPrefix(text, "$.")}
	path := Path{text: text}
	for {
		key, err := p.name()
		if err != nil {
			return Path{}, err
		}
		path.steps = append(path.steps, memberStep(key))
		for strings.HasPrefix(p.rest, "[") {
			next, err := p.bracket()
			if err != nil {
				return Path{}, err
			}
			path.steps = append(path.steps, next)
		}
		if p.rest == "" {
			return path, nil
		}
		if p.rest[0] != '.' {
			return Path{}, p.fail("want '.', '[' or the end")
		}
		p.rest = p.rest[1:]
	}
}

// SplitPaths cuts a list of paths at its commas, except those that stand in
// quotes.
func SplitPaths(list string) []string {
	var paths []string
	start, quote, escaped := 0, byte(0), false
	for i := range len(list) {
		c := list[i]
		switch {
		case escaped:
			escaped = false
		case quote == '"' && c == '\\':
			escaped = true
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == ',':
			paths = append(paths, strings.TrimSpace(list[start:i]))
			start = i + 1
		}
	}
	return append(paths, strings.TrimSpace(list[start:]))
}

// pathParser reads text from its start; rest is what remains.
type pathParser struct{ text, rest string }

func (p *pathParser) fail(wanted string) error {
	return fmt.Errorf("path %q: %s at character %d", p.text, wanted, utf8.RuneCountInString(p.text)-utf8.RuneCountInString(p.rest)+1)
}

// name reads a key, quoted or plain.
func (p *pathParser) name() (string, error) {
	if p.rest == "" {
		return "", p.fail("want a name")
	}
	if c := p.rest[0]; c == '"' || c == '\'' {
		return p.quoted()
	}
	end := strings.IndexAny(p.rest, ".[]\"',")
	if end < 0 {
		end = len(p.rest)
	}
	if end == 0 {
		return "", p.fail("want a name")
	}
	var key string
	key, p.rest = p.rest[:end], p.rest[end:]
	return key, nil
}

// bracket reads [0], ["key"] or ['key'].
func (p *pathParser) bracket() (step, error) {
	p.rest = p.rest[1:]
	if p.rest == "" {
		return step{}, p.fail("want an index from 0 or a key in quotes")
	}
	var next step
	if c := p.rest[0]; c == '"' || c == '\'' {
		key, err := p.quoted()
		if err != nil {
			return step{}, err
		}
		next = memberStep(key)
	} else {
		digits, _, _ := strings.Cut(p.rest, "]")
		index, err := strconv.ParseUint(digits, 10, 31)
		if err != nil {
			return step{}, p.fail("want an index from 0 or a key in quotes")
		}
		next, p.rest = step{isIndex: true, index: int(index)}, p.rest[len(digits):]
	}
	if !strings.HasPrefix(p.rest, "]") {
		return step{}, p.fail("want ']'")
	}
	p.rest = p.rest[1:]
	return next, nil
}

// quoted reads a key in quotes.
func (p *pathParser) quoted() (string, error) {
	end, err := closingQuote(p.rest)
	if err != nil {
		return "", p.fail(err.Error())
	}
	key := p.rest[1:end]
	if p.rest[0] == '"' && json.Unmarshal([]byte(p.rest[:end+1]), &key) != nil {
		return "", p.fail("want a key with JSON's escapes")
	}
	p.rest = p.rest[end+1:]
	return key, nil
}

var errUnclosed = errors.New("want a closing quote for the one")

// closingQuote returns where the quote that text begins with is closed.
func closingQuote(text string) (int, error) {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && text[0] == '"':
			i++
		case text[i] == text[0]:
			return i, nil
		}
	}
	return 0, errUnclosed
}
