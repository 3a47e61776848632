package report_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/report"
)

func TestParseDimensions(t *testing.T) {
	for _, test := range []struct{ name, column, sql string }{
		{"eventName", `"eventName"`, "eventname"},
		{"EVENTNAME", `"eventName"`, "eventname"},
		{"userIdentity.arn", `"userIdentity.arn"`, "useridentity.arn"},
		{"$.useridentity.sessioncontext.sessionissuer.ARN", `"userIdentity.sessionContext.sessionIssuer.arn"`, "useridentity.sessioncontext.sessionissuer.arn"},
		{"tlsDetails.tlsVersion", `"tlsDetails.tlsVersion"`, "tlsdetails.tlsversion"},
		{"requestParameters", `"requestParameters"`, "requestparameters"},
		{"resources[1].accountId", `"resources[1].accountId"`, "element_at(resources, 2).accountid"},
		{`userIdentity.sessionContext.webIdFederationData.attributes["o'k"]`, `"userIdentity.sessionContext.webIdFederationData.attributes.o'k"`, "element_at(useridentity.sessioncontext.webidfederationdata.attributes, 'o''k')"},
		{"service", `"service"`, "replace(eventsource, '.amazonaws.com', '')"},
		{"accessKey", `"accessKey"`, "useridentity.accesskeyid"},
	} {
		dimensions, err := report.ParseDimensions([]string{test.name})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if d := dimensions[0]; d.Name.String() != test.column || d.SQL.String() != test.sql {
			t.Errorf("%s: %s AS %s, want %s AS %s", test.name, d.SQL, d.Name, test.sql, test.column)
		}
	}
}

func TestParseDimensionsErrors(t *testing.T) {
	for _, test := range []struct{ name, reason, near string }{
		{"eventNmae", "no event has such a field", "eventName"},
		{"xyz", "no event has such a field", ""},
		{"buckt", "no event has such a field", "bucket"},
		{"userIdentity", "it has fields", "userIdentity.type"},
		{"userIdentity.sessionContext.sessionIsuer", "no event has such a field", "userIdentity.sessionContext.sessionIssuer"},
		{"resources", "is an array", "resources[0]"},
		{"userIdentity.sessionContext.webIdFederationData.attributes", "is a map", ""},
		{`requestParameters["a\"b"]`, "no key with a quote", ""},
		{"requestParameters[", "want an index", ""},
		{"", "want a name", ""},
	} {
		_, err := report.ParseDimensions([]string{test.name})
		var wrong *report.FieldError
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Reason, test.reason) || wrong.Near != test.near {
			t.Errorf("%q: %v, near %q; want %q, near %q", test.name, err, wrong.Near, test.reason, test.near)
		}
	}
}

// Every short name is SQL that the dialect takes, and no two are the same.
func TestShortNames(t *testing.T) {
	seen := make(map[string]bool)
	for _, short := range report.ShortNames() {
		for name := range strings.SplitSeq(short.Name, ", ") {
			if seen[strings.ToLower(name)] {
				t.Errorf("%s twice", name)
			}
			seen[strings.ToLower(name)] = true
			if _, err := dialect.Rewrite(top(t, report.TopOptions{}, name).SQL, dialect.Options{Flavor: dialect.Athena}); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if short.Means == "" {
			t.Errorf("%s means nothing", short.Name)
		}
	}
}

func top(t *testing.T, options report.TopOptions, names ...string) *report.Report {
	t.Helper()
	by, err := report.ParseDimensions(names)
	if err != nil {
		t.Fatal(err)
	}
	options.By = by
	r, err := report.NewTop(options)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The SQL is the same in CloudTrail Lake's eyes and in Athena's: no report may be
// taken for Lake's.
func TestTopIsAthenas(t *testing.T) {
	for _, short := range report.ShortNames() {
		name, _, _ := strings.Cut(short.Name, ", ")
		query, err := top(t, report.TopOptions{Limit: 3}, name).Statement.Rewrite(dialect.Options{})
		if err != nil || query.Lake {
			t.Errorf("%s: Lake %v, %v", name, query.Lake, err)
		}
	}
}

// Whatever a user writes is a literal or a name: the statement stays one, with
// the same words.
func FuzzTop(f *testing.F) {
	f.Add("requestParameters['x']", "alice")
	f.Add("requestParameters['a'') FROM x; DROP TABLE y -- ']", "'; DROP TABLE y; --")
	f.Add("userIdentity.sessionContext.webIdFederationData.attributes['\n-- \"']", "\x00\\%_*?")
	f.Fuzz(func(t *testing.T, name, value string) {
		by, err := report.ParseDimensions([]string{name})
		if err != nil {
			return
		}
		filter := trailq.Filter{Accounts: []string{value}, EventNames: []string{value}, Callers: []string{value}, SourceIPAddresses: []string{value}}
		r, err := report.NewTop(report.TopOptions{By: by, Scope: report.Scope{Where: report.Conditions(&filter)}})
		if err != nil {
			t.Fatalf("%q, %q: %v", name, value, err)
		}
		if strings.ContainsRune(name+value, 0) {
			return // no SQL text can have it
		}
		query, err := r.Statement.Rewrite(dialect.Options{Flavor: dialect.Athena})
		if err != nil {
			t.Fatalf("%q, %q: %v\n%s", name, value, err, r.SQL)
		}
		if len(query.Names) > 1 {
			t.Fatalf("%q, %q: it reads %q\n%s", name, value, query.Names, r.SQL)
		}
	})
}
