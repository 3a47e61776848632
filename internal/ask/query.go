package ask

import (
	"context"
	"errors"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/fieldpath"
	"github.com/trailq/trailq/internal/mask"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/usertable"
	"github.com/trailq/trailq/internal/words"
)

// Report is a query that has a name: [Top], [Cost], [Diff], [Who] and [Timeline]. Its
// fields are its words.
type Report interface {
	Words() words.Words
	prepare(request Request) (*Query, error)
}

// Request is what a report is asked about.
type Request struct {
	Sources []string
	Options Options
	Getenv  func(name string) string // as in [Environment]
	DDL     string                   // a file with the table that the SQL is printed for
}

// Query is a report whose words have been checked.
type Query struct {
	// Options are those for a run: a report narrows the selection, where it knows more
	// about which files it needs.
	Options Options
	own     *usertable.Table // that the SQL is printed for; nil for the documented one
	// build makes the statements, in Athena's own form where athena is set.
	build func(scope report.Scope, athena bool) ([]*report.Report, error)
	run   func(ctx context.Context, run *Run, shown *display) (*Outcome, error)
}

// Prepare checks the words of a report before anything is opened.
func Prepare(r Report, request Request) (*Query, error) {
	query, err := r.prepare(request)
	if err == nil && request.DDL != "" {
		query.own, err = readTable(request.DDL)
	}
	if err != nil {
		return nil, err
	}
	return query, query.Options.Check()
}

// Form says for what the tables are wanted. The zero value is for programs.
type Form struct {
	ForPeople bool // words and drawings in place of columns
	ASCII     bool // no other characters in drawings
	Unmasked  bool // with the credentials that records hold
}

// Words returns the words about the form.
func (f *Form) Words() words.Words {
	return words.Words{words.New("unmasked", words.Toggle(&f.Unmasked))}
}

// MaskTables returns a Show that hides credentials, unless they are wanted. Reports and
// events use it themselves.
func (f Form) MaskTables(show Show) Show {
	if f.Unmasked {
		return show
	}
	return func(tables ...*table.Table) error {
		masked := make([]*table.Table, len(tables))
		for i, one := range tables {
			masked[i] = mask.Table(one)
		}
		return show(masked...)
	}
}

// Show writes the tables of an answer, ranging over their rows once.
type Show func(tables ...*table.Table) error

// display is where an answer goes.
type display struct {
	form Form
	show Show
}

// Outcome is what there is to say about an answer that its tables do not.
type Outcome struct {
	// Empty says that nothing matched.
	Empty bool
	// Limited says that the answer ended before the events did, as asked.
	Limited bool
	// Apart says that the answer is about windows with others between them, so that the
	// number of events that were read says nothing about it.
	Apart bool
	// Notes belong to the answer, as the notes of its tables do.
	Notes []words.Phrase
}

// Answer runs the query and has its tables shown. The outcome is never nil.
func (q *Query) Answer(ctx context.Context, run *Run, form Form, show Show) (*Outcome, error) {
	outcome, err := q.run(ctx, run, &display{form, form.MaskTables(show)})
	if outcome == nil {
		outcome = new(Outcome)
	}
	if err == nil && outcome.Empty {
		outcome.Notes = append(outcome.Notes, run.ExplainEmpty(ctx)...)
	}
	return outcome, err
}

// The targets of [Query.SQL].
const (
	SQLForAthena = "athena" // the filters are conditions
	SQLForEngine = "engine" // the filters apply below the SQL
)

// SQL returns the statements for a target. With an error it returns those before.
func (q *Query) SQL(target string) ([]string, error) {
	read, err := q.Options.Selection.options()
	if err != nil {
		return nil, err
	}
	var scope report.Scope
	if target == SQLForAthena {
		if scope.Where, err = report.Conditions(&read.Filter); err != nil {
			return nil, err
		}
		scope.Elsewhere = true
		scope.Distinct = read.Duplicates == trailq.DropDuplicates
	}
	if q.own != nil {
		partitions, err := q.own.Conditions(&read.Filter)
		if err != nil {
			return nil, err
		}
		scope.Where = append(partitions, scope.Where...)
	}
	reports, err := q.build(scope, target == SQLForAthena)
	if err != nil {
		return nil, err
	}
	var statements []dialect.Statement
	var texts []string
	for _, r := range reports {
		if field := r.UndocumentedField(); field != "" && target == SQLForAthena {
			return nil, usagef("Athena's documented table has no %s", field).
				withHint("%v engine prints the SQL for trailq's own engine", words.Name("show-sql"))
		}
		statements = append(statements, r.Statement)
		text := strings.TrimSpace(r.SQL)
		if q.own != nil {
			text = q.own.Rename(text)
		}
		texts = append(texts, text)
	}
	if target == SQLForEngine {
		return rewriteAll(statements, dialect.Options{})
	}
	return texts, nil
}

// rewriteAll returns statements in the engine's words.
func rewriteAll(statements []dialect.Statement, options dialect.Options) ([]string, error) {
	var texts []string
	for _, statement := range statements {
		query, err := statement.Rewrite(options)
		if err != nil {
			return texts, err
		}
		if query.Creates != "" {
			options.Known = append(options.Known, query.Creates)
		}
		texts = append(texts, strings.TrimSpace(query.SQL))
	}
	return texts, nil
}

// askReport runs the statement of a report. Of a converted folder it asks for columns.
func (r *Run) askReport(ctx context.Context, asked *report.Report, use func(*engine.Answer) error) error {
	statement, err := r.stateReport(ctx, asked)
	if err == nil && asked.Numbered != nil && !r.IsElsewhere() {
		otherwise := statement
		statement, err = r.stateReport(ctx, asked.Numbered)
		statement.Otherwise = &otherwise
	}
	if err != nil {
		return err
	}
	return r.Ask(ctx, statement, use)
}

// stateReport returns the statement of a report.
func (r *Run) stateReport(ctx context.Context, asked *report.Report) (dialect.Statement, error) {
	if r.IsElsewhere() {
		return asked.Statement, nil
	}
	if r.parquet == nil {
		return derived.NameScanned(asked)
	}
	count, err := r.parquet.CountDerived(ctx)
	if count == 0 {
		return asked.Statement, err
	}
	return derived.NameColumns(asked, count)
}

// presentReport asks a report and lets use have its table.
func (r *Run) presentReport(ctx context.Context, asked *report.Report, use func(*table.Table) error) error {
	return r.askReport(ctx, asked, func(answer *engine.Answer) error {
		return use(asked.Present(answer.Table))
	})
}

// isEmpty reports whether no event matched, as far as the engine knows.
func (r *Run) isEmpty() bool {
	reading := r.Reading()
	return reading.Scan == nil && reading.Summary.Records.Yielded == 0 || r.IsElsewhere() && reading.Scan.Rows == 0
}

// parseDimensions reads the value of a word such as by.
func parseDimensions(word, value, command string) ([]report.Dimension, error) {
	by, err := report.ParseDimensions(fieldpath.Split(value))
	return by, dimensionFailure(word, command, err)
}

// dimensionFailure says which name is no field, and which one was perhaps meant, or
// whose help lists the names.
func dimensionFailure(word, command string, err error) error {
	var wrong *report.FieldError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong) && wrong.Near != "":
		return usagef("%v: %w", words.Name(word), err).withHint("did you mean %s?", wrong.Near)
	}
	return usagef("%v: %w", words.Name(word), err).withHint("trailq help %s lists the short names", command)
}

// SumNames lists the choices of the word sum.
func SumNames() []string {
	var names []string
	for _, m := range report.Measures() {
		names = append(names, string(m.Name))
	}
	return names
}

// measureNamed returns the measure of that name, the zero value for none.
func measureNamed(measures []report.Measure, name string) report.Measure {
	for _, m := range measures {
		if name == string(m.Name) {
			return m
		}
	}
	return report.Measure{}
}

// ShortName is a name for what the word by can group by.
type ShortName = report.ShortName

// DimensionNames lists the short names of the word by.
func DimensionNames() []ShortName { return report.ShortNames() }
