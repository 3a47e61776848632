package report

import (
	"fmt"
	"io/fs"
	"strings"
	"text/template"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/sqltext"
	"github.com/trailq/trailq/internal/table"
)

// Report is a query with its parameters filled in.
type Report struct {
	// SQL is the query, in Athena's dialect.
	SQL string
	// Statement is the same query, parsed for the engine.
	Statement dialect.Statement
	// Numbered gives the same answer on trailq's own engine, with numbers in place of texts
	// (see package tuple). It is nil for most reports.
	Numbered *Report
	// Present turns the answer of the SQL into the table to show: it adds units, and
	// replaces columns that are equal in all rows by notes.
	Present func(*table.Table) *table.Table
}

// Scope says which events a report covers, as far as its SQL must say it. Engines
// that filter below the SQL need none.
type Scope struct {
	// Where are conditions that events must meet: see [Conditions].
	Where []Expression
	// Distinct says that the engine drops duplicate deliveries, which the SQL cannot
	// express.
	Distinct bool
	// Elsewhere says that the SQL is for an engine that does not tell duplicate
	// deliveries: Athena.
	Elsewhere bool
	// Undocumented says that an engine elsewhere has the columns of ours that the
	// documented table lacks.
	Undocumented bool
}

// Repeated returns the SQL of whether an event was delivered before. Where the logs
// do not tell, it is a window function over the events of the FROM clause.
func (s *Scope) Repeated() Expression {
	if !s.Elsewhere {
		return Expressionf(`coalesce("$repeated", false)`)
	}
	return s.RepeatedWithin(Expression{})
}

// RepeatedWithin returns the SQL of whether an event was delivered before among those
// with the same value of part, if there is one. It is a window function over the
// events of the FROM clause. Deliveries of an event are alike. An engine elsewhere keeps a
// counter for each where they have no order, and all events where they have one.
// https://github.com/trinodb/trino/blob/483/core/trino-main/src/main/java/io/trino/operator/RowNumberOperator.java
func (s *Scope) RepeatedWithin(part Expression) Expression {
	if s.Elsewhere {
		return repeatedSQL(part, "")
	}
	return repeatedSQL(part, orderByPath)
}

// RepeatedByPath returns the SQL of whether an event was delivered before in the order of
// the log files' paths, on every engine: where it matters which of the deliveries is the
// first, as their paths or their callers differ.
func RepeatedByPath() Expression { return repeatedSQL(Expression{}, orderByPath) }

const orderByPath = ` ORDER BY "$path"`

func repeatedSQL(part Expression, order string) Expression {
	key := "eventid"
	if !part.IsNone() {
		key += ", " + part.sql
	}
	return Expressionf(`CASE WHEN eventid <> '' THEN row_number() OVER (PARTITION BY %s%s) > 1 ELSE false END`, key, order)
}

// Name is an identifier. It formats itself in quotes.
type Name string

// String returns the name as SQL.
func (n Name) String() string { return sqltext.Identifier(string(n)) }

// Text is a text. It formats itself as a literal.
type Text string

// String returns the text as SQL.
func (t Text) String() string { return sqltext.Literal(string(t)) }

// Expression is SQL made by our packages, with Texts for what others wrote. The
// zero value is none.
type Expression struct{ sql string }

// String returns the expression.
func (e Expression) String() string { return e.sql }

// IsNone reports whether there is no expression.
func (e Expression) IsNone() bool { return e.sql == "" }

// Expressionf formats an expression. The values are numbers, Texts, Names and
// Expressions.
func Expressionf(format string, values ...any) Expression {
	return Expression{fmt.Sprintf(format, values...)}
}

// New returns the report of a .sql file, whose answer is shown unchanged. An error
// is a mistake in the file, which the report's tests find.
func New(files fs.FS, name string, parameters any) (*Report, error) {
	text, err := FillIn(files, name, parameters)
	if err != nil {
		return nil, err
	}
	statements, err := dialect.Split(text)
	if err != nil {
		return nil, err
	}
	if len(statements) != 1 {
		return nil, fmt.Errorf("%s.sql has %d statements", name, len(statements))
	}
	asItIs := func(answer *table.Table) *table.Table { return answer }
	return &Report{SQL: text, Statement: statements[0], Present: asItIs}, nil
}

// FillIn returns the text of a .sql file with the parameters filled in. The other
// files can be used as its parts.
func FillIn(files fs.FS, name string, parameters any) (string, error) {
	t, err := template.ParseFS(files, "*.sql")
	if err != nil {
		return "", err
	}
	var text strings.Builder
	err = t.ExecuteTemplate(&text, name+".sql", parameters)
	return text.String(), err
}
