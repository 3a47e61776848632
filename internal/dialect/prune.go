package dialect

import (
	"slices"
	"strings"
)

// predicate finds the limits that conditions set on one table of a block. It
// never sets a limit that a matching event could be outside of: what it does
// not understand sets none.
type predicate struct {
	r    *rewriter
	b    *block
	logs string // the name of the table that is asked about
}

// condition returns the limits of a condition: OR unites, AND intersects.
func (p predicate) condition(nodes []node) limits {
	if len(nodes) == 1 && nodes[0].parens() && !isQuery(nodes[0].kids) {
		return p.condition(nodes[0].kids)
	}
	if arms := splitWord(nodes, "or"); len(arms) > 1 {
		all := p.condition(arms[0])
		for _, arm := range arms[1:] {
			all = all.or(p.condition(arm))
		}
		return all
	}
	conjuncts := splitWord(nodes, "and")
	if len(conjuncts) > 1 {
		all := limits{}
		for _, c := range conjuncts {
			all = all.and(p.condition(c))
		}
		return all.and(p.calendar(conjuncts))
	}
	return p.atom(nodes).and(p.calendar(conjuncts))
}

// splitWord cuts nodes at a keyword of their level; the AND of BETWEEN and
// all of CASE … END stay.
func splitWord(nodes []node, word string) [][]node {
	var parts [][]node
	start, between, cases := 0, false, 0
	for i, n := range nodes {
		switch {
		case n.is("case"):
			cases++
		case n.is("end") && cases > 0:
			cases--
		case n.is("between"):
			between = true
		case n.is("and") && between:
			between = false
		case n.is(word) && cases == 0:
			parts = append(parts, nodes[start:i])
			start = i + 1
		}
	}
	return append(parts, nodes[start:])
}

// comparison is subject operator operand, with the subject a column.
type comparison struct {
	subject  []node
	operator string // = < <= > >= between in like
	operands [][]node
}

// comparisonOf takes an atom apart; ok is false if it is nothing known.
func comparisonOf(nodes []node) (c comparison, ok bool) {
	for i, n := range nodes {
		switch {
		case n.is("not", "case", "is"):
			return c, false
		case isComparison(n):
			return comparison{nodes[:i], n.text, [][]node{nodes[i+1:]}}, i > 0 && i+1 < len(nodes)
		case n.is("between"):
			ends := splitBetween(nodes[i+1:])
			return comparison{nodes[:i], "between", ends}, i > 0 && len(ends) == 2
		case n.is("in") && i+2 == len(nodes) && nodes[i+1].parens() && !isQuery(nodes[i+1].kids):
			return comparison{nodes[:i], "in", split(nodes[i+1].kids)}, i > 0
		case n.is("like") && i+2 == len(nodes):
			return comparison{nodes[:i], "like", [][]node{nodes[i+1:]}}, i > 0
		}
	}
	return c, false
}

func splitBetween(nodes []node) [][]node {
	for i, n := range nodes {
		if n.is("and") {
			return [][]node{nodes[:i], nodes[i+1:]}
		}
	}
	return nil
}

// flipped returns the comparison with its sides exchanged.
func (c comparison) flipped() (comparison, bool) {
	mirror := map[string]string{"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}[c.operator]
	if mirror == "" {
		return c, false
	}
	return comparison{c.operands[0], mirror, [][]node{c.subject}}, true
}

// atom returns the limits of a single comparison.
func (p predicate) atom(nodes []node) limits {
	c, ok := comparisonOf(nodes)
	if !ok {
		return limits{}
	}
	if l, ok := p.known(c); ok {
		return l
	}
	if c, ok = c.flipped(); ok {
		l, _ := p.known(c)
		return l
	}
	return limits{}
}

// known returns the limits of a comparison whose subject it knows.
func (p predicate) known(c comparison) (limits, bool) {
	if name := p.column(c.subject); name != "" {
		switch p.partition(name) {
		case AccountPartition:
			return limits{accounts: literalSet(c)}, true
		case RegionPartition:
			return limits{region: literalSet(c)}, true
		case DayPartition:
			return limits{path: p.dayWindow(c, p.format(name))}, true
		case DayOfMonthPartition, MonthPartition:
			if format := p.r.formats[name]; format != "" {
				return limits{path: p.dayWindow(c, format)}, true
			}
		}
		switch name {
		case "recipientaccountid":
			return limits{accounts: literalSet(c)}, true
		case "eventtime":
			return limits{event: p.eventWindow(c)}, true
		}
		return limits{}, true
	}
	if slack, ok := p.eventInstant(c.subject); ok {
		return limits{event: p.instantWindow(c, slack)}, true
	}
	if p.isEventText(c.subject) {
		return limits{event: textWindow(c)}, true
	}
	return limits{}, false
}

// column returns the name of a plain column of the table that is asked about.
func (p predicate) column(nodes []node) string {
	if len(nodes) == 0 || chainLength(nodes) != len(nodes) {
		return ""
	}
	names := chainNames(nodes)
	column, qualified := p.b.columnOf(names)
	switch {
	case len(column) != 1 || p.b.locals[column[0]]:
		return ""
	case qualified && names[len(names)-2] != p.logs:
		return ""
	case !qualified && (len(p.b.logs) != 1 || !p.b.alone && p.r.hidden(column[0])):
		return ""
	}
	return column[0]
}

// partition says which part of the path a column stands for.
func (p predicate) partition(name string) Partition {
	for _, c := range p.r.table.Columns {
		if strings.EqualFold(c.Name, name) {
			return c.Partition
		}
	}
	return partitionNames()[name]
}

// format returns how a column of days is written.
func (p predicate) format(name string) string {
	if format := p.r.formats[name]; format != "" {
		return format
	}
	for _, c := range p.r.table.Columns {
		if strings.EqualFold(c.Name, name) && c.Format != "" {
			return c.Format
		}
	}
	return "yyyy/MM/dd"
}

// literalSet returns the literals of = and IN; nil for all else.
func literalSet(c comparison) *[]string {
	if c.operator != "=" && c.operator != "in" {
		return nil
	}
	set := []string{}
	for _, operand := range c.operands {
		text, ok := literalText(operand)
		if !ok {
			return nil
		}
		set = append(set, text)
	}
	slices.Sort(set)
	set = slices.Compact(set)
	return &set
}
