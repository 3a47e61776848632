package lookaround

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/dlclark/regexp2"
)

// HasMatch does what regexp_like does:
// https://trino.io/docs/current/functions/regexp.html
func (c *Cache) HasMatch(text, pattern string) (bool, error) {
	found := false
	err := c.each(text, pattern, func(*regexp2.Match) bool {
		found = true
		return false
	})
	return found, err
}

// FindPosition returns the place of the first match in characters, from 1; -1
// without one.
func (c *Cache) FindPosition(text, pattern string) (int64, error) {
	place := int64(-1)
	err := c.each(text, pattern, func(m *regexp2.Match) bool {
		place = int64(m.Index) + 1
		return false
	})
	return place, err
}

// CountMatches returns the number of matches.
func (c *Cache) CountMatches(text, pattern string) (int64, error) {
	count := int64(0)
	err := c.each(text, pattern, func(*regexp2.Match) bool {
		count++
		return true
	})
	return count, err
}

// Extract returns a group of the first match; nil without one.
func (c *Cache) Extract(text, pattern string, group int64) (any, error) {
	var found any
	err := c.eachGroup(text, pattern, group, func(value any) bool {
		found = value
		return false
	})
	return found, err
}

// ExtractAll returns a group of all matches as a JSON array.
func (c *Cache) ExtractAll(text, pattern string, group int64) (string, error) {
	values := []any{}
	err := c.eachGroup(text, pattern, group, func(value any) bool {
		values = append(values, value)
		return true
	})
	return arrayText(values, err)
}

func (c *Cache) eachGroup(text, pattern string, group int64, f func(any) bool) error {
	e, err := c.get(pattern)
	if err != nil {
		return err
	}
	if numbers := e.compiled.GetGroupNumbers(); group < 0 || group >= int64(len(numbers)) {
		return fmt.Errorf("the regular expression has %d groups, and no group %d", len(numbers)-1, group)
	}
	return c.each(text, pattern, func(m *regexp2.Match) bool { return f(groupValue(m, int(group))) })
}

// groupValue returns the text of a group; nil if it has none.
func groupValue(m *regexp2.Match, number int) any {
	group := m.GroupByNumber(number)
	if group == nil || len(group.Captures) == 0 {
		return nil
	}
	return group.String()
}

// Split returns the texts between matches as a JSON array.
func (c *Cache) Split(text, pattern string) (string, error) {
	characters := []rune(text)
	values := []any{}
	start := 0
	err := c.each(text, pattern, func(m *regexp2.Match) bool {
		values = append(values, string(characters[start:m.Index]))
		start = m.Index + m.Length
		return true
	})
	return arrayText(append(values, string(characters[start:])), err)
}

func arrayText(values []any, err error) (string, error) {
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(values)
	return string(text), err
}

// Replace replaces all matches. In the replacement $1 and ${name} are groups, and a
// backslash makes the character behind it stand for itself.
func (c *Cache) Replace(text, pattern, replacement string) (string, error) {
	characters := []rune(text)
	var b strings.Builder
	start := 0
	err := c.each(text, pattern, func(m *regexp2.Match) bool {
		b.WriteString(string(characters[start:m.Index]))
		writeReplacement(&b, replacement, m)
		start = m.Index + m.Length
		return true
	})
	b.WriteString(string(characters[start:]))
	return b.String(), err
}

func writeReplacement(b *strings.Builder, replacement string, m *regexp2.Match) {
	for i := 0; i < len(replacement); i++ {
		rest := replacement[i+1:]
		switch c := replacement[i]; {
		case c == '\\' && rest != "":
			i++
			b.WriteByte(replacement[i])
		case c == '$' && rest != "" && rest[0] >= '0' && rest[0] <= '9':
			i++
			b.WriteString(textOf(m.GroupByNumber(int(rest[0] - '0'))))
		case c == '$' && strings.HasPrefix(rest, "{") && strings.Contains(rest, "}"):
			name, _, _ := strings.Cut(rest[1:], "}")
			i += len(name) + 2
			b.WriteString(textOf(m.GroupByName(name)))
		default:
			b.WriteByte(c)
		}
	}
}

func textOf(group *regexp2.Group) string {
	if group == nil {
		return ""
	}
	return group.String()
}
