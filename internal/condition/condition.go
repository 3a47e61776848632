package condition

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/trailq/trailq/internal/records"
)

// Condition is a condition on a field of a record.
type Condition struct {
	// Field is the short name, or the path as CloudTrail writes it.
	Field string
	// Negated says that the condition holds where the rest does not.
	Negated bool
	// Glob is what one of the field's values must match, with wildcards; empty asks
	// for any value.
	Glob string

	values  finder
	literal bool // Glob has no wildcards
}

// finder calls visit with the values of a field in a record, until visit reports
// true, and reports whether it did.
type finder func(record *records.Record, visit func(text []byte) bool) bool

// Forms lists the forms of a condition.
const Forms = "FIELD=GLOB, FIELD!=GLOB, FIELD or !FIELD"

// Parse reads a condition in one of the [Forms]. An unknown field is a [*FieldError].
func Parse(text string) (*Condition, error) {
	field, glob, compares := cutField(text)
	c := &Condition{Field: strings.TrimSpace(field), Glob: strings.TrimSpace(glob)}
	switch {
	case compares && strings.HasSuffix(c.Field, "!"):
		c.Negated, c.Field = true, strings.TrimSuffix(c.Field, "!")
	case strings.HasPrefix(c.Field, "!") && !compares:
		c.Negated, c.Field = true, c.Field[1:]
	case strings.HasPrefix(c.Field, "!"):
		return nil, fmt.Errorf("condition %q: want one of %s", text, Forms)
	}
	c.Field = strings.TrimSpace(c.Field)
	switch {
	case c.Field == "":
		return nil, fmt.Errorf("condition %q: a field is missing; want %s", text, Forms)
	case compares && c.Glob == "":
		return nil, fmt.Errorf("condition %q: nothing to compare with; %s asks for events without a value there, and %s for those with one", text, "!"+c.Field, c.Field)
	case strings.Trim(c.Glob, "*") == "": // any value
		c.Glob = ""
	}
	c.literal = !strings.ContainsAny(c.Glob, "*?")
	return c, c.findField()
}

// cutField cuts a condition at its first = outside of quotes.
func cutField(text string) (field, glob string, found bool) {
	quote := byte(0)
	for i := range len(text) {
		switch c := text[i]; {
		case quote == '"' && c == '"' && text[i-1] == '\\':
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && c == '=':
			return text[:i], text[i+1:], true
		}
	}
	return text, "", false
}

// String returns the condition as it can be parsed.
func (c *Condition) String() string {
	switch {
	case c.Glob == "" && c.Negated:
		return "!" + c.Field
	case c.Glob == "":
		return c.Field
	case c.Negated:
		return c.Field + "!=" + c.Glob
	}
	return c.Field + "=" + c.Glob
}

// Match reports whether the condition holds for a record. It is safe for concurrent
// use.
func (c *Condition) Match(record *records.Record) bool {
	return c.values(record, c.matchText) != c.Negated
}

// Values yields the values of the condition's field in a record. They are good until
// the next one.
func (c *Condition) Values(record *records.Record) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		c.values(record, func(text []byte) bool { return len(text) > 0 && !yield(text) })
	}
}

// matchText reports whether a value is one that the condition asks for.
func (c *Condition) matchText(text []byte) bool {
	switch {
	case len(text) == 0:
		return false
	case c.Glob == "":
		return true
	case c.literal:
		return string(text) == c.Glob
	}
	return MatchGlob(c.Glob, string(text))
}

// Conditions are conditions that must all hold.
type Conditions []*Condition

// ParseAll reads several conditions.
func ParseAll(texts []string) (Conditions, error) {
	var all Conditions
	for _, text := range texts {
		c, err := Parse(text)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// Match reports whether all conditions hold for a record.
func (all Conditions) Match(record *records.Record) bool {
	for _, c := range all {
		if !c.Match(record) {
			return false
		}
	}
	return true
}

// FieldError means that a name is not a field.
type FieldError struct {
	Name   string
	Reason string // "no event has it", or how it is to be written
	Near   string // the name that may have been meant, if any
}

func (e *FieldError) Error() string { return fmt.Sprintf("%q: %s", e.Name, e.Reason) }

var errNoField = errors.New("no event has such a field")
