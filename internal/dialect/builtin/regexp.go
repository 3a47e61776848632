package builtin

import (
	"regexp"
	"sync"
	"unicode/utf8"
)

// patternCache keeps the last regular expression, compiled.
type patternCache struct {
	last sync.Map // of text to *regexp.Regexp; it has one entry
}

// position returns the place of the first match, from 1; -1 without one.
func (c *patternCache) position(text, pattern string) (int64, error) {
	compiled, known := c.last.Load(pattern)
	if !known {
		expression, err := regexp.Compile(pattern)
		if err != nil {
			return 0, err
		}
		c.last.Clear()
		c.last.Store(pattern, expression)
		compiled = expression
	}
	place := compiled.(*regexp.Regexp).FindStringIndex(text)
	if place == nil {
		return -1, nil
	}
	return int64(utf8.RuneCountInString(text[:place[0]])) + 1, nil
}
