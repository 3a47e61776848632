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

// Limits to the memory of an answer: rows of each part, where equal sessions are
// one row, and values of a ranking if all are asked for.
const (
	mostRows   = 100_000
	mostValues = 10_000
)

// groupedCalls and groupedTold are the numbers of grouping columns in the CTEs of
// who.sql, without those of rankings.
const (
	groupedCalls = 8
	groupedTold  = 43
)

// parameters are the values that who.sql uses.
type parameters struct {
	Options
	Subjects        []subject
	SourceIdentity  report.Expression
	RecordNumber    report.Expression
	Givers, SignIns []report.Text
	Rankings        []column
	Ranked          []ranked
	Grouped, Told   []int
	Keep            report.Expression // whether the name of a session is kept
	SignedIn        report.Expression // whether a session may have begun with a sign-in
	Rows            int
	Failure         report.Expression
	EventTime       report.Expression
}

// column is a column of calls.
type column struct {
	Column report.Name
	SQL    report.Expression
}

// New returns the query. Its errors are [*report.FieldError], about As.
//
// The logs are read once. The SQL returns rows of several parts, which [Query.Read]
// turns into tables.
func New(options Options) (*Query, error) {
	p := parameters{
		Options:        options,
		SourceIdentity: report.Expressionf(`"useridentity.sessioncontext.sourceidentity"`),
		RecordNumber:   report.Expressionf(`"$record_number"`),
		Givers:         quoteTexts(identity.IssuingEvents()),
		SignIns:        quoteTexts(identity.SignIns()),
		Keep:           report.Expressionf("TRUE"),
		SignedIn:       report.Expressionf(`(units."type" <> 'AssumedRole' OR units."issuer" LIKE '%%%s%%')`, pathOfSSO),
		Rows:           mostRows,
		Failure:        report.FailureName(),
		EventTime:      report.EventTime(),
	}
	if options.Athena {
		p.SourceIdentity = report.Expressionf("CAST(NULL AS varchar)")
		p.RecordNumber = report.Expressionf("CAST(NULL AS bigint)")
	}
	if options.Limit == 0 {
		p.Limit = mostValues
	}
	grouped := groupedCalls
	if options.What == "" {
		p.Keep = namedByAWS()
	} else {
		subjects, err := subjectsOf(options.What, options.As, p.SourceIdentity.String())
		if err != nil {
			return nil, err
		}
		p.Subjects, p.Ranked = subjects, rankedOf(subjects)
		for _, d := range askedColumns() {
			p.Rankings = append(p.Rankings, column{d.Name, d.SQL})
		}
		grouped += len(p.Rankings)
	}
	p.Grouped, p.Told = listOrdinals(grouped), listOrdinals(groupedTold)
	r, err := report.New(files, "who", p)
	if err != nil {
		return nil, err
	}
	return &Query{Report: r, options: options, subjects: p.Subjects}, nil
}

// namedByAWS returns the condition that the name of a session says what it is, as
// for identity.Graph.ByRole, or that the session started others.
func namedByAWS() report.Expression {
	return report.Expressionf(`(units."part" <> 'session' OR units."giver" IS NOT NULL OR units."type" <> 'AssumedRole' OR units."issuer" LIKE '%%%s%%'
      OR regexp_like(units."arn", '/i-[0-9a-f]+$') OR grants."method" IN ('AssumeRoleWithSAML', 'SwitchRole')
      OR grants."invokedby" IN ('ec2.amazonaws.com', 'lambda.amazonaws.com'))`, pathOfSSO)
}

// pathOfSSO is part of the ARNs of roles that IAM Identity Center creates.
const pathOfSSO = "/aws-reserved/sso.amazonaws.com/"

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
