package who

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/identity"
	"github.com/trailq/trailq/internal/report"
)

// subject is one thing that a name can mean.
type subject struct {
	As    string            // the word for it
	Bit   int64             // in the column "asked"
	Calls report.Expression // whether an event is a call by it; over the logs
	matcher
}

// matcher decides in Go what follows from the calls.
type matcher struct {
	named func(c *identity.Caller) bool              // whether a caller whom only other records name is it
	given func(g *giving) bool                       // whether a key was given to it
	value func(c *identity.Caller, r *ranked) string // what it is called where a call is its
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
	accountForm   = regexp.MustCompile(`^([0-9]{12}|ANONYMOUS_PRINCIPAL)$`) // the latter for requests without a signature
	serviceForm   = regexp.MustCompile(`\.amazonaws\.com$|^AWS Internal$`)
)

// asSourceIdentity must be asked for: people set the sourceIdentity to the name of
// the user, and every session that the user began would be asked for.
const asSourceIdentity = "source-identity"

const sessionIssuer = "useridentity.sessioncontext.sessionissuer"

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
	matchers := formMatchers(what)
	add(strings.HasPrefix(what, "arn:"), subject{
		As:      "arn",
		Calls:   report.AnyOf([]report.Expression{report.MatchesAny("useridentity.arn", values), report.MatchesAny(report.CallerName().String(), values)}),
		matcher: matchers.arn,
	})
	add(accessKeyForm.MatchString(what), subject{
		As: "key", // network activity events have it in the principal ID
		Calls: report.AnyOf([]report.Expression{
			report.MatchesAny("useridentity.accesskeyid", values), report.MatchesAny("useridentity.principalid", []string{what, what + ":*"}),
		}),
		matcher: matchers.key,
	})
	add(principalForm.MatchString(what), subject{
		As: "principal",
		Calls: report.AnyOf([]report.Expression{
			report.MatchesAny("useridentity.principalid", []string{what, what + ":*"}), report.MatchesAny(sessionIssuer+".principalid", values),
		}),
		matcher: matchers.principal,
	})
	add(notAddress == nil || notBlock == nil, subject{As: "address", Calls: report.MatchesAddress(values), matcher: matchers.address})
	add(serviceForm.MatchString(what), subject{
		As:      "service",
		Calls:   report.AnyOf([]report.Expression{report.MatchesAny("useridentity.invokedby", values), report.MatchesAny("sourceipaddress", values)}),
		matcher: matchers.service,
	})
	add(accountForm.MatchString(what), subject{As: "account", Calls: report.MatchesAny("useridentity.accountid", values), matcher: matchers.account})
	return subjects
}

// subjectsByName returns every kind that can have a name.
func subjectsByName(what, sourceIdentity string) []subject {
	values := []string{what}
	matchers := nameMatchers(what)
	return []subject{
		{As: "role", Calls: report.AnyOf(append([]report.Expression{matchesName(sessionIssuer+".arn", what, "role/", "role/*/")}, sessionsOf("arn:*:*:role/"+what)...)), matcher: matchers.role},
		{
			As: "user",
			Calls: report.Expressionf("(useridentity.type <> 'WebIdentityUser' AND %s OR %s)",
				report.MatchesAny("useridentity.username", values), matchesName(sessionIssuer+".arn", what, "user/", "user/*/")),
			matcher: matchers.user,
		},
		{As: "session", Calls: matchesName("useridentity.arn", what, "assumed-role/*/", "federated-user/"), matcher: matchers.session},
		{As: "agent", Calls: report.MatchesAny("useragent", []string{what, "[" + what + "]"}), matcher: matchers.agent},
		{
			As: "subject",
			Calls: report.Expressionf("(useridentity.type = 'WebIdentityUser' AND %v OR useridentity.type IN ('WebIdentityUser', 'SAMLUser') AND %v)",
				report.MatchesAny("useridentity.username", values), report.MatchesAny("useridentity.principalid", values)),
			matcher: matchers.subject,
		},
		{As: asSourceIdentity, Calls: report.MatchesAny(sourceIdentity, values), matcher: matchers.sourceIdentity},
		{As: "on-behalf-of", Calls: report.MatchesAny("useridentity.onbehalfof.userid", values), matcher: matchers.onBehalfOf},
	}
}

// sessionsOf returns the condition that an ARN is that of a session of a role, for
// records that do not name the role itself, or nothing if what names none.
func sessionsOf(what string) []report.Expression {
	prefix, role, found := strings.Cut(what, ":role/")
	if !found {
		return nil
	}
	role = role[strings.LastIndex(role, "/")+1:]
	return []report.Expression{report.Expressionf("(%s.arn IS NULL AND %v)", sessionIssuer,
		report.MatchesAny("useridentity.arn", []string{strings.Replace(prefix, ":iam:", ":sts:", 1) + ":assumed-role/" + role + "/*"}))}
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
