package builtin

import (
	"fmt"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// stemWord returns the stem of an English word, as Snowball's stemmer finds it:
// https://trino.io/docs/current/functions/string.html
func stemWord(word, language string) (string, error) {
	if language != "en" {
		return "", fmt.Errorf("word_stem: the language %q is not available, only 'en' is", language)
	}
	env := snowballstem.NewEnv(word)
	if !english.Stem(env) {
		return word, nil
	}
	return env.Current(), nil
}
