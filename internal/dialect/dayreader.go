package dialect

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// readFormats finds out how days are written from what reads a partition column:
// date(dt) reads 2023-11-01, date_parse(dt, '%Y%m%d') reads 20231101, and
// split(dt, '-') needs dashes. That is a weaker sign than a comparison: it counts
// where no comparison shows a format, and where all readers of a column agree.
func (r *rewriter) readFormats(statement syntax.Statement, info *resolve.Info, compared map[string]string) map[string]string {
	read := map[string]string{}
	syntax.Walk(statement, func(n syntax.Node) bool {
		e, _ := n.(syntax.Expression)
		column, format := r.readerOf(e)
		use := info.Columns[column]
		if format == "" || use == nil || !use.Relation.Logs || len(use.Fields) > 0 || r.isFormKnown(use.Name) || compared[use.Name] != "" {
			return true
		}
		_, isCast := e.(*syntax.Cast)
		switch old, known := read[use.Name]; {
		case defaultFormat(r.logs.PartitionOf(use.Name)) == "":
		case isCast && format == "yyyyMMdd" && r.logs.PartitionOf(use.Name) != schema.DayPartition: // a month or a day of it
		case known && old != format:
			read[use.Name] = defaultFormat(r.logs.PartitionOf(use.Name))
		default:
			read[use.Name] = format
		}
		return true
	})
	for name, format := range read {
		if r.logs.PartitionOf(name) == schema.MonthPartition && !strings.HasPrefix(format, "yyyy") {
			delete(read, name)
		}
	}
	return read
}

// readerOf returns what an expression reads, and the format that the text must have
// for it; "" where it takes others.
func (r *rewriter) readerOf(e syntax.Expression) (read syntax.Expression, format string) {
	switch e := e.(type) {
	case *syntax.Cast:
		switch e.Type.Name {
		case "date", "timestamp":
			return syntax.Unwrap(e.Operand), "yyyy-MM-dd"
		case "integer", "bigint":
			return syntax.Unwrap(e.Operand), "yyyyMMdd"
		}
		return nil, ""
	case *syntax.Call:
		return r.callReader(syntax.PlainCall(e))
	}
	c, ok := comparisonOf(withoutNegation(e))
	if !ok {
		return nil, ""
	}
	if name, arguments := syntax.PlainCall(c.subject); (name == "substr" || name == "substring") && len(arguments) > 1 {
		first, _ := syntax.LiteralInteger(arguments[1])
		if text, known := (constants{r.now}).text(c.operands[0]); known && first == 1 {
			prefix, _, _ := cutWildcard(text)
			return syntax.Unwrap(arguments[0]), formatOfPrefix(prefix)
		}
	}
	return nil, ""
}

// callReader returns what a call reads, and the format that the text must have for it, as
// readerOf does.
func (r *rewriter) callReader(name string, arguments []syntax.Expression) (read syntax.Expression, format string) {
	if len(arguments) == 0 {
		return nil, ""
	}
	read = syntax.Unwrap(arguments[0])
	switch name {
	case "date", "from_iso8601_date", "from_iso8601_timestamp":
		return read, "yyyy-MM-dd"
	}
	if len(arguments) < 2 {
		return nil, ""
	}
	text, ok := constants{r.now}.text(arguments[1])
	switch {
	case !ok:
	case name == "date_parse":
		return read, dayPattern(javaPattern(text))
	case name == "parse_datetime":
		return read, dayPattern(text)
	case name == "starts_with":
		return read, formatOfPrefix(text)
	case name == "regexp_like":
		text = strings.TrimPrefix(text, "^")
		if i := strings.IndexAny(text, `\.+*?()|[]{}^$`); i >= 0 {
			text = text[:i]
		}
		return read, formatOfPrefix(text)
	case (name == "split" || name == "split_part" || name == "replace") && text == "-":
		return read, "yyyy-MM-dd"
	case (name == "split" || name == "split_part" || name == "replace") && text == "/":
		return read, "yyyy/MM/dd"
	}
	return nil, ""
}

// javaPattern returns a pattern of date_parse as one of parse_datetime.
func javaPattern(pattern string) string {
	return strings.NewReplacer("%Y", "yyyy", "%m", "MM", "%d", "dd", "%H", "HH").Replace(pattern)
}
