//go:build cgo

package duck

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/sqltext"
)

// conditions are a filter as DuckDB's SQL over the columns of Parquet files. It
// matches the events that the filter matches in logs. From is what gives the
// rows, to look up addresses in.
func conditions(f *trailq.Filter, from string) []string {
	var all []string
	add := func(alternatives ...string) {
		if len(alternatives) > 0 {
			all = append(all, "("+strings.Join(alternatives, " OR ")+")")
		}
	}
	if !f.From.IsZero() {
		add("event_time >= " + timestamp(f.From))
	}
	if !f.To.IsZero() {
		add("event_time < " + timestamp(f.To))
	}
	add(like("coalesce(nullif(recipientaccountid, ''), nullif(log_account, ''), useridentity.accountid)", f.Accounts)...)
	add(like("awsregion", f.Regions)...)
	add(like("eventsource", dialect.ServiceNames(f.EventSources))...)
	add(like("eventname", f.EventNames)...)
	add(callers(f.Callers)...)
	if len(f.SourceIPAddresses) > 0 {
		// The function that reads addresses is slow, and there are few different ones.
		add(fmt.Sprintf("sourceipaddress IN (SELECT address FROM (SELECT DISTINCT sourceipaddress AS address FROM %s) WHERE %s)",
			from, strings.Join(addresses("address", f.SourceIPAddresses), " OR ")))
	}
	if f.ErrorsOnly {
		add("errorcode <> ''")
	}
	switch f.Access {
	case trailq.ReadAccess:
		add("readonly = 'true'")
	case trailq.WriteAccess:
		add("readonly = 'false'")
	}
	return all
}

func timestamp(t time.Time) string {
	return "TIMESTAMP " + sqltext.Literal(t.UTC().Format("2006-01-02 15:04:05.000000"))
}

// like compares with values in which * is any characters and ? is one.
func like(sql string, values []string) []string {
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

// callers look for each text in all that names a caller.
func callers(texts []string) []string {
	var alternatives []string
	for _, text := range texts {
		if !strings.ContainsAny(text, "*?") {
			text = "*" + text + "*"
		}
		for _, field := range []string{
			"arn", "username", "accesskeyid", "principalid", "invokedby",
			"sessioncontext.sessionissuer.arn", "sessioncontext.sessionissuer.username",
		} {
			alternatives = append(alternatives, like("nullif(lower(useridentity."+field+"), '')", []string{strings.ToLower(text)})...)
		}
	}
	return alternatives
}

// addresses compare addresses and blocks as such, and names as text.
func addresses(sql string, values []string) []string {
	var alternatives []string
	for _, value := range values {
		prefix, err := netip.ParsePrefix(value)
		if address, notAddress := netip.ParseAddr(value); notAddress == nil {
			prefix, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err != nil {
			alternatives = append(alternatives, like(sql, []string{value})...)
			continue
		}
		alternatives = append(alternatives, fmt.Sprintf("trino_cidr_contains(%s, trino_ipaddress(%s))", sqltext.Literal(prefix.String()), sql))
	}
	return alternatives
}
