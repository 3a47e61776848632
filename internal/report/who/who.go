package who

import (
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

// groupedCalls is the number of grouping columns in who.sql, without those of
// rankings.
const groupedCalls = 16

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
	return &Query{Report: r, options: options, subjects: p.Subjects}, nil
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
