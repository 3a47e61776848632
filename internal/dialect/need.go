package dialect

import (
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// Need is a condition on rows of the logs: some test of it holds in every row
// that a statement can use. Needs only save work, as Bounds do: the WHERE clause
// stays in the SQL.
type Need []Test

// Test is a comparison of a text column of the scan with texts. It fails where
// the column is NULL. The order of texts is that of their bytes.
type Test struct {
	Column   string // of [ScanColumns], a text from a field
	Operator TestOperator
	Texts    []string
}

// TestOperator says how a column is compared.
type TestOperator int

// The operators. All but NotNull, In and Between have one text.
const (
	NotNull TestOperator = iota // no text
	In                          // any number of texts
	NotEqual
	Less
	LessEqual
	Greater
	GreaterEqual
	Between // two texts, the ends
	HasPrefix
	HasSuffix
	Contains
)

// Holds reports whether the test holds of a value that is not NULL.
func (t *Test) Holds(value string) bool {
	switch t.Operator {
	case NotNull:
		return true
	case In:
		for _, text := range t.Texts {
			if value == text {
				return true
			}
		}
		return false
	case Between:
		return t.Texts[0] <= value && value <= t.Texts[1]
	}
	text := t.Texts[0]
	switch t.Operator {
	case NotEqual:
		return value != text
	case Less:
		return value < text
	case LessEqual:
		return value <= text
	case Greater:
		return value > text
	case GreaterEqual:
		return value >= text
	case HasPrefix:
		return strings.HasPrefix(value, text)
	case HasSuffix:
		return strings.HasSuffix(value, text)
	}
	return strings.Contains(value, text)
}

// needsBuilder finds the needs of the one place where a statement names the
// logs; where there are several it knows none.
type needsBuilder struct {
	places int
	needs  []Need
}

// add takes the conditions of one SELECT into account. That the logs may be
// joined does no harm: no test holds of NULL, so that WHERE drops what a join has
// made of a row that failed it, and what it makes without that row.
func (c *needsBuilder) add(r *rewriter, b *block) {
	c.places += len(b.logs)
	if len(b.logs) != 1 || r.lake {
		return
	}
	p := predicate{r: r, b: b, logs: b.logs[0]}
	for _, clause := range b.clauses {
		if clause.keyword == "where" {
			c.needs = append(c.needs, p.needs(clause.body)...)
		}
	}
}

func (c *needsBuilder) result() []Need {
	if c.places != 1 {
		return nil
	}
	return c.needs
}

// needs returns what a condition needs; what it does not understand it leaves
// out.
func (p predicate) needs(nodes []node) []Need {
	if len(nodes) == 1 && nodes[0].parens() && !isQuery(nodes[0].kids) {
		return p.needs(nodes[0].kids)
	}
	if arms := splitWord(nodes, "or"); len(arms) > 1 {
		return p.either(arms)
	}
	conjuncts := splitWord(nodes, "and")
	if len(conjuncts) == 1 {
		if test, ok := p.test(nodes); ok {
			return []Need{{test}}
		}
		return nil
	}
	var all []Need
	for _, c := range conjuncts {
		all = append(all, p.needs(c)...)
	}
	return all
}

// either returns the need for one of the arms: each must need one thing only.
func (p predicate) either(arms [][]node) []Need {
	var any Need
	for _, arm := range arms {
		needs := p.needs(arm)
		if len(needs) == 0 {
			return nil
		}
		any = append(any, needs[0]...) // of several, one is enough to know
	}
	return []Need{any}
}

// test returns a single comparison as a test.
func (p predicate) test(nodes []node) (Test, bool) {
	if n := len(nodes); n > 3 && nodes[n-3].is("is") && nodes[n-2].is("not") && nodes[n-1].is("null") {
		column := p.textColumn(nodes[:n-3])
		return Test{Column: column}, column != ""
	}
	c, ok := comparisonOf(nodes)
	if !ok {
		return Test{}, false
	}
	column := p.textColumn(c.subject)
	if column == "" {
		if c, ok = c.flipped(); !ok {
			return Test{}, false
		}
		column = p.textColumn(c.subject)
	}
	var texts []string
	for _, operand := range c.operands {
		text, isText := literalText(operand)
		if !isText {
			return Test{}, false
		}
		texts = append(texts, text)
	}
	if column == "" || len(texts) == 0 {
		return Test{}, false
	}
	return newTest(column, c.operator, texts)
}

// newTest makes a test of a comparison's operator.
func newTest(column, operator string, texts []string) (Test, bool) {
	operators := map[string]TestOperator{
		"=": In, "in": In, "<>": NotEqual, "!=": NotEqual, "<": Less, "<=": LessEqual, ">": Greater, ">=": GreaterEqual, "between": Between,
	}
	if operator == "like" {
		return likeTest(column, texts[0])
	}
	known, ok := operators[operator]
	return Test{column, known, texts}, ok
}

// likeTest is for patterns with % at their ends only.
func likeTest(column, pattern string) (Test, bool) {
	inner := strings.TrimRight(strings.TrimLeft(pattern, "%"), "%")
	if inner == "" || strings.ContainsAny(inner, "%_\\") {
		return Test{}, false
	}
	test := Test{column, In, []string{inner}}
	switch start, end := pattern[0] == '%', pattern[len(pattern)-1] == '%'; {
	case start && end:
		test.Operator = Contains
	case start:
		test.Operator = HasSuffix
	case end:
		test.Operator = HasPrefix
	}
	return test, true
}

// textColumn returns the scan's column that a chain names, if it is a text from
// a field of the logs that are asked about.
func (p predicate) textColumn(nodes []node) string {
	name := p.column(nodes)
	if name == "" && len(nodes) > 0 && chainLength(nodes) == len(nodes) {
		names := chainNames(nodes)
		column, qualified := p.b.columnOf(names)
		if len(column) < 2 || !p.r.isLeaf(column) || qualified && names[len(names)-len(column)-1] != p.logs ||
			!qualified && (!p.b.alone || p.b.locals[column[0]]) {
			return ""
		}
		name = strings.Join(column, ".")
	}
	if name == "" || p.r.formats[name] != "" || !p.r.isItself(name) {
		return ""
	}
	for _, c := range ScanColumns() {
		if c.Name == name && c.Origin == FromField && c.Type.Kind == Text {
			return name
		}
	}
	return ""
}

// isItself says whether a name means the scan's column of that name: a user's
// table may have made another of it.
func (r *rewriter) isItself(name string) bool {
	for _, c := range r.table.Columns {
		if strings.EqualFold(c.Name, name) {
			return c.Expression == name || c.Expression == sqltext.Identifier(name)
		}
	}
	return true
}
