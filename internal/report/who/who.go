package who

import (
	"slices"

	"github.com/trailq/trailq/internal/identity"
	"github.com/trailq/trailq/internal/report"
)

// Options are the parameters of the report.
type Options struct {
	// What is an ARN, the name of a user, role or session, an access key id, a
	// principal id, an address or block, a user agent and so on; * and ? are wildcards.
	// Empty asks for everything: the tree of a whole source.
	What string
	// As says what What is, one of [SubjectKinds]. Empty leaves it to the form of What
	// and to the logs.
	As string
	// Limit is the maximum number of values of a ranking, and of sessions in one step
	// of a tree; zero is all.
	Limit int
	// Athena leaves out columns that Athena's table does not have.
	Athena bool
	report.Scope
}

// Query asks who is behind something.
type Query struct {
	*report.Report
	options  Options
	subjects []subject
}

// The numbers of grouping columns in who.sql, without those of rankings: of texts, and of
// numbers in place of texts.
const (
	groupedCalls    = 16
	groupedNumbered = 6
)

// parameters are the values that who.sql uses.
type parameters struct {
	Options
	Subjects       []subject
	SourceIdentity report.Expression
	RecordNumber   report.Expression
	Failure        report.Expression
	EventTime      report.Expression
	Instant        report.Expression // of the event
	Givers         []report.Text
	Rankings       []column
	Grouped        []int
	Unnamed        int    // the bit of callers whose names only other records tell
	Numbered       bool   // trailq's own engine numbers the texts of an identity
	Target         string // a pattern for what a call acts on, among its parameters
}

// column is a column of calls.
type column struct {
	Column report.Name
	SQL    report.Expression
}

// New returns the query. Its errors are [*report.FieldError], about As.
//
// The logs are read once. The SQL groups calls that are alike, and [Query.Read] traces
// their sessions back.
func New(options Options) (*Query, error) {
	p := parameters{
		Options:        options,
		SourceIdentity: report.Expressionf(`"useridentity.sessioncontext.sourceidentity"`),
		RecordNumber:   report.Expressionf(`"$record_number"`),
		Givers:         quoteTexts(append(identity.IssuingEvents(), identity.LaunchingEvents()...)),
		Failure:        report.FailureName(),
		EventTime:      report.EventTime(),
		Instant:        report.EventInstant(),
		Unnamed:        unnamedBit,
		Target:         targetPattern,
	}
	if options.Athena {
		p.SourceIdentity = report.Expressionf("CAST(NULL AS varchar)")
		p.RecordNumber = report.Expressionf("CAST(NULL AS bigint)")
	}
	grouped := groupedCalls
	if options.What != "" {
		subjects, err := subjectsOf(options.What, options.As, p.SourceIdentity.String())
		if err != nil {
			return nil, err
		}
		p.Subjects, p.Rankings = subjects, askedColumns()
		grouped += len(p.Rankings)
	}
	p.Grouped = listOrdinals(grouped)
	r, err := report.New(files, "who", p)
	if err != nil {
		return nil, err
	}
	// Where a name is asked for, records that contradict each other count in the order of the
	// rows, which numbers would change from run to run.
	if !options.Elsewhere && options.What == "" {
		p.Numbered, p.Grouped = true, listOrdinals(groupedNumbered)
		if r.Numbered, err = report.New(files, "who", p); err != nil {
			return nil, err
		}
	}
	return &Query{Report: r, options: options, subjects: p.Subjects}, nil
}

// Identity returns the SQL of the number of an identity's texts.
func (p parameters) Identity() report.Expression { return report.IdentityNumber() }

// textPlace returns the place of a text among those of an identity.
func textPlace(name report.Name) int {
	return slices.IndexFunc(report.IdentityTexts(), func(c report.Column) bool { return c.Name == name })
}

// ARNPlace returns the place of the ARN.
func (p parameters) ARNPlace() int { return textPlace("arn") }

// UserNamePlace returns the place of the user name.
func (p parameters) UserNamePlace() int { return textPlace("username") }

// IdentityTexts returns the SQL of the texts of an identity by its number.
func (p parameters) IdentityTexts() []report.Column {
	var columns []report.Column
	for i, c := range report.IdentityTexts() {
		text := report.Expressionf(`trino_tuple_text("identity", %d)`, i)
		switch c.Name {
		case "username":
			text = report.Expressionf(`coalesce(%v, "centername")`, text)
		case "issuer":
			text = report.Expressionf(`coalesce(%v, "samlrole")`, text)
		}
		columns = append(columns, report.Column{Name: c.Name, SQL: text})
	}
	return columns
}

const (
	// targetPattern finds the first parameter that names something: a userName, a
	// roleArn, a groupId.
	targetPattern = `"[A-Za-z]*([nN]ame|A[rR][nN]|I[dD]|Identifier)": *"[^"]{1,200}"`
	// unnamedBit is more than the bits of all subjects together.
	unnamedBit = 1 << 20
)

// quoteTexts returns literals of the words.
func quoteTexts(words []string) []report.Text {
	var list []report.Text
	for _, word := range words {
		list = append(list, report.Text(word))
	}
	return list
}

// listOrdinals returns the numbers from 1 to n.
func listOrdinals(n int) []int {
	var list []int
	for i := range n {
		list = append(list, i+1)
	}
	return list
}
