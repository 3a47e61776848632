package lookaround

import (
	"errors"
	"regexp/syntax"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dlclark/regexp2"
)

// The bounds on time. A match that takes longer than slowMatch counts; all of an
// expression's slow matches together have slowMatches.
const (
	longestMatch = 300 * time.Millisecond
	slowMatch    = 10 * time.Millisecond
	slowMatches  = 2 * time.Second
)

// mostExpressions bounds how many compiled expressions a cache keeps.
const mostExpressions = 64

var errSlow = errors.New("this regular expression takes too long on a text: make its repetitions more definite")

// IsNeeded reports whether an expression is one for this package: RE2 refuses it, and
// the engine of this package does not.
func IsNeeded(pattern string) bool {
	if _, err := syntax.Parse(pattern, syntax.Perl); err == nil {
		return false
	}
	_, err := regexp2.Compile(pattern, regexp2.None)
	return err == nil
}

// Cache keeps compiled expressions. It is safe for concurrent use.
type Cache struct {
	mutex       sync.Mutex
	expressions map[string]*expression
}

// expression is a compiled expression, with the time that its slow matches took.
type expression struct {
	compiled *regexp2.Regexp
	slow     atomic.Int64
}

func (c *Cache) get(pattern string) (*expression, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if e := c.expressions[pattern]; e != nil {
		return e, nil
	}
	compiled, err := regexp2.Compile(pattern, regexp2.None)
	if err != nil {
		return nil, err
	}
	compiled.MatchTimeout = longestMatch
	if c.expressions == nil || len(c.expressions) >= mostExpressions {
		c.expressions = map[string]*expression{}
	}
	e := &expression{compiled: compiled}
	c.expressions[pattern] = e
	return e, nil
}

// next returns the first match of a text, or that behind another; nil if there is
// none.
func (e *expression) next(text string, previous *regexp2.Match) (*regexp2.Match, error) {
	if time.Duration(e.slow.Load()) > slowMatches {
		return nil, errSlow
	}
	start := time.Now()
	var match *regexp2.Match
	var err error
	if previous == nil {
		match, err = e.compiled.FindStringMatch(text)
	} else {
		match, err = e.compiled.FindNextMatch(previous)
	}
	if taken := time.Since(start); taken > slowMatch {
		e.slow.Add(int64(taken))
	}
	if err != nil {
		return nil, errSlow
	}
	return match, nil
}

// each calls f with every match of a text until f returns false.
func (c *Cache) each(text, pattern string, f func(*regexp2.Match) bool) error {
	e, err := c.get(pattern)
	if err != nil {
		return err
	}
	match, err := e.next(text, nil)
	for err == nil && match != nil && f(match) {
		match, err = e.next(text, match)
	}
	return err
}
