// Package words reads the words of a query: the names of flags and of a URL's
// parameters, with values such as times, sizes, lists and choices. A mistake in one
// is a [Phrase], which each face spells its own way.
//
//	var from time.Time
//	all := words.Words{words.New("from", words.Moment(&from, words.NewClock(time.Now())))}
//	err := all.SetAll(url.Values{"from": {"24h"}})
package words

import (
	"fmt"
	"maps"
	"slices"
)

// Word is a word of a query: the name of a flag and of a URL's parameter.
type Word struct {
	Name  string
	Value Value
}

// New returns a word.
func New(name string, value Value) Word { return Word{name, value} }

// Value takes the text of a word. Its methods are those of a flag of package pflag.
type Value interface {
	String() string
	Set(text string) error
	Type() string
}

// Words are the words that something understands, in the order of its help.
type Words []Word

// Find returns the word of that name.
func (w Words) Find(name string) (Word, bool) {
	i := slices.IndexFunc(w, func(one Word) bool { return one.Name == name })
	if i < 0 {
		return Word{}, false
	}
	return w[i], true
}

// Mistake is a value that a word does not take, or a word that is not known.
type Mistake struct{ Phrase }

// Error returns the text with the names of words as they are.
func (m *Mistake) Error() string { return m.String() }

// SetAll gives the words their values, such as those of a URL. The error is a
// [*Mistake] that names the word.
func (w Words) SetAll(values map[string][]string) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		word, known := w.Find(name)
		if !known {
			return &Mistake{Phrasef("there is no %v", Name(name))}
		}
		for _, text := range values[name] {
			if err := word.Value.Set(text); err != nil {
				return &Mistake{Phrasef("%v %q: %w", Name(name), text, err)}
			}
		}
	}
	return nil
}

// Name is the name of a word in the text of a [Phrase].
type Name string

// Phrase is a text for people that can hold names of words.
type Phrase struct {
	format string
	values []any
}

// Phrasef returns a phrase. Values of type Name are names of words.
func Phrasef(format string, values ...any) Phrase { return Phrase{format, values} }

// Spell returns the text with each name of a word as spell writes it.
func (p Phrase) Spell(spell func(word string) string) string {
	if p.format == "" {
		return ""
	}
	return p.SpellError(spell).Error()
}

// String returns the text with the names as they are.
func (p Phrase) String() string { return p.Spell(func(word string) string { return word }) }

// SpellError returns the text as an error, which wraps those among the values.
func (p Phrase) SpellError(spell func(word string) string) error {
	values := slices.Clone(p.values)
	for i, value := range values {
		if name, ok := value.(Name); ok {
			values[i] = spell(string(name))
		}
	}
	return fmt.Errorf(p.format, values...)
}
