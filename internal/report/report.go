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

// Report is a question that has been asked with its parameters.
type Report struct {
	// SQL is the question, in Athena's dialect.
	SQL string
	// Statement is the same, ready for the engine.
	Statement dialect.Statement
	// Present makes what is shown of what the SQL gives: units, and notes in
	// place of columns that say the same in every row.
	Present func(*table.Table) *table.Table
}

// Scope is which events a report is about, as far as its SQL must say it. An
// engine that filters below the SQL needs none.
type Scope struct {
	// Where are conditions that events must meet: see [Conditions].
	Where []Expression
	// Distinct says that the engine leaves out events that come twice, which the
	// SQL cannot say.
	Distinct bool
}

// Name is an identifier; it writes itself in quotes.
type Name string

// String is the name as SQL has it.
func (n Name) String() string { return sqltext.Identifier(string(n)) }

// Text is a text; it writes itself as a literal.
type Text string

// String is the text as SQL has it.
func (t Text) String() string { return sqltext.Literal(string(t)) }

// Expression is SQL that this package has made, of Texts where it holds what
// others wrote. The zero value is none.
type Expression struct{ sql string }

// String is the expression.
func (e Expression) String() string { return e.sql }

// IsNone reports whether there is no expression.
func (e Expression) IsNone() bool { return e.sql == "" }

// Expressionf makes one; values are numbers, Texts, Names and Expressions.
func Expressionf(format string, values ...any) Expression {
	return Expression{fmt.Sprintf(format, values...)}
}

// New returns the report of a .sql file, whose answer is shown as it is. An
// error is a mistake in the file, which the report's tests find.
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

// FillIn returns the text of a .sql file with the parameters filled in. The files
// are those beside it, which may hold parts of it.
func FillIn(files fs.FS, name string, parameters any) (string, error) {
	t, err := template.ParseFS(files, "*.sql")
	if err != nil {
		return "", err
	}
	var text strings.Builder
	err = t.ExecuteTemplate(&text, name+".sql", parameters)
	return text.String(), err
}
