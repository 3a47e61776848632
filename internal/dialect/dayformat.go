package dialect

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// learnFormats finds out how the user's table writes the days of its partition
// columns, from the values that such a column itself is compared with: dt =
// '2023-11-01', day >= date_format(now(), '%Y/%m/%d'); and else from what reads it
// as a day. A column that is another part of a larger expression is the documented
// table's; a format that a DDL declares stays.
func (r *rewriter) learnFormats(statement syntax.Statement, info *resolve.Info) {
	seen := map[string]string{}
	syntax.Walk(statement, func(n syntax.Node) bool {
		e, _ := n.(syntax.Expression)
		c, ok := comparisonOf(withoutNegation(e))
		if !ok {
			return r.err == nil
		}
		r.learnFormat(c, info, seen)
		if c, ok = c.swapSides(); ok {
			r.learnFormat(c, info, seen)
		}
		return r.err == nil
	})
	for name, format := range r.readFormats(statement, info, seen) {
		seen[name] = format
	}
	for name, format := range seen {
		if format != defaultFormat(r.logs.PartitionOf(name)) {
			r.formats[name] = format
		}
	}
}

// withoutNegation returns a comparison as if it had no NOT before its operator.
func withoutNegation(e syntax.Expression) syntax.Expression {
	switch e := e.(type) {
	case *syntax.Between:
		copied := *e
		copied.Negated = false
		return &copied
	case *syntax.In:
		copied := *e
		copied.Negated = false
		return &copied
	case *syntax.Like:
		copied := *e
		copied.Negated = false
		return &copied
	}
	return e
}

// learnFormat learns from one comparison.
func (r *rewriter) learnFormat(c comparison, info *resolve.Info, seen map[string]string) {
	use := info.Columns[c.subject]
	if use == nil || !use.Relation.Logs || len(use.Fields) > 0 || r.isFormKnown(use.Name) {
		return
	}
	if defaultFormat(r.logs.PartitionOf(use.Name)) == "" {
		return
	}
	for _, operand := range c.operands {
		format := r.formatOfValue(operand, c.operator == "like")
		old, known := seen[use.Name]
		switch {
		case format == "" || known && strings.HasPrefix(old, format):
			continue
		case known && !strings.HasPrefix(format, old):
			r.failAt(operand.Start(), "%s is compared with days written as %s and as %s: --ddl FILE with the table's CREATE EXTERNAL TABLE tells which it has",
				use.Name, old, format)
			return
		}
		seen[use.Name] = format
	}
}

// defaultFormat returns how the documented table writes a partition column of
// days, months or days of the month; "" for all else.
func defaultFormat(partition schema.Partition) string {
	switch partition {
	case schema.DayPartition:
		return "yyyy/MM/dd"
	case schema.MonthPartition:
		return "MM"
	case schema.DayOfMonthPartition:
		return "dd"
	}
	return ""
}

// isFormKnown reports whether the table's DDL says how a column is written, or its
// type was learned.
func (r *rewriter) isFormKnown(name string) bool {
	_, isTyped := r.types[name]
	return isTyped || r.logs.FormatOf(name) != "" && r.logs.PartitionOf(name) != schema.NoPartition
}

// formatOfValue returns the pattern in which a value writes a day; "" where it
// shows none. Of LIKE's pattern the part before its first wildcard shows it.
func (r *rewriter) formatOfValue(e syntax.Expression, isPattern bool) string {
	if name, arguments := syntax.PlainCall(e); len(arguments) == 2 && (name == "date_format" || name == "format_datetime") {
		pattern, _ := syntax.LiteralText(arguments[1])
		if name == "date_format" {
			pattern = javaPattern(pattern)
		}
		return dayPattern(pattern)
	}
	text, ok := constants{r.now}.text(e)
	if !ok {
		return ""
	}
	if isPattern {
		prefix, _, found := cutWildcard(text)
		if text = prefix; found {
			return formatOfPrefix(text)
		}
	}
	return formatOfText(text)
}

// dayPattern returns a pattern of years, months, days and hours as it is; "" for
// any other.
func dayPattern(pattern string) string {
	rest := strings.NewReplacer("yyyy", "", "MM", "", "dd", "", "HH", "").Replace(pattern)
	if strings.Trim(rest, "/-_.") != "" || pattern == rest {
		return ""
	}
	return pattern
}

// formatOfText returns the pattern of a day (2023/11/01), of a month (2023-11)
// or of two digits. Two digits are a day of the month or a month, as the column
// is, and no sign of another format.
func formatOfText(text string) string {
	for _, format := range []string{
		"yyyy/MM/dd", "yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd/HH", "yyyy-MM-dd-HH", "yyyyMMddHH",
		"yyyy/MM", "yyyy-MM", "yyyyMM",
	} {
		if shape(text) == shape(format) {
			return format
		}
	}
	return ""
}

// cutWildcard cuts a pattern of LIKE before its first wildcard.
func cutWildcard(pattern string) (prefix, rest string, found bool) {
	i := strings.IndexAny(pattern, "%_")
	if i < 0 {
		return pattern, "", false
	}
	return pattern[:i], pattern[i:], true
}

// formatOfPrefix returns the pattern of the days that begin with a text: the
// year, and as much of what follows as tells the separator.
func formatOfPrefix(prefix string) string {
	for _, format := range []string{"yyyy/MM/dd", "yyyy-MM-dd", "yyyyMMdd"} {
		if len(prefix) > len("yyyy") && strings.HasPrefix(shape(format), shape(prefix)) {
			return format
		}
	}
	return formatOfText(prefix)
}

// shape writes every digit, and every letter of a pattern, as 0.
func shape(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune("yMdH", r) {
			return '0'
		}
		return r
	}, text)
}
