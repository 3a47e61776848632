package sqlgen

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

//go:embed grammar.txt
var grammarText string

// Grammar is what queries are made of.
type Grammar struct {
	symbols map[string][]rule
}

// rule is one way to write a symbol: texts, and symbols between them.
type rule struct {
	number  int // of its line
	texts   []string
	symbols []string // one fewer than texts
	height  int      // of the smallest tree that it makes
}

// Athena returns the grammar of queries over the documented table.
func Athena() (*Grammar, error) { return parse(grammarText) }

// parse reads a grammar.
func parse(text string) (*Grammar, error) {
	g := &Grammar{symbols: map[string][]rule{}}
	symbol, number := "", 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\n")
		switch name, isSymbol := strings.CutSuffix(line, ":"); {
		case line == "" || strings.HasPrefix(line, "#"):
		case isSymbol && !strings.HasPrefix(line, " "):
			symbol = name
		default:
			g.symbols[symbol] = append(g.symbols[symbol], parseRule(strings.TrimSpace(line), number))
		}
	}
	return g, g.measure()
}

// parseRule reads a line, in which {name} is a symbol.
func parseRule(line string, number int) rule {
	symbolPattern := regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)
	r := rule{number: number}
	from := 0
	for _, place := range symbolPattern.FindAllStringSubmatchIndex(line, -1) {
		r.texts = append(r.texts, line[from:place[0]])
		r.symbols = append(r.symbols, line[place[2]:place[3]])
		from = place[1]
	}
	r.texts = append(r.texts, line[from:])
	return r
}

// measure finds the height of each rule, and the symbols that have none.
func (g *Grammar) measure() error {
	heights := map[string]int{}
	for changed := true; changed; {
		changed = false
		for symbol, rules := range g.symbols {
			for i := range rules {
				height, known := 1, true
				for _, part := range rules[i].symbols {
					height = max(height, heights[part]+1)
					known = known && heights[part] > 0
				}
				if known && rules[i].height == 0 {
					rules[i].height, changed = height, true
				}
				if known && (heights[symbol] == 0 || height < heights[symbol]) {
					heights[symbol], changed = height, true
				}
			}
		}
	}
	for symbol, rules := range g.symbols {
		for _, r := range rules {
			if r.height == 0 {
				return fmt.Errorf("line %d, of %s: one of %v has no rules that end", r.number, symbol, r.symbols)
			}
		}
	}
	return nil
}

// Query is a generated query.
type Query struct {
	SQL string
	// Features are the rules that made it, each with the rule around it.
	Features []string
}

// Query returns a random query whose tree is about as high as height says.
func (g *Grammar) Query(random *rand.Rand, height int) Query {
	w := &writer{grammar: g, random: random}
	w.write("query", 0, height)
	slices.Sort(w.features)
	return Query{SQL: w.text.String(), Features: slices.Compact(w.features)}
}

type writer struct {
	grammar  *Grammar
	random   *rand.Rand
	text     strings.Builder
	features []string
}

// write writes a symbol by a rule that fits into height.
func (w *writer) write(symbol string, parent, height int) {
	rules := w.grammar.symbols[symbol]
	least := slices.MinFunc(rules, func(a, b rule) int { return a.height - b.height }).height
	r := rules[w.random.IntN(len(rules))]
	for r.height > max(height, least) {
		r = rules[w.random.IntN(len(rules))]
	}
	w.features = append(w.features, fmt.Sprintf("%d<%d", r.number, parent))
	for i, text := range r.texts {
		w.text.WriteString(text)
		if i < len(r.symbols) {
			w.write(r.symbols[i], r.number, height-1)
		}
	}
}
