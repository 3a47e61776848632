package who

import (
	"github.com/trailq/trailq/internal/identity"
	"github.com/trailq/trailq/internal/report"
)

// Options are the parameters of the question who is behind something.
type Options struct {
	// What is an ARN, a name of a user, role or session, an access key id, a
	// principal id, an address or a block of them, a user agent and so on; * and ?
	// are wildcards. Empty asks for all: the tree of a whole source.
	What string
	// As says what What is, one of [SubjectKinds]; empty goes by its form and by what
	// the logs have.
	As string
	// Limit is how many values a ranking shows, and how many sessions one step of a
	// tree; zero is all.
	Limit int
	// Athena leaves out what Athena's table has not.
	Athena bool
	report.Scope
}

// Query is the question who is behind something.
type Query struct {
	*report.Report
	options  Options
	subjects []subject
}

// What bounds the memory that an answer takes: rows of each part, sessions that
// are alike being one, and values of a ranking where all are asked for.
const (
	mostRows   = 100_000
	mostValues = 10_000
)

// groupedCalls and groupedTold are how many columns are grouped by, in the CTEs
// of who.sql, without those of rankings.
const (
	groupedCalls = 8
	groupedTold  = 43
)

// parameters are what who.sql has.
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
}

// column is a column of calls.
type column struct {
	Column report.Name
	SQL    report.Expression
}

// New is the question. Its errors are [*FieldError], about As.
//
// The logs are read once. Its SQL gives rows of several parts, which
// [Query.Read] makes tables of.
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

// namedByAWS tells sessions whose names say what they are, as identity.Graph.ByRole
// does, and those that began others.
func namedByAWS() report.Expression {
	return report.Expressionf(`(units."part" <> 'session' OR units."giver" IS NOT NULL OR units."type" <> 'AssumedRole' OR units."issuer" LIKE '%%%s%%'
      OR regexp_like(units."arn", '/i-[0-9a-f]+$') OR grants."method" IN ('AssumeRoleWithSAML', 'SwitchRole')
      OR grants."invokedby" IN ('ec2.amazonaws.com', 'lambda.amazonaws.com'))`, pathOfSSO)
}

// pathOfSSO is in the ARNs of roles that IAM Identity Center makes.
const pathOfSSO = "/aws-reserved/sso.amazonaws.com/"

// quoteTexts makes literals.
func quoteTexts(words []string) []report.Text {
	var list []report.Text
	for _, word := range words {
		list = append(list, report.Text(word))
	}
	return list
}

// listOrdinals are 1 to n.
func listOrdinals(n int) []int {
	var list []int
	for i := range n {
		list = append(list, i+1)
	}
	return list
}
