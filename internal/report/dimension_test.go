package report_test

import (
	"errors"
	"strings"
	"testing"

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
