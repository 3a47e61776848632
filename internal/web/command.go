package web

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/words"
)

// wordValue is a word of a query with its value.
type wordValue struct {
	Word  string `json:"word"`
	Value string `json:"value"`
}

// baseWords returns the filters of the command.
func (s *Server) baseWords() []wordValue {
	found := selectionWords(s.options.Selection)
	if found == nil {
		found = []wordValue{}
	}
	return found
}

// selectionWords returns the words that make a selection, in the order of the help.
func selectionWords(selection ask.Selection) []wordValue {
	clock := words.NewClock(selection.Filter.From)
	var found []wordValue
	lists := map[string][]string{"where": selection.Filter.Where, "caller": selection.Filter.Callers, "keys": selection.Keys}
	for _, word := range slices.Concat(selection.Words(clock), selection.ProofWords()) {
		if values, isList := lists[word.Name]; isList {
			for _, value := range values {
				found = append(found, wordValue{word.Name, value})
			}
			continue
		}
		if value := word.Value.String(); word.Name != "tz" && isGiven(value) {
			found = append(found, wordValue{word.Name, value})
		}
	}
	return found
}

// isGiven reports whether the value of a word is another than that of nothing.
func isGiven(value string) bool { return !slices.Contains([]string{"", "0", "false", "0s"}, value) }

// connectionWords returns the words that say how to reach buckets.
func connectionWords(access ask.Access) []wordValue {
	var found []wordValue
	for _, word := range slices.Concat(access.ConnectionWords(), access.CacheWords(), access.FetchWords()) {
		if value := word.Value.String(); isGiven(value) {
			found = append(found, wordValue{word.Name, value})
		}
	}
	return found
}

// commandLine returns a command over the sources, with words as its flags and further
// arguments.
func (s *Server) commandLine(command string, flags []wordValue, arguments ...string) string {
	parts := []string{"trailq", command}
	for _, argument := range append(slices.Clone(s.options.Sources), arguments...) {
		parts = append(parts, quoteShell(argument))
	}
	if command == "web" {
		flags = append(s.baseWords(), flags...)
	}
	for _, flag := range append(flags, connectionWords(s.options.Access)...) {
		if flag.Value == "true" {
			parts = append(parts, "--"+flag.Word)
			continue
		}
		parts = append(parts, "--"+flag.Word, quoteShell(flag.Value))
	}
	return strings.Join(parts, " ")
}

// quoteShell returns words as a shell reads them.
func quoteShell(texts ...string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = text
		if text == "" || strings.Trim(text, plainInShell) != "" {
			quoted[i] = "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " ")
}

// plainInShell are the characters that mean themselves in every shell.
const plainInShell = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,@%+="
