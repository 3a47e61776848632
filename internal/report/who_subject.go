package report

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// subject is one thing that a name may be taken as.
type subject struct {
	As    string     // the word for it
	Bit   int        // in the column "asked"
	Calls Expression // whether an event is a call by it; over the logs
	Given Expression // whether a key was given to it; over the columns of calls
	Value Expression // what it is called where a call is its: over the columns of calls
}

// SubjectKinds lists what a name can be taken as: the words for WhoOptions.As.
func SubjectKinds() []string {
	var kinds []string
	for _, s := range append(formOf("", true), namesOf("", "")...) {
		kinds = append(kinds, s.As)
	}
	return kinds
}

var (
	// accessKeyForm and principalForm go by the prefixes of unique identifiers in
	// the IAM User Guide, "IAM identifiers".
	accessKeyForm = regexp.MustCompile(`^(A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[A-Z0-9*?]+$`)
	principalForm = regexp.MustCompile(`^(AGPA|AIDA|AIPA|ANPA|ANVA|APKA|AROA|ASCA)[A-Z0-9*?]+(:.*)?$`)
	accountForm   = regexp.MustCompile(`^[0-9]{12}$`)
)

// asSourceIdentity must be asked for: those who set a sourceIdentity set it to the
// name of the user, and the two are no two things.
const asSourceIdentity = "source-identity"

const sessionIssuer = "useridentity.sessioncontext.sessionissuer"

// never is a condition that nothing meets.
func never() Expression { return expression("FALSE") }

// subjectsOf says what a name may be: what its form says, else whatever the logs
// know by that name. As chooses one.
func subjectsOf(what, as, sourceIdentity string) ([]subject, error) {
	if as == "" {
		subjects := formOf(what, false)
		if len(subjects) == 0 {
			subjects = slices.DeleteFunc(namesOf(what, sourceIdentity), func(s subject) bool { return s.As == asSourceIdentity })
		}
		for i := range subjects {
			subjects[i].Bit = 1 << i
		}
		return subjects, nil
	}
	for _, s := range append(formOf(what, true), namesOf(what, sourceIdentity)...) {
		if s.As == as {
			s.Bit = 1
			return []subject{s}, nil
		}
	}
	return nil, &FieldError{Name: as, Reason: "a name can be taken as " + strings.Join(SubjectKinds(), ", "), Near: nearest(as, SubjectKinds())}
}

// formOf is what the form of a name says that it is, or, if all, whatever has a
// form.
func formOf(what string, all bool) []subject {
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
		Calls: either([]Expression{matchesAny("useridentity.arn", values), matchesAny(sessionIssuer+".arn", values)}),
		Given: either([]Expression{matchesAny(`"givenarn"`, values), matchesAny(`"givenrole"`, values)}),
		Value: expression(`CASE WHEN %s THEN "issuer" ELSE "arn" END`, matchesAny(`"issuer"`, values)),
	})
	add(accessKeyForm.MatchString(what), subject{
		As:    "key",
		Calls: matchesAny("useridentity.accesskeyid", values),
		Given: matchesAny(`"given"`, values),
		Value: expression(`"key"`),
	})
	add(principalForm.MatchString(what), subject{
		As: "principal",
		Calls: either([]Expression{
			matchesAny("useridentity.principalid", []string{what, what + ":*"}), matchesAny(sessionIssuer+".principalid", values),
		}),
		Given: matchesAny(`"givenid"`, []string{what, what + ":*"}),
		Value: expression("%v", Text(what)),
	})
	add(notAddress == nil || notBlock == nil, subject{
		As: "address", Calls: addressConditions(values), Given: never(), Value: expression(`"address"`),
	})
	add(strings.HasSuffix(what, ".amazonaws.com"), subject{
		As:    "service",
		Calls: either([]Expression{matchesAny("useridentity.invokedby", values), matchesAny("sourceipaddress", values)}),
		Given: never(),
		Value: expression(`coalesce("invokedby", "address")`),
	})
	add(accountForm.MatchString(what), subject{
		As: "account", Calls: matchesAny("useridentity.accountid", values), Given: matchesAny(`"givenarn"`, []string{"arn:*:sts::" + what + ":*"}), Value: expression("%v", Text(what)),
	})
	return subjects
}

// namesOf is all that may have a name.
func namesOf(what, sourceIdentity string) []subject {
	values := []string{what}
	subjects := []subject{
		{
			As:    "role",
			Calls: ofName(sessionIssuer+".arn", what, "role/", "role/*/"),
			Given: ofName(`"givenrole"`, what, "role/", "role/*/"),
			Value: expression(`"issuer"`),
		},
		{
			As: "user",
			Calls: expression("(useridentity.type <> 'WebIdentityUser' AND %s OR %s)",
				matchesAny("useridentity.username", values), ofName(sessionIssuer+".arn", what, "user/", "user/*/")),
			Given: expression(`"method" = 'CreateAccessKey' AND %s`, matchesAny(`"givenname"`, values)),
			Value: expression(`coalesce("arn", "username")`),
		},
		{
			As:    "session",
			Calls: ofName("useridentity.arn", what, "assumed-role/*/", "federated-user/"),
			Given: either([]Expression{ofName(`"givenarn"`, what, "assumed-role/*/", "federated-user/"), expression(`"givenarn" IS NULL AND "method" <> 'CreateAccessKey' AND %s`, matchesAny(`"givenname"`, values))}),
			Value: expression(`"arn"`),
		},
		{
			As: "agent", Calls: matchesAny("useragent", []string{what, "[" + what + "]"}), Given: never(), Value: expression(`"agent"`),
		},
		{
			As:    "subject",
			Calls: expression("useridentity.type = 'WebIdentityUser' AND %s", matchesAny("useridentity.username", values)),
			Given: matchesAny(`"subject"`, values),
			Value: expression(`"username"`),
		},
		{
			As: asSourceIdentity, Calls: matchesAny(sourceIdentity, values), Given: matchesAny(`"givensource"`, values), Value: expression(`"source"`),
		},
		{
			As: "on-behalf-of", Calls: matchesAny("useridentity.onbehalfof.userid", values), Given: never(), Value: expression(`"onbehalfof"`),
		},
	}
	return subjects
}

// ofName tells ARNs that have the name behind one of the given parts. Few end in
// it, which is quickly seen and comes first.
func ofName(arn, name string, before ...string) Expression {
	var patterns []string
	for _, part := range before {
		patterns = append(patterns, "arn:*:"+part+name)
	}
	return expression("(%v AND %v)", matchesAny(arn, []string{"*/" + name}), matchesAny(arn, patterns))
}

// ranked is a ranking of the values of calls that were asked for.
type ranked struct {
	Part  Text
	Value Expression
}

// partOfSubjects is before the names of rankings of what was asked for itself.
const partOfSubjects = "as "

// rankedOf lists the rankings: what the name was taken as, and the parts of the
// calls.
func rankedOf(subjects []subject) []ranked {
	list := []ranked{{Text(partOfSubjects), expression(`CAST("asked" AS varchar)`)}}
	for _, s := range subjects {
		list = append(list, ranked{Text(partOfSubjects + s.As), expression(`CASE WHEN bitwise_and("asked", %d) > 0 THEN %v END`, s.Bit, s.Value)})
	}
	for _, r := range rankings() {
		list = append(list, ranked{Text(r.name), r.value()})
	}
	return list
}

// ranking is one of the tables of what was called.
type ranking struct {
	name, title string
	column      Name       // of calls
	sql         Expression // over the columns of events; the zero value is a column that calls has anyway
}

func rankings() []ranking {
	return []ranking{
		{"services", "Services", "service", Expression{}},
		{"calls", "Calls", "call", expression("eventname")},
		{"errors", "Errors", "error", expression(`nullif(errorcode, '')`)},
		{"addresses", "Addresses", "address", expression("sourceipaddress")},
		{"regions", "Regions", "region", expression("awsregion")},
		{"userAgents", "User agents", "agent", expression("useragent")},
		{"buckets", "Buckets", "bucket", expression("json_extract_scalar(requestparameters, '$.bucketName')")},
		{"keys", "Access keys", "key", Expression{}},
		{"identities", "Identities", "arn", Expression{}},
	}
}

// value is what is ranked, over the columns of calls.
func (r *ranking) value() Expression {
	const service = `replace("service", '.amazonaws.com', '')`
	switch r.name {
	case "services":
		return expression(service)
	case "calls":
		return expression(service+` || ':' || %v`, r.column)
	}
	return expression("%v", r.column)
}

// askedColumns are the columns that calls has for rankings alone: where a call
// was not asked for they are NULL, so that it takes no group of its own.
func askedColumns() []Dimension {
	var columns []Dimension
	for _, r := range rankings() {
		if r.sql != (Expression{}) {
			columns = append(columns, Dimension{r.column, expression(`CASE WHEN "asked" > 0 THEN %v END`, r.sql)})
		}
	}
	return columns
}

// takenAs tells what a name was looked for as.
func takenAs(subjects []subject) string {
	var kinds []string
	for _, s := range subjects {
		kinds = append(kinds, s.As)
	}
	if len(kinds) == 1 {
		return kinds[0]
	}
	return fmt.Sprintf("%s or %s", strings.Join(kinds[:len(kinds)-1], ", "), kinds[len(kinds)-1])
}
