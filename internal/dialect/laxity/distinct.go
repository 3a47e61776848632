package laxity

import (
	"regexp"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// noteDistinct notes an order of SELECT DISTINCT by what is not selected:
// https://trino.io/docs/current/sql/select.html#order-by-clause
func (n *notebook) noteDistinct(q *syntax.Query) {
	s, ok := q.Body.(*syntax.Select)
	if !ok || s.Quantifier != "distinct" {
		return
	}
	selected := map[string]bool{}
	for _, item := range s.Items {
		if item.Star {
			return
		}
		selected[strings.ToLower(syntax.Print(item.Expression))] = true
		if item.Alias != nil {
			selected[item.Alias.Key()] = true
		}
	}
	for _, item := range q.OrderBy {
		if _, isPlace := item.Expression.(*syntax.NumberLiteral); !isPlace && !selected[strings.ToLower(syntax.Print(item.Expression))] {
			n.refuse(item.Expression, "an order by %s, which SELECT DISTINCT does not have", syntax.Print(item.Expression))
		}
	}
}

// noteGroup notes a group of a regular expression that has none of that number.
func (n *notebook) noteGroup(c *syntax.Call) {
	name := c.Name[len(c.Name)-1].Key()
	if name != "regexp_extract" && name != "regexp_extract_all" || len(c.Arguments) != 3 {
		return
	}
	pattern, isText := syntax.LiteralText(c.Arguments[1])
	group, isNumber := syntax.LiteralInteger(c.Arguments[2])
	if !isText || !isNumber {
		return
	}
	compiled, err := regexp.Compile(pattern)
	if err == nil && group > compiled.NumSubexp() {
		n.refuse(c.Arguments[2], "group %d of '%s', which has %d", group, pattern, compiled.NumSubexp())
	}
}
