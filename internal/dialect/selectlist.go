package dialect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// isStar says whether an item of a SELECT list is * or t.*.
func isStar(item []node) bool {
	return len(item) > 0 && item[len(item)-1].isOperator("*") && (len(item) == 1 || item[len(item)-2].isOperator("."))
}

// itemAlias returns the name that an item of a SELECT list is given, in lower
// case, and how many nodes say so.
func itemAlias(item []node) (string, int) {
	last := len(item) - 1
	if last < 1 || !item[last].isName() {
		return "", 0
	}
	previous := item[last-1]
	switch {
	case previous.is("as"):
		return item[last].name(), 2
	case previous.isOperator(".") || previous.kind == operatorToken && !previous.group:
		return "", 0
	case item[last].kind == wordToken && endsOperand(item[last]):
		return "", 0
	case previous.kind == wordToken && needsOperand(previous):
		return "", 0
	case last > 1 && item[last-2].is("interval") || last > 2 && item[last-3].is("interval") && item[last-2].kind == operatorToken:
		return "", 0
	}
	return item[last].name(), 1
}

// endsOperand are keywords that end an expression and are no alias.
func endsOperand(n node) bool {
	return n.is("end", "null", "true", "false", "current_date", "current_timestamp", "current_time", "localtime",
		"localtimestamp", "current_user")
}

// needsOperand are keywords after which an operand stands.
func needsOperand(n node) bool {
	return n.is("and", "or", "not", "like", "in", "is", "between", "over", "escape", "then", "else", "when", "case",
		"distinct", "from", "interval", "at", "zone", "to", "all", "select")
}

// selectList rewrites the items of a SELECT list and names them as Trino
// does: a column and a field by their last name, an expression _col0, _col1
// … by its place. After a star the place is unknown.
func (r *rewriter) selectList(body []node, b *block, env environment) []node {
	var parts [][]node
	named := true
	for i, item := range split(body) {
		if isStar(item) {
			named = false
			parts = append(parts, r.star(item, b))
			continue
		}
		parts = append(parts, r.selectItem(item, i, named, env))
	}
	return join(parts, ",")
}

// selectItem rewrites one item, with its alias.
func (r *rewriter) selectItem(item []node, place int, named bool, env environment) []node {
	if len(item) == 0 {
		return item
	}
	if _, length := itemAlias(item); length > 0 {
		at := len(item) - length
		alias := item[len(item)-1]
		out := r.expression(item[:at], env)
		if length == 1 {
			as := raw("AS", alias)
			out = append(out, as)
			alias.before = " "
		} else {
			out = append(out, item[at])
		}
		return append(out, asIdentifier(alias))
	}
	if length := chainLength(item); length == len(item) && !endsOperand(item[0]) {
		out, name := r.chain(item, env)
		if name != "" {
			out = append(out, spacedRaw("AS "+sqltext.Identifier(name), item[0]))
		}
		return out
	}
	out := r.expression(item, env)
	if named {
		out = append(out, spacedRaw("AS _col"+strconv.Itoa(place), item[0]))
	}
	return out
}

func spacedRaw(text string, at node) node {
	n := raw(text, at)
	n.before = " "
	return n
}

// star writes *. Over the wide view it becomes the columns that SELECT * is
// to give.
func (r *rewriter) star(item []node, b *block) []node {
	if !b.wide {
		return r.plainStar(item)
	}
	var columns []string
	if len(item) > 1 {
		name := item[len(item)-3].name()
		if !slices.Contains(b.logs, name) {
			return r.plainStar(item)
		}
		columns = r.starColumns(sqltext.Identifier(unquoted(item[len(item)-3])) + ".")
	} else {
		for _, part := range b.parts {
			columns = append(columns, r.partColumns(part)...)
		}
	}
	return []node{raw(strings.Join(columns, ", "), item[0])}
}

// plainStar keeps a star; of db.table.* only the table is left.
func (r *rewriter) plainStar(item []node) []node {
	if len(item) > 3 {
		tail := append([]node(nil), item[len(item)-3:]...)
		tail[0].before = item[0].before
		item = tail
	}
	out := append([]node(nil), item...)
	if len(out) > 1 {
		out[0] = asIdentifier(out[0])
	}
	return out
}

// partColumns are the columns that a part of FROM adds to *.
func (r *rewriter) partColumns(part fromPart) []string {
	switch part.kind {
	case logsPart:
		return r.starColumns(sqltext.Identifier(part.name) + ".")
	case nestedPart:
		var columns []string
		for _, inner := range part.inner {
			columns = append(columns, r.partColumns(inner)...)
		}
		return columns
	case otherPart, queryPart, unnestPart:
		if part.name != "" {
			return []string{sqltext.Identifier(part.name) + ".*"}
		}
	}
	return nil
}

func (r *rewriter) starColumns(prefix string) []string {
	columns := make([]string, len(r.table.Columns))
	for i, c := range r.table.Columns {
		columns[i] = prefix + sqltext.Identifier(c.Name)
	}
	return columns
}
