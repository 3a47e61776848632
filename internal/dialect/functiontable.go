package dialect

import (
	_ "embed"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
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

// checkFunction refuses a call of a function that the engine has under the same
// name with another meaning.
func (r *rewriter) checkFunction(name syntax.Name) {
	if strings.Contains(functionText, "\n"+name.Key()+"\trefused\n") {
		r.failAt(name.Start(), "%s is not available", name.Text)
	}
}
