package usertable

import (
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/sqltext"
)

// Table is a user's own table of logs.
type Table struct{ schema.Table }

// Parse returns the first table that a script defines.
func Parse(script string) (*Table, error) {
	tables, err := dialect.ParseDDL(script)
	if err != nil {
		return nil, err
	}
	return &Table{tables[0]}, nil
}

// Conditions returns the conditions on the table's partition keys that every event meets
// which matches the filter.
func (t *Table) Conditions(filter *trailq.Filter) ([]report.Expression, error) {
	predicates, err := catalog.DefinedTable(t.Definition).Predicates(filter)
	if err != nil {
		return nil, err
	}
	var conditions []report.Expression
	for _, predicate := range predicates {
		conditions = append(conditions, report.Expressionf("(%s)", predicate))
	}
	return conditions, nil
}

// Rename gives the logs in a statement the table's name.
func (t *Table) Rename(sql string) string {
	tokens, err := syntax.Tokenize(sql)
	if err != nil || t.Name == schema.LogsView {
		return sql
	}
	var renamed strings.Builder
	written := 0
	for _, token := range tokens {
		if token.Kind == syntax.Word && token.Text == schema.LogsView {
			renamed.WriteString(sql[written:token.Offset] + sqltext.Identifier(t.Name))
			written = token.EndOffset()
		}
	}
	return renamed.String() + sql[written:]
}
