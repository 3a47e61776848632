package duckdb

import (
	_ "embed"
	"strings"

	"github.com/trailq/trailq/internal/dialect/wordlist"
)

//go:embed functions.tsv
var functionText string

// FunctionMeanings returns the names that Trino and the engine both have, and for
// each what becomes of a call: equal, rewritten or refused. What only Trino has is
// rewritten, or the engine refuses it; what only the engine has does not run.
func FunctionMeanings() map[string]string {
	meanings := map[string]string{}
	for line := range strings.Lines(functionText) {
		name, meaning, found := strings.Cut(strings.TrimSpace(line), "\t")
		if found && !strings.HasPrefix(line, "#") {
			meanings[name] = meaning
		}
	}
	return meanings
}

// IsRefused reports whether a call of a function is refused: the engine has another
// under the same name, or, with columns(…), a list of columns.
func IsRefused(name string) bool {
	meaning, _ := wordlist.Find(functionText, name)
	return meaning == "refused" || name == "columns"
}
