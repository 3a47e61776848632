// Package fieldpath names values inside records: userIdentity.arn,
// resources[0].ARN.
package fieldpath

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/records"
)

// Path names a value inside a record: userIdentity.arn, resources[0].ARN. A key
// with dots, brackets, commas or quotes goes in brackets and quotes, as in
// requestParameters["x-amz.acl"], or only in quotes, as in
// requestParameters."x-amz.acl". In single quotes every character stands for
// itself; double quotes have JSON's escapes. The prefix "$.", common in other
// tools, is accepted.
type Path struct {
	text  string
	steps []step
}

// step leads to a member or to an element.
type step struct {
	isIndex bool
	index   int // from 0
	key     string
	// replaced reports whether the key contains U+FFFD, which is how bytes that are
	// not UTF-8 are read.
	replaced bool
}

func memberStep(key string) step {
	return step{key: key, replaced: strings.ContainsRune(key, utf8.RuneError)}
}

// String returns the path as it was written.
func (p Path) String() string { return p.text }

// First returns the top-level field that the path begins with.
func (p Path) First() string {
	if len(p.steps) == 0 {
		return ""
	}
	return p.steps[0].key
}

// Steps yields the path's keys and indexes in order: a key with -1, or an empty key
// with an index from 0.
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

// Get returns the raw value that the path names in the record, or nil if there is
// none. It is safe for concurrent use.
func (p Path) Get(record *records.Record) []byte {
	if len(p.steps) == 0 {
		return nil
	}
	value := p.steps[0].findMember(record.Raw, record.Fields)
	for i := 1; i < len(p.steps) && value != nil; i++ {
		value = p.steps[i].apply(value)
	}
	return value
}

// apply returns the raw value that the step leads to from raw, or nil.
func (s *step) apply(raw []byte) []byte {
	if !s.isIndex {
		var room [24]records.Field // enough to read most objects without allocating
		fields, _ := records.Object(raw, room[:0])
		return s.findMember(raw, fields)
	}
	at := 0
	for element := range records.Elements(raw) {
		if at == s.index {
			return element
		}
		at++
	}
	return nil
}

// findMember returns the value of the last member with the step's key, written with
// or without escapes.
func (s *step) findMember(raw []byte, fields []records.Field) []byte {
	for i := len(fields) - 1; i >= 0; i-- {
		field := &fields[i]
		if key := raw[field.Key.Start:field.Key.End]; string(key) == s.key || s.matchesEscaped(key) {
			return raw[field.Value.Start:field.Value.End]
		}
	}
	return nil
}

// matchesEscaped reports whether a key that differs from the step's key byte for
// byte is an escaped form of it. Escapes are longer than the characters they stand
// for.
func (s *step) matchesEscaped(written []byte) bool {
	if !s.replaced && (len(written) <= len(s.key) || bytes.IndexByte(written, '\\') < 0) {
		return false
	}
	var text string
	quoted := append(append([]byte{'"'}, written...), '"')
	return json.Unmarshal(quoted, &text) == nil && text == s.key
}

// Parse parses a path.
func Parse(text string) (Path, error) {
	p := pathParser{text: text, rest: strings.TrimPrefix(text, "$.")}
	path := Path{text: text}
	for {
		key, err := p.readKey()
		if err != nil {
			return Path{}, err
		}
		path.steps = append(path.steps, memberStep(key))
		for strings.HasPrefix(p.rest, "[") {
			next, err := p.readBracket()
			if err != nil {
				return Path{}, err
			}
			path.steps = append(path.steps, next)
		}
		if p.rest == "" {
			return path, nil
		}
		if p.rest[0] != '.' {
			return Path{}, p.syntaxError("want '.', '[' or the end")
		}
		p.rest = p.rest[1:]
	}
}

// Split splits a list of paths at its commas, except those in quotes.
func Split(list string) []string {
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

// pathParser parses text; rest is the part still to parse.
type pathParser struct{ text, rest string }

func (p *pathParser) syntaxError(wanted string) error {
	return fmt.Errorf("path %q: %s at character %d", p.text, wanted, utf8.RuneCountInString(p.text)-utf8.RuneCountInString(p.rest)+1)
}

// readKey reads a key, quoted or plain.
func (p *pathParser) readKey() (string, error) {
	if p.rest == "" {
		return "", p.syntaxError("want a name")
	}
	if c := p.rest[0]; c == '"' || c == '\'' {
		return p.readQuoted()
	}
	end := strings.IndexAny(p.rest, ".[]\"',")
	if end < 0 {
		end = len(p.rest)
	}
	if end == 0 {
		return "", p.syntaxError("want a name")
	}
	var key string
	key, p.rest = p.rest[:end], p.rest[end:]
	return key, nil
}

// readBracket reads [0], ["key"] or ['key'].
func (p *pathParser) readBracket() (step, error) {
	p.rest = p.rest[1:]
	if p.rest == "" {
		return step{}, p.syntaxError("want an index from 0 or a key in quotes")
	}
	var next step
	if c := p.rest[0]; c == '"' || c == '\'' {
		key, err := p.readQuoted()
		if err != nil {
			return step{}, err
		}
		next = memberStep(key)
	} else {
		digits, _, _ := strings.Cut(p.rest, "]")
		index, err := strconv.ParseUint(digits, 10, 31)
		if err != nil {
			return step{}, p.syntaxError("want an index from 0 or a key in quotes")
		}
		next, p.rest = step{isIndex: true, index: int(index)}, p.rest[len(digits):]
	}
	if !strings.HasPrefix(p.rest, "]") {
		return step{}, p.syntaxError("want ']'")
	}
	p.rest = p.rest[1:]
	return next, nil
}

// readQuoted reads a key in quotes.
func (p *pathParser) readQuoted() (string, error) {
	end, err := closingQuote(p.rest)
	if err != nil {
		return "", p.syntaxError(err.Error())
	}
	key := p.rest[1:end]
	if p.rest[0] == '"' && json.Unmarshal([]byte(p.rest[:end+1]), &key) != nil {
		return "", p.syntaxError("want a key with JSON's escapes")
	}
	p.rest = p.rest[end+1:]
	return key, nil
}

var errUnclosed = errors.New("want a closing quote for the one")

// closingQuote returns the offset of the quote that closes the one at the start of
// text.
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
