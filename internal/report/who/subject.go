package who

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/report"
)

// subject is one thing that a name can mean.
type subject struct {
	As    string            // the word for it
	Bit   int               // in the column "asked"
	Calls report.Expression // whether an event is a call by it; over the logs
	Given report.Expression // whether a key was given to it; over the columns of calls
	Value report.Expression // what it is called where a call is its: over the columns of calls
}

// SubjectKinds returns what a name can mean: the words for Options.As.
func SubjectKinds() []string {
	var kinds []string
	for _, s := range append(subjectsByForm("", true), subjectsByName("", "")...) {
		kinds = append(kinds, s.As)
	}
	return kinds
}

var (
	// accessKeyForm and principalForm follow the prefixes of unique identifiers in "IAM
	// identifiers" in the IAM User Guide.
	accessKeyForm = regexp.MustCompile(`^(A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[A-Z0-9*?]+$`)
	principalForm = regexp.MustCompile(`^(AGPA|AIDA|AIPA|ANPA|ANVA|APKA|AROA|ASCA)[A-Z0-9*?]+(:.*)?$`)
	accountForm   = regexp.MustCompile(`^[0-9]{12}$`)
)

// asSourceIdentity must be asked for: people set the sourceIdentity to the name of
// the user, and that would make every user ambiguous.
const asSourceIdentity = "source-identity"

const sessionIssuer = "useridentity.sessioncontext.sessionissuer"

// neverTrue returns a condition that no event meets.
func neverTrue() report.Expression { return report.Expressionf("FALSE") }

// subjectsOf returns what a name can mean: what its form says, or else whatever has
// that name in the logs. The word as chooses one.
func subjectsOf(what, as, sourceIdentity string) ([]subject, error) {
	if as == "" {
		subjects := subjectsByForm(what, false)
		if len(subjects) == 0 {
			subjects = slices.DeleteFunc(subjectsByName(what, sourceIdentity), func(s subject) bool { return s.As == asSourceIdentity })
		}
		for i := range subjects {
			subjects[i].Bit = 1 << i
		}
		return subjects, nil
	}
	for _, s := range append(subjectsByForm(what, true), subjectsByName(what, sourceIdentity)...) {
		if s.As == as {
			s.Bit = 1
			return []subject{s}, nil
		}
	}
	return nil, &report.FieldError{Name: as, Reason: "a name can mean " + strings.Join(SubjectKinds(), ", "), Near: report.Nearest(as, SubjectKinds())}
}

// subjectsByForm returns what the form of a name says it is or, if all is set,
// every kind that has a form.
func subjectsByForm(what string, all bool) []subject {
	_, notAddress := netip.ParseAddr(what)
	_, notBlock := netip.ParsePrefix(what)
	var subjects []subject
	add := func(is bool, s subject) {
		if all || is && len(subjects) == 0 {
			subjects = append(subjects, s)
		}
	}
	values := []string{what}
	add(strings.HasPrefix(what, "arn:"), subject{
		As:    "arn",
		Calls: report.AnyOf([]report.Expression{report.MatchesAny("useridentity.arn", values), report.MatchesAny(sessionIssuer+".arn", values)}),
		Given: report.AnyOf([]report.Expression{report.MatchesAny(`"givenarn"`, values), report.MatchesAny(`"givenrole"`, values)}),
		Value: report.Expressionf(`CASE WHEN %s THEN "issuer" ELSE "arn" END`, report.MatchesAny(`"issuer"`, values)),
	})
	add(accessKeyForm.MatchString(what), subject{
		As:    "key",
		Calls: report.MatchesAny("useridentity.accesskeyid", values),
		Given: report.MatchesAny(`"given"`, values),
		Value: report.Expressionf(`"key"`),
	})
	add(principalForm.MatchString(what), subject{
		As: "principal",
		Calls: report.AnyOf([]report.Expression{
			report.MatchesAny("useridentity.principalid", []string{what, what + ":*"}), report.MatchesAny(sessionIssuer+".principalid", values),
		}),
		Given: report.MatchesAny(`"givenid"`, []string{what, what + ":*"}),
		Value: report.Expressionf("%v", report.Text(what)),
	})
	add(notAddress == nil || notBlock == nil, subject{
		As: "address", Calls: report.MatchesAddress(values), Given: neverTrue(), Value: report.Expressionf(`"address"`),
	})
	add(strings.HasSuffix(what, ".amazonaws.com"), subject{
		As:    "service",
		Calls: report.AnyOf([]report.Expression{report.MatchesAny("useridentity.invokedby", values), report.MatchesAny("sourceipaddress", values)}),
		Given: neverTrue(),
		Value: report.Expressionf(`coalesce("invokedby", "address")`),
	})
	add(accountForm.MatchString(what), subject{
		As: "account", Calls: report.MatchesAny("useridentity.accountid", values), Given: report.MatchesAny(`"givenarn"`, []string{"arn:*:sts::" + what + ":*"}), Value: report.Expressionf("%v", report.Text(what)),
	})
	return subjects
}

// subjectsByName returns every kind that can have a name.
func subjectsByName(what, sourceIdentity string) []subject {
	values := []string{what}
	subjects := []subject{
		{
			As:    "role",
			Calls: matchesName(sessionIssuer+".arn", what, "role/", "role/*/"),
			Given: matchesName(`"givenrole"`, what, "role/", "role/*/"),
			Value: report.Expressionf(`"issuer"`),
		},
		{
			As: "user",
			Calls: report.Expressionf("(useridentity.type <> 'WebIdentityUser' AND %s OR %s)",
				report.MatchesAny("useridentity.username", values), matchesName(sessionIssuer+".arn", what, "user/", "user/*/")),
			Given: report.Expressionf(`"method" = 'CreateAccessKey' AND %s`, report.MatchesAny(`"givenname"`, values)),
			Value: report.Expressionf(`coalesce("arn", "username")`),
		},
		{
			As:    "session",
			Calls: matchesName("useridentity.arn", what, "assumed-role/*/", "federated-user/"),
			Given: report.AnyOf([]report.Expression{matchesName(`"givenarn"`, what, "assumed-role/*/", "federated-user/"), report.Expressionf(`"givenarn" IS NULL AND "method" <> 'CreateAccessKey' AND %s`, report.MatchesAny(`"givenname"`, values))}),
			Value: report.Expressionf(`"arn"`),
		},
		{
			As: "agent", Calls: report.MatchesAny("useragent", []string{what, "[" + what + "]"}), Given: neverTrue(), Value: report.Expressionf(`"agent"`),
		},
		{
			As:    "subject",
			Calls: report.Expressionf("useridentity.type = 'WebIdentityUser' AND %s", report.MatchesAny("useridentity.username", values)),
			Given: report.MatchesAny(`"subject"`, values),
			Value: report.Expressionf(`"username"`),
		},
		{
			As: asSourceIdentity, Calls: report.MatchesAny(sourceIdentity, values), Given: report.MatchesAny(`"givensource"`, values), Value: report.Expressionf(`"source"`),
		},
		{
			As: "on-behalf-of", Calls: report.MatchesAny("useridentity.onbehalfof.userid", values), Given: neverTrue(), Value: report.Expressionf(`"onbehalfof"`),
		},
	}
	return subjects
}

// matchesName returns the condition that an ARN has the name after one of the given
// parts. Few ARNs end in the name, which is cheap to test and comes first.
func matchesName(arn, name string, before ...string) report.Expression {
	var patterns []string
	for _, part := range before {
		patterns = append(patterns, "arn:*:"+part+name)
	}
	return report.Expressionf("(%v AND %v)", report.MatchesAny(arn, []string{"*/" + name}), report.MatchesAny(arn, patterns))
}

// ranked is a ranking of the values of the calls that were asked for.
type ranked struct {
	Part  report.Text
	Value report.Expression
}

// partOfSubjects precedes the names of the rankings of the subjects themselves.
const partOfSubjects = "as "

// rankedOf returns the rankings: of the subjects, and of the parts of their calls.
func rankedOf(subjects []subject) []ranked {
	list := []ranked{{report.Text(partOfSubjects), report.Expressionf(`CAST("asked" AS varchar)`)}}
	for _, s := range subjects {
		list = append(list, ranked{report.Text(partOfSubjects + s.As), report.Expressionf(`CASE WHEN bitwise_and("asked", %d) > 0 THEN %v END`, s.Bit, s.Value)})
	}
	for _, r := range allRankings() {
		list = append(list, ranked{report.Text(r.name), r.valueSQL()})
	}
	return list
}

// ranking is one of the tables about the calls.
type ranking struct {
	name, title string
	column      report.Name       // of calls
	sql         report.Expression // over the columns of events; the zero value is a column that calls has anyway
}

func allRankings() []ranking {
	return []ranking{
		{"services", "Services", "service", report.Expression{}},
		{"calls", "Calls", "call", report.Expressionf("eventname")},
		{"errors", "Errors", "error", report.Expressionf(`"failure"`)},
		{"addresses", "Addresses", "address", report.Expressionf("sourceipaddress")},
		{"regions", "Regions", "region", report.Expressionf("awsregion")},
		{"userAgents", "User agents", "agent", report.Expressionf("useragent")},
		{"buckets", "Buckets", "bucket", report.Expressionf("json_extract_scalar(requestparameters, '$.bucketName')")},
		{"keys", "Access keys", "key", report.Expression{}},
		{"identities", "Identities", "arn", report.Expression{}},
	}
}

// valueSQL returns what is ranked, over the columns of calls.
func (r *ranking) valueSQL() report.Expression {
	const service = `replace("service", '.amazonaws.com', '')`
	switch r.name {
	case "services":
		return report.Expressionf(service)
	case "calls":
		return report.Expressionf(service+` || ':' || %v`, r.column)
	}
	return report.Expressionf("%v", r.column)
}

// askedColumns returns the columns that calls has for rankings alone. They are NULL
// in calls that were not asked for, so that these need no groups of their own.
func askedColumns() []report.Dimension {
	var columns []report.Dimension
	for _, r := range allRankings() {
		if r.sql != (report.Expression{}) {
			columns = append(columns, report.Dimension{Name: r.column, SQL: report.Expressionf(`CASE WHEN "asked" > 0 THEN %v END`, r.sql)})
		}
	}
	return columns
}

// listKinds returns in words what a name was looked for as.
func listKinds(subjects []subject) string {
	var kinds []string
	for _, s := range subjects {
		kinds = append(kinds, s.As)
	}
	if len(kinds) == 1 {
		return kinds[0]
	}
	return fmt.Sprintf("%s or %s", strings.Join(kinds[:len(kinds)-1], ", "), kinds[len(kinds)-1])
}
