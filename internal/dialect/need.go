package dialect

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
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

// needs returns what a condition needs; what it does not understand it leaves
// out. That the logs can be joined does no harm: no test holds of NULL, so that
// WHERE drops what a join has made of a row that failed it, and what it makes
// without that row.
func (p predicate) needs(e syntax.Expression) []Need {
	e = syntax.Unwrap(e)
	b, _ := e.(*syntax.Binary)
	switch {
	case b != nil && b.Operator == "or":
		return p.eitherNeeds(b)
	case b != nil && b.Operator == "and":
		return append(p.needs(b.Left), p.needs(b.Right)...)
	}
	if test, ok := p.test(e); ok {
		return []Need{{test}}
	}
	return nil
}

// eitherNeeds returns the need for one of the arms of OR: each must need one
// thing only.
func (p predicate) eitherNeeds(b *syntax.Binary) []Need {
	left, right := p.needs(b.Left), p.needs(b.Right)
	if len(left) == 0 || len(right) == 0 {
		return nil
	}
	return []Need{append(left[0][:len(left[0]):len(left[0])], right[0]...)} // of several, one is enough to know
}

// test returns a single comparison as a test.
func (p predicate) test(e syntax.Expression) (Test, bool) {
	if n, ok := e.(*syntax.IsNull); ok && n.Negated {
		column := p.textColumn(n.Operand)
		return Test{Column: column}, column != ""
	}
	c, ok := comparisonOf(e)
	if !ok {
		return Test{}, false
	}
	column := p.textColumn(c.subject)
	if column == "" {
		if c, ok = c.swapSides(); !ok {
			return Test{}, false
		}
		column = p.textColumn(c.subject)
	}
	var texts []string
	for _, operand := range c.operands {
		text, isText := syntax.LiteralText(operand)
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

// textColumn returns the scan's column that a name means, if it is a text from
// a field of the logs that are asked about.
func (p predicate) textColumn(e syntax.Expression) string {
	use := p.info.Columns[syntax.Unwrap(e)]
	if use == nil || use.Relation != p.relation {
		return ""
	}
	name := strings.Join(append([]string{use.Name}, use.Fields...), ".")
	if len(use.Fields) > 0 && !p.r.logs.IsLeaf(strings.Split(name, ".")) {
		return ""
	}
	if p.r.formats[name] != "" || !p.r.logs.IsItself(name) {
		return ""
	}
	if !p.r.logs.HasText(name) {
		return ""
	}
	return name
}
