package derived

import (
	"cmp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/sqltext"
)

// NameColumns returns the statement of a report with the names of so many columns, the first
// ones, in place of their expressions, where a SELECT is from the logs themselves: what one
// from its result calls by the name of a field is a column of that result.
func NameColumns(r *report.Report, count int) (dialect.Statement, error) {
	return nameExpressions(r.SQL, listExpressions(firstColumns(count)))
}

// NameScanned returns the statement with the names of what a scan of logs computes, as
// NameColumns does.
func NameScanned(r *report.Report) (dialect.Statement, error) {
	identity := expression{report.IdentityNumber().String(), sqltext.Identifier(identityName)}
	return nameExpressions(r.SQL, append([]expression{identity}, listExpressions(ScannedColumns())...))
}

func nameExpressions(text string, expressions []expression) (dialect.Statement, error) {
	for _, e := range expressions {
		named, err := nameExpression(text, e)
		if err != nil {
			return dialect.Statement{}, err
		}
		text = named
	}
	statements, err := dialect.Split(text)
	if err != nil {
		return dialect.Statement{}, err
	}
	return statements[0], nil
}

// An expression has SQL, and the column that stores its value.
type expression struct{ sql, column string }

// listExpressions returns the expressions, the longest first: one can be a part of another.
func listExpressions(columns []Column) []expression {
	var all []expression
	for _, c := range columns {
		name := sqltext.Identifier(c.HiddenName())
		all = append(all, expression{c.SQL, name})
		if c.Wider != "" {
			all = append(all, expression{c.Wider, name})
		}
	}
	slices.SortStableFunc(all, func(a, b expression) int { return cmp.Compare(len(b.sql), len(a.sql)) })
	return all
}

// nameExpression names the column in place of one expression.
func nameExpression(text string, e expression) (string, error) {
	if !strings.Contains(text, e.sql) {
		return text, nil
	}
	tokens, err := syntax.Tokenize(text)
	if err != nil {
		return "", err
	}
	var named strings.Builder
	for start := 0; ; {
		at := strings.Index(text[start:], e.sql)
		if at < 0 {
			named.WriteString(text[start:])
			return named.String(), nil
		}
		named.WriteString(text[start : start+at])
		if selectsLogs(tokens, start+at) {
			named.WriteString(e.column)
		} else {
			named.WriteString(e.sql)
		}
		start += at + len(e.sql)
	}
}

// selectsLogs reports whether the place belongs to a SELECT from the logs. Its FROM comes
// behind the list of what it selects, and before its conditions.
func selectsLogs(tokens []syntax.Token, offset int) bool {
	place := slices.IndexFunc(tokens, func(t syntax.Token) bool { return t.Offset >= offset })
	for _, step := range []int{1, -1} {
		i := outerWord(tokens, place, step)
		if i >= 0 && tokens[i].IsWord("FROM") {
			return i+1 < len(tokens) && tokens[i+1].IsWord(schema.LogsView)
		}
	}
	return false
}

// outerWord returns the index of the next SELECT or FROM in a direction that stands in no
// brackets but those around the place, or a negative number.
func outerWord(tokens []syntax.Token, place, step int) int {
	opened := 0
	for i := place; i >= 0 && i < len(tokens); i += step {
		switch t := tokens[i]; {
		case t.IsOperator("("):
			opened += step
		case t.IsOperator(")"):
			opened -= step
		case opened == 0 && t.IsOneOf("SELECT", "FROM"):
			return i
		}
		opened = max(opened, 0)
	}
	return -1
}
