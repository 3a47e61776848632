package catalog_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/catalog"
)

// securityLake is Security Lake's table of source version 2, with the fields that
// CloudTrail's events have: https://docs.aws.amazon.com/security-lake/latest/userguide/cloudtrail-query-examples-sourceversion2.html
func securityLake() *catalog.Table {
	return &catalog.Table{Name: catalog.Name{Schema: "lake", Table: "cloud_trail_mgmt_2_0"}, Columns: []catalog.Column{
		{Name: "metadata", Type: `row(product row(version varchar, name varchar, feature row(name varchar)), event_code varchar, uid varchar)`},
		{Name: "time", Type: "bigint"}, {Name: "time_dt", Type: "timestamp(3)"},
		{Name: "cloud", Type: "row(region varchar, provider varchar, account row(uid varchar))"},
		{Name: "api", Type: "row(response row(error varchar, message varchar, data varchar), operation varchar, version varchar, service row(name varchar), request row(data varchar, uid varchar))"},
		{Name: "actor", Type: `row("user" row(type varchar, name varchar, uid_alt varchar, uid varchar, account row(uid varchar), credential_uid varchar), session row(created_time_dt timestamp(3), is_mfa boolean, issuer varchar), invoked_by varchar, idp row(name varchar))`},
		{Name: "http_request", Type: "row(user_agent varchar)"},
		{Name: "src_endpoint", Type: "row(uid varchar, ip varchar, domain varchar)"},
		{Name: "resources", Type: "array(row(uid varchar, owner row(account row(uid varchar)), type varchar))"},
		{Name: "unmapped", Type: "map(varchar, varchar)"},
		{Name: "accountid", Type: "varchar", IsKey: true}, {Name: "region", Type: "varchar", IsKey: true}, {Name: "eventday", Type: "varchar", IsKey: true},
	}}
}

func selectColumns(t *testing.T, table *catalog.Table, columns ...string) *catalog.View {
	t.Helper()
	view, err := table.Select(catalog.Selection{Columns: columns})
	if err != nil {
		t.Fatal(err)
	}
	return view
}

// What OCSF has is there under our names; what it lacks is said, or said to be unsure.
func TestOCSFColumns(t *testing.T) {
	table := securityLake()
	if table.Kind() != catalog.OCSFTable {
		t.Fatalf("the kind is %v", table.Kind())
	}
	view := selectColumns(t, table, "eventtime", "eventname", "sourceipaddress", "useridentity.arn", "useridentity.principalid", "recipientaccountid", "readonly",
		"additionaleventdata", "useridentity.sessioncontext.sessionissuer.username", "resources", "record", "lake_eventdata")
	for _, want := range []string{
		`date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ') AS "eventtime"`,
		`"api"."operation"`, `coalesce("src_endpoint"."ip", "src_endpoint"."domain"`, `"actor"."user"."uid"`, `"actor"."user"."uid_alt"`, `"cloud"."account"."uid"`,
		`element_at(unmapped, 'readOnly')`, `element_at(unmapped, 'userIdentity.sessionContext.sessionIssuer.userName')`, `starts_with(k, 'additionalEventData.')`,
	} {
		if !strings.Contains(view.SQL, want) {
			t.Errorf("%s is not in\n%s", want, view.SQL)
		}
	}
	if want := []string{"lake_eventdata"}; !slices.Equal(view.Missing, want) {
		t.Errorf("missing %q, want %q", view.Missing, want)
	}
	if want := []string{"additionaleventdata", "readonly", "useridentity.sessioncontext.sessionissuer.username"}; !slices.Equal(view.Unsure, want) {
		t.Errorf("unsure %q, want %q", view.Unsure, want)
	}
}

// Tables of the version before, and without the column for the rest.
func TestOCSFVersions(t *testing.T) {
	old := securityLake()
	for i := range old.Columns {
		switch old.Columns[i].Name {
		case "actor":
			old.Columns[i].Type = `row("user" row(uid varchar, uuid varchar, account_uid varchar), session row(mfa boolean))`
		case "time_dt":
			old.Columns[i].Name = "ignored"
		}
	}
	view := selectColumns(t, old, "eventtime", "useridentity.arn", "useridentity.principalid", "useridentity.accountid")
	for _, want := range []string{`"actor"."user"."uuid"`, `"actor"."user"."account_uid"`, `from_unixtime("time" / 1000)`} {
		if !strings.Contains(view.SQL, want) {
			t.Errorf("%s is not in\n%s", want, view.SQL)
		}
	}
	bare := securityLake()
	bare.Columns = slices.DeleteFunc(bare.Columns, func(c catalog.Column) bool { return c.Name == "unmapped" })
	if view := selectColumns(t, bare, "readonly", "eventname"); !slices.Equal(view.Missing, []string{"readonly"}) || len(view.Unsure) > 0 {
		t.Errorf("missing %q, unsure %q", view.Missing, view.Unsure)
	}
}

// A window rules out days, which are those of the events, and times.
func TestOCSFWindow(t *testing.T) {
	filter := &trailq.Filter{From: time.Date(2023, 11, 1, 6, 0, 0, 0, time.UTC), To: time.Date(2023, 11, 2, 0, 0, 0, 0, time.UTC), Accounts: []string{"111122223333"}}
	conditions, err := securityLake().Predicates(filter)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`"accountid" = '111122223333'`, `"eventday" >= '20231101' AND "eventday" <= '20231101'`,
		"time_dt >= TIMESTAMP '2023-11-01 06:00:00.000'", "time_dt < TIMESTAMP '2023-11-02 00:00:00.000'",
	}
	if !slices.Equal(conditions, want) {
		t.Errorf("%q, want %q", conditions, want)
	}
}
