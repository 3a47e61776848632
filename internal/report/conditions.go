package report

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/fact"
)

// Conditions returns a filter as conditions of a WHERE clause, all of which must
// hold. They are for Athena, where nothing filters below the SQL. LateDelivery and
// SkipPath have none: they are about files.
func Conditions(filter *trailq.Filter) ([]Expression, error) {
	var conditions []Expression
	add := func(e Expression) {
		if e.sql != "" {
			conditions = append(conditions, e)
		}
	}
	for _, bound := range InWindow(filter.From, filter.To) {
		add(bound)
	}
	add(MatchesAny("coalesce(recipientaccountid, useridentity.accountid)", filter.Accounts))
	add(MatchesAny("awsregion", filter.Regions))
	add(MatchesAny("eventsource", dialect.ServiceNames(filter.EventSources)))
	add(MatchesAny("eventname", filter.EventNames))
	add(callerConditions(filter.Callers))
	add(MatchesAddress(filter.SourceIPAddresses))
	if filter.ErrorsOnly {
		add(Expressionf("%v IS NOT NULL", FailureName()))
	}
	switch filter.Access {
	case trailq.ReadAccess:
		add(Expressionf("readonly = 'true'"))
	case trailq.WriteAccess:
		add(Expressionf("readonly = 'false'"))
	}
	where, err := WhereConditions(filter.Where)
	return append(conditions, where...), err
}

// MatchesAny returns the condition that a text equals one of the values, which can
// have wildcards.
func MatchesAny(sql string, values []string) Expression {
	var alternatives []Expression
	for _, value := range values {
		if pattern, wild := dialect.LikePattern(value); wild {
			alternatives = append(alternatives, likeCondition(sql, Text(pattern), value))
		} else {
			alternatives = append(alternatives, Expressionf("%s = %v", sql, Text(value)))
		}
	}
	return AnyOf(alternatives)
}

// likeCondition returns the condition that a text matches a pattern, made from
// value. Engines are slow at patterns with escapes, so texts that lack the longest
// literal part of the value are ruled out first.
func likeCondition(sql string, pattern Text, value string) Expression {
	if !strings.Contains(string(pattern), `\`) {
		return Expressionf("%s LIKE %v", sql, pattern)
	}
	parts := strings.FieldsFunc(value, func(r rune) bool { return r == '*' || r == '?' })
	longest := slices.MaxFunc(parts, func(a, b string) int { return len(a) - len(b) })
	return Expressionf(`strpos(%s, %v) > 0 AND %s LIKE %v ESCAPE '\'`, sql, Text(longest), sql, pattern)
}

// AnyOf returns the condition that one of the alternatives holds.
func AnyOf(alternatives []Expression) Expression {
	var texts []string
	for _, a := range alternatives {
		texts = append(texts, a.sql)
	}
	joined := strings.Join(texts, " OR ")
	if len(texts) > 1 {
		joined = "(" + joined + ")"
	}
	return Expression{joined}
}

// callerConditions returns the condition that one of the texts names the caller.
// Athena's documented table has neither sourceIdentity nor inScopeOf.
func callerConditions(callers []string) Expression {
	attributes, key := fact.CognitoAttribute()
	names := append(fact.CallerNamesSQL(), fmt.Sprintf("element_at(%s, %v)", attributes, Text(key)))
	var alternatives []Expression
	for _, caller := range callers {
		for _, name := range names {
			alternatives = append(alternatives, MatchesAny("lower("+name+")", fact.CallerPatterns(caller)))
		}
	}
	return AnyOf(alternatives)
}

// MatchesAddress returns the condition that the source address is one of the given
// ones: addresses and blocks are compared as such, names as text.
func MatchesAddress(addresses []string) Expression {
	const address = "TRY_CAST(sourceipaddress AS IPADDRESS)"
	var alternatives []Expression
	for _, text := range addresses {
		_, notBlock := netip.ParsePrefix(text)
		_, notAddress := netip.ParseAddr(text)
		switch {
		case notBlock == nil:
			alternatives = append(alternatives, Expressionf("contains(%v, %s)", Text(text), address))
		case notAddress == nil:
			alternatives = append(alternatives, Expressionf("%s = IPADDRESS %v", address, Text(text)))
		default:
			alternatives = append(alternatives, MatchesAny("sourceipaddress", []string{text}))
		}
	}
	return AnyOf(alternatives)
}
