package top_test

import (
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/top"
)

// Every short name is SQL that the dialect takes, and no two are the same.
func TestShortNames(t *testing.T) {
	seen := make(map[string]bool)
	for _, short := range report.ShortNames() {
		for name := range strings.SplitSeq(short.Name, ", ") {
			if seen[strings.ToLower(name)] {
				t.Errorf("%s twice", name)
			}
			seen[strings.ToLower(name)] = true
			if _, err := dialect.Rewrite(newTop(t, top.Options{}, name).SQL, dialect.Options{Flavor: dialect.Athena}); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if short.Means == "" {
			t.Errorf("%s means nothing", short.Name)
		}
	}
}

func newTop(t *testing.T, options top.Options, names ...string) *report.Report {
	t.Helper()
	by, err := report.ParseDimensions(names)
	if err != nil {
		t.Fatal(err)
	}
	options.By = by
	r, err := top.New(options)
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
		query, err := newTop(t, top.Options{Limit: 3}, name).Statement.Rewrite(dialect.Options{})
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
		where, err := report.Conditions(&filter)
		if err != nil {
			t.Fatal(err)
		}
		r, err := top.New(top.Options{By: by, Scope: report.Scope{Where: where}})
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
