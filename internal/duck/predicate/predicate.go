// Package predicate writes the filter of events as SQL over the columns of Parquet files.
package predicate

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/sqltext"
)

// ListConditions returns a filter, without its Where, as conditions over the columns of
// Parquet files. They match the events that the filter matches in logs. The SQL in from
// gives the rows whose addresses are compared.
func ListConditions(f *trailq.Filter, from string) []string {
	var all []string
	add := func(alternatives ...string) {
		if len(alternatives) > 0 {
			all = append(all, "("+strings.Join(alternatives, " OR ")+")")
		}
	}
	if !f.From.IsZero() {
		add("event_time >= " + timestampLiteral(f.From))
	}
	if !f.To.IsZero() {
		add("event_time < " + timestampLiteral(f.To))
	}
	add(matchesAny("coalesce(nullif(recipientaccountid, ''), nullif(log_account, ''), useridentity.accountid)", f.Accounts)...)
	add(matchesAny("awsregion", f.Regions)...)
	add(matchesAny("eventsource", dialect.ServiceNames(f.EventSources))...)
	add(matchesAny("eventname", f.EventNames)...)
	add(callerConditions(f.Callers)...)
	if len(f.SourceIPAddresses) > 0 {
		// Parsing an address is slow, and few addresses are different.
		add(fmt.Sprintf("sourceipaddress IN (SELECT address FROM (SELECT DISTINCT sourceipaddress AS address FROM %s) WHERE %s)",
			from, strings.Join(addressConditions("address", f.SourceIPAddresses), " OR ")))
	}
	if f.ErrorsOnly {
		add(fact.FailureSQL(scalarIn) + " IS NOT NULL")
	}
	switch f.Access {
	case trailq.ReadAccess:
		add("readonly = 'true'")
	case trailq.WriteAccess:
		add("readonly = 'false'")
	}
	return all
}

// scalarIn returns the SQL of a text in the JSON of a column. What is no JSON has none.
func scalarIn(column, path string) string {
	return fmt.Sprintf("json_extract_string(TRY(json_value(%s, %s)), '$')", column, sqltext.Literal(path))
}

func timestampLiteral(t time.Time) string {
	return "TIMESTAMP " + sqltext.Literal(t.UTC().Format("2006-01-02 15:04:05.000000"))
}

// matchesAny returns comparisons with values in which * is any text and ? is one
// character.
func matchesAny(sql string, values []string) []string {
	var alternatives []string
	for _, value := range values {
		if pattern, wild := dialect.LikePattern(value); wild {
			alternatives = append(alternatives, sql+" LIKE "+sqltext.Literal(pattern)+` ESCAPE '\'`)
		} else {
			alternatives = append(alternatives, sql+" = "+sqltext.Literal(value))
		}
	}
	return alternatives
}

// callerConditions returns comparisons of each text with all names of the caller.
func callerConditions(texts []string) []string {
	attributes, key := fact.CognitoAttribute()
	const rest = "lake_useridentity." // what the documented table lacks
	names := append(fact.CallerNamesSQL(), attributes+"["+sqltext.Literal(key)+"]", rest+"sessioncontext.sourceidentity", rest+"inscopeof.credentialsissuedto")
	var alternatives []string
	for _, text := range texts {
		for _, name := range names {
			alternatives = append(alternatives, matchesAny("nullif(lower("+name+"), '')", fact.CallerPatterns(text))...)
		}
	}
	return alternatives
}

// addressConditions returns comparisons with addresses and blocks of addresses, and
// with names as text.
func addressConditions(sql string, values []string) []string {
	var alternatives []string
	for _, value := range values {
		prefix, err := netip.ParsePrefix(value)
		if address, notAddress := netip.ParseAddr(value); notAddress == nil {
			prefix, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err != nil {
			alternatives = append(alternatives, matchesAny(sql, []string{value})...)
			continue
		}
		alternatives = append(alternatives, fmt.Sprintf("trino_cidr_contains(%s, trino_ipaddress(%s))", sqltext.Literal(prefix.String()), sql))
	}
	return alternatives
}
