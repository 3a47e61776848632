package report

import (
	"github.com/trailq/trailq/internal/identity"
)

// WhoOptions are the parameters of the question who is behind something.
type WhoOptions struct {
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
	Scope
}

// Who is the question who is behind something.
type Who struct {
	*Report
	options  WhoOptions
	subjects []subject
}

// What bounds the memory that an answer takes: rows of each part, sessions that
// are alike being one, and values of a ranking where all are asked for.
const (
	mostWhoRows   = 100_000
	mostWhoValues = 10_000
)

// groupedCalls and groupedTold are how many columns are grouped by, in the CTEs
// of who.sql, without those of rankings.
const (
	groupedCalls = 8
	groupedTold  = 43
)

// whoParameters are what who.sql has.
type whoParameters struct {
	WhoOptions
	Subjects        []subject
	SourceIdentity  Expression
	RecordNumber    Expression
	Givers, SignIns []Text
	Rankings        []whoColumn
	Ranked          []ranked
	Grouped, Told   []int
	Keep            Expression // whether the name of a session is kept
	SignedIn        Expression // whether a session may have begun with a sign-in
	Rows            int
}

// whoColumn is a column of calls.
type whoColumn struct {
	Column Name
	SQL    Expression
}

// NewWho is the question. Its errors are [*FieldError], about As.
//
// The logs are read once. Its SQL gives rows of several parts, which
// [Who.Read] makes tables of.
func NewWho(options WhoOptions) (*Who, error) {
	p := whoParameters{
		WhoOptions:     options,
		SourceIdentity: expression(`"useridentity.sessioncontext.sourceidentity"`),
		RecordNumber:   expression(`"$record_number"`),
		Givers:         texts(identity.Givers()),
		SignIns:        texts(identity.SignIns()),
		Keep:           expression("TRUE"),
		SignedIn:       expression(`(units."type" <> 'AssumedRole' OR units."issuer" LIKE '%%%s%%')`, pathOfSSO),
		Rows:           mostWhoRows,
	}
	if options.Athena {
		p.SourceIdentity = expression("CAST(NULL AS varchar)")
		p.RecordNumber = expression("CAST(NULL AS bigint)")
	}
	if options.Limit == 0 {
		p.Limit = mostWhoValues
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
			p.Rankings = append(p.Rankings, whoColumn{d.Name, d.SQL})
		}
		grouped += len(p.Rankings)
	}
	p.Grouped, p.Told = ordinals(grouped), ordinals(groupedTold)
	r, err := newReport("who", p)
	if err != nil {
		return nil, err
	}
	return &Who{Report: r, options: options, subjects: p.Subjects}, nil
}

// namedByAWS tells sessions whose names say what they are, as identity.Graph.ByRole
// does, and those that began others.
func namedByAWS() Expression {
	return expression(`(units."part" <> 'session' OR units."giver" IS NOT NULL OR units."type" <> 'AssumedRole' OR units."issuer" LIKE '%%%s%%'
      OR regexp_like(units."arn", '/i-[0-9a-f]+$') OR grants."method" IN ('AssumeRoleWithSAML', 'SwitchRole')
      OR grants."invokedby" IN ('ec2.amazonaws.com', 'lambda.amazonaws.com'))`, pathOfSSO)
}

// pathOfSSO is in the ARNs of roles that IAM Identity Center makes.
const pathOfSSO = "/aws-reserved/sso.amazonaws.com/"

// texts makes literals.
func texts(words []string) []Text {
	var list []Text
	for _, word := range words {
		list = append(list, Text(word))
	}
	return list
}

// ordinals are 1 to n.
func ordinals(n int) []int {
	var list []int
	for i := range n {
		list = append(list, i+1)
	}
	return list
}
