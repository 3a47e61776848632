package parser

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// grammarMistakes asks Trino's grammar what is wrong with each text; make grammar
// installs what checks it.
func grammarMistakes(t *testing.T, texts []string) [][]string {
	t.Helper()
	const checker = "../../../scripts/grammar/dist/check.mjs"
	if _, err := os.Stat(checker); errors.Is(err, fs.ErrNotExist) {
		t.Skip("Trino's grammar is not there: make grammar installs it")
	}
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "node", checker)
	command.Stdin = strings.NewReader(string(input))
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var mistakes [][]string
	if err := json.Unmarshal(output, &mistakes); err != nil || len(mistakes) != len(texts) {
		t.Fatalf("%d texts, %d answers, %v", len(texts), len(mistakes), err)
	}
	return mistakes
}

// isOurs reports whether a text has a form that only this parser takes, or that
// it refuses although it is correct.
func isOurs(text string) bool {
	for _, form := range []string{
		"5e2676f8", "my-logs", "$", "{", "JSON_", "SHOW TABLES", "DROP ", "LIMIT ALL", "()", "DESCRIBE",
		"EXPLAIN", "CREATE", "INSERT",
	} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

// The parser and Trino's grammar take the same statements and refuse the same:
// all constructs, and those with a token too many, too few or moved.
func TestGrammar(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var texts []string
	for _, text := range constructs() {
		if isOurs(text) {
			continue
		}
		texts = append(texts, text)
		tokens, err := syntax.Tokenize(text)
		if err != nil {
			t.Fatal(err)
		}
		for range 25 {
			texts = append(texts, mutate(random, tokens))
		}
	}
	for i, mistakes := range grammarMistakes(t, texts) {
		_, err := Parse(texts[i])
		if err != nil && strings.HasPrefix(err.Error(), "an interval is written") {
			continue // there, a type of that name that does not exist
		}
		if (err == nil) == (len(mistakes) == 0) || isOurs(texts[i]) {
			continue
		}
		t.Errorf("%s\n here %v, Trino's grammar %q", texts[i], err, mistakes)
	}
}

// mutate writes tokens with one of them missing, doubled or moved.
func mutate(random *rand.Rand, tokens []syntax.Token) string {
	i, k := random.IntN(len(tokens)-1), random.IntN(len(tokens)-1)
	changed := append([]syntax.Token(nil), tokens[:len(tokens)-1]...)
	switch random.IntN(3) {
	case 0:
		changed = append(changed[:i], changed[i+1:]...)
	case 1:
		changed = append(changed[:i:i], append([]syntax.Token{changed[i]}, changed[i:]...)...)
	default:
		changed[i], changed[k] = changed[k], changed[i]
	}
	var b strings.Builder
	for _, token := range changed {
		b.WriteString(token.Text + " ")
	}
	return b.String()
}
