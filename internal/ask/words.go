package ask

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

// SetAll gives the words their values, such as those of a URL. The error is a
// [*Failure] that names the word.
func (w Words) SetAll(values map[string][]string) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		word, known := w.Find(name)
		if !known {
			return usagef("there is no %v", wordName(name))
		}
		for _, text := range values[name] {
			if err := word.Value.Set(text); err != nil {
				return usagef("%v %q: %w", wordName(name), text, err)
			}
		}
	}
	return nil
}

// wordName is a word in the text of a [Phrase].
type wordName string

// Phrase is a text for people that can hold names of words.
type Phrase struct {
	format string
	values []any
}

// phrasef returns a phrase. Values of type wordName are names of words.
func phrasef(format string, values ...any) Phrase { return Phrase{format, values} }

// Spell returns the text with each name of a word as spell writes it.
func (p Phrase) Spell(spell func(word string) string) string {
	return p.asError(spell).Error()
}

// String returns the text with the names as they are.
func (p Phrase) String() string { return p.Spell(func(word string) string { return word }) }

// asError returns the text as an error, which wraps those among the values.
func (p Phrase) asError(spell func(word string) string) error {
	values := slices.Clone(p.values)
	for i, value := range values {
		if name, ok := value.(wordName); ok {
			values[i] = spell(string(name))
		}
	}
	return fmt.Errorf(p.format, values...)
}
