package shape

import (
	"encoding/json"
	"strings"

	"github.com/trailq/trailq/internal/records"
)

// structureOf returns the JSON of a structure in a cell of Athena's CSV, which is JSON
// or a text such as {type=IAMUser, arn=arn:…, sessioncontext={attributes=…}}. In such a
// text nothing is quoted, so a value with a comma and an equals sign in it cannot be told
// from two. If the text cannot be read, it is kept as a text.
func structureOf(cell string) []byte {
	if cell == "" || cell == "null" {
		return nil
	}
	raw := []byte(cell)
	if !json.Valid(raw) {
		p := structureParser{rest: cell}
		value := p.parseValue(structureDepth)
		if p.isBad || strings.TrimSpace(p.rest) != "" {
			return quoteText(cell)
		}
		raw = value
	}
	return records.RestoreInnerNames(raw)
}

// structureDepth is how deep structures can be nested.
const structureDepth = 16

// structureParser parses the text of a structure.
type structureParser struct {
	rest  string
	isBad bool
}

// parseValue parses a structure, a list or a plain value, and returns it as JSON.
func (p *structureParser) parseValue(depth int) []byte {
	p.rest = strings.TrimLeft(p.rest, " ")
	switch {
	case depth == 0:
		p.isBad = true
		return nil
	case strings.HasPrefix(p.rest, "{"):
		return p.parseMembers(depth)
	case strings.HasPrefix(p.rest, "["):
		return p.parseList(depth)
	}
	end := p.endOfPlain()
	text := strings.TrimSpace(p.rest[:end])
	p.rest = p.rest[end:]
	if text == "null" || text == "" {
		return []byte("null")
	}
	return quoteText(text)
}

// endOfPlain returns where a plain value ends: at a bracket, or at a comma that a key
// or the next element follows.
func (p *structureParser) endOfPlain() int {
	for i := range len(p.rest) {
		switch p.rest[i] {
		case '}', ']':
			return i
		case ',':
			next, _, isMember := strings.Cut(strings.TrimLeft(p.rest[i+1:], " "), "=")
			if isMember && isKey(next) {
				return i
			}
		}
	}
	return len(p.rest)
}

// isKey reports whether text can be the name of a column.
func isKey(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool {
		return r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) < 0
}

// parseMembers parses {key=value, …}.
func (p *structureParser) parseMembers(depth int) []byte {
	members := newObject()
	p.rest = p.rest[1:]
	for {
		p.rest = strings.TrimLeft(p.rest, " ,")
		if strings.HasPrefix(p.rest, "}") {
			p.rest = p.rest[1:]
			return members.closeObject()
		}
		key, rest, found := strings.Cut(p.rest, "=")
		if !found || !isKey(key) || p.isBad {
			p.isBad = true
			return nil
		}
		p.rest = rest
		members.addFilledRaw(key, p.parseValue(depth-1))
	}
}

// parseList parses [value, …].
func (p *structureParser) parseList(depth int) []byte {
	list := []byte{'['}
	p.rest = p.rest[1:]
	for {
		p.rest = strings.TrimLeft(p.rest, " ,")
		if strings.HasPrefix(p.rest, "]") {
			p.rest = p.rest[1:]
			if len(list) > 1 {
				list = list[:len(list)-1]
			}
			return append(list, ']')
		}
		before := len(p.rest)
		value := p.parseValue(depth - 1)
		if len(p.rest) == before || p.isBad {
			p.isBad = true
			return nil
		}
		list = append(append(list, value...), ',')
	}
}
