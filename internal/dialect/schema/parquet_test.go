package schema

import (
	"regexp"
	"strings"
	"testing"
)

// The keys that Athena's useridentity lacks are found wherever they stand, as a search
// for each of them finds them.
func TestAthenaSuffices(t *testing.T) {
	parts := []string{
		`"type":"AssumedRole"`, `"sourceIdentity":"a"`, `"ec2IssuedInVpc":"vpc-1"`, `"inScopeOf":{"a":"b"}`, `"identityProvider":"x"`,
		`"creationDate":"2023-11-01T00:05:12Z"`, `"creationDate":"2023-11-01 00:05:12"`, `"creationDate":1`, `"creationDate" : "2023-11-01T00:05:12Z"`,
		`"creationDate":"2023-11-01T00:05:12`, `"arn":"creationDate"`, `"creationDates":1`, `"sourceIdentities":"s"`, `"invokedBy":"inScopeOf"`, `"a":"\u0073"`, `"`,
	}
	lacking := regexp.MustCompile(`\\|"(sourceIdentity|ec2IssuedInVpc|inScopeOf|identityProvider)"`)
	times := regexp.MustCompile(`"creationDate":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)
	for _, first := range parts {
		for _, second := range parts {
			raw := "{" + first + `,"sessionContext":{` + second + "}}"
			want := !lacking.MatchString(raw) && !strings.Contains(times.ReplaceAllString(raw, ""), `"creationDate"`)
			if got := AthenaSuffices("lake_useridentity", []byte(raw)); got != want {
				t.Errorf("%s: %t", raw, got)
			}
		}
	}
	for raw, want := range map[string]bool{`[{"ARN":"a"}]`: true, `[{"ARNPrefix":"a"}]`: false, `[{"\u0041":""}]`: false} {
		if got := AthenaSuffices("lake_resources", []byte(raw)); got != want {
			t.Errorf("%s: %t", raw, got)
		}
	}
	if AthenaSuffices("lake_eventdata", []byte("{}")) {
		t.Error("Athena has no such column")
	}
}
