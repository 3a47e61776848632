package fact_test

import (
	"slices"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/records"
)

// Two identities that AWS tells apart are two callers, and each has the name that
// the documentation leads to expect.
func TestCallers(t *testing.T) {
	for identity, want := range map[string]string{
		`{"type":"IdentityCenterUser","onBehalfOf":{"userId":"u-1"},"userName":"x"}`:  "u-1",
		`{"type":"Unknown","principalId":"111122223333","arn":"","userName":"heidi"}`: "heidi",
		`{"type":"IAMUser","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"}`:              "HIDDEN_DUE_TO_SECURITY_REASONS",
		`{"type":"AWSAccount","principalId":"","accountId":"ANONYMOUS_PRINCIPAL"}`:    "ANONYMOUS_PRINCIPAL",
		`{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/etl/s"}`: "arn:aws:iam::111122223333:role/etl",
		`{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}`:                       "ec2.amazonaws.com",
		`{"type":"AWSAccount","principalId":"AROAX:s","accountId":"444455556666"}`:    "AROAX:s",
		`{"type":"WebIdentityUser","principalId":"p:app:1","userName":"1"}`:           "p:app:1",
		`{"type":"AWSAccount","accountId":"444455556666","invokedBy":"x"}`:            "444455556666",
		`{"accountId":"111122223333","invokedBy":"AWS Internal"}`:                     "AWS Internal",
		`{"type":"Directory","principalId":"d-1","userName":"ivan"}`:                  "ivan",
		`{"type":"Unknown"}`: "Unknown",
		`null`:               "",
	} {
		if got := fact.ReadIdentity([]byte(identity)).Caller(); got != want {
			t.Errorf("%s: %q, want %q", identity, got, want)
		}
	}
}

// A complete name is asked for as a whole, and anything else as a part of a name.
func TestCallerPatterns(t *testing.T) {
	for text, want := range map[string][]string{
		"Alice":                              {"*alice*"},
		"ali?e":                              {"ali?e"},
		"arn:aws:iam::111122223333:user/Bob": {"arn:aws:iam::111122223333:user/bob"},
		"arn:aws:iam::111122223333:":         {"*arn:aws:iam::111122223333:*"},
		"arn:aws:iam::111122223333:user/":    {"*arn:aws:iam::111122223333:user/*"},
		"arn:aws:sts::111122223333:assumed-role/etl":   {"arn:aws:sts::111122223333:assumed-role/etl", "arn:aws:sts::111122223333:assumed-role/etl/*"},
		"arn:aws:sts::111122223333:assumed-role/etl/a": {"arn:aws:sts::111122223333:assumed-role/etl/a"},
		"ec2.amazonaws.com":                            {"ec2.amazonaws.com"},
		"ec2":                                          {"*ec2*"},
		"AROAIOSFODNN7EXAMPLE:job-7":                   {"aroaiosfodnn7example:job-7"},
		"AROAIOSFODNN7EXAMPLE":                         {"*aroaiosfodnn7example*"},
		"111122223333":                                 {"*111122223333*"},
	} {
		if got := fact.CallerPatterns(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// A failure has the name that AWS gave it.
func TestFailures(t *testing.T) {
	for text, want := range map[string]string{
		`{}`: "",
		`{"errorCode":"AccessDenied","errorMessage":"no"}`:                           "AccessDenied",
		`{"errorCode":"Success","errorMessage":"fine"}`:                              "",
		`{"errorCode":"","errorMessage":"Rate exceeded"}`:                            "Rate exceeded",
		`{"errorCode":null,"errorMessage":null}`:                                     "",
		`{"errorMessage":"Failed authentication"}`:                                   "Failed authentication",
		`{"responseElements":{"ConsoleLogin":"Failure"}}`:                            "Failed authentication",
		`{"responseElements":{"ConsoleLogin":"Success"}}`:                            "",
		`{"errorCode":"Success","responseElements":{"ConsoleLogin":"Failure"}}`:      "Failed authentication",
		`{"serviceEventDetails":{"UserAuthentication":"Failure"}}`:                   "Failed authentication",
		`{"serviceEventDetails":{"CredentialVerification":"Failure"}}`:               "Failed authentication",
		`{"serviceEventDetails":{"CredentialVerification":"Success"},"errorCode":7}`: "7",
	} {
		record := records.Record{Raw: []byte(text)}
		record.Fields, _ = records.Object(record.Raw, nil)
		if got := fact.ReadFailure(&record).Name(); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// A time is an instant, whatever its fraction and offset.
func TestTime(t *testing.T) {
	for text, want := range map[string]string{
		`"2023-11-01T09:00:00Z"`:         "2023-11-01T09:00:00Z",
		`"2023-11-01T11:00:00.25+02:00"`: "2023-11-01T09:00:00.25Z",
		`"2023-10-31T23:30:00-09:30"`:    "2023-11-01T09:00:00Z",
		`"2023-11-01"`:                   "0001-01-01T00:00:00Z",
		`null`:                           "0001-01-01T00:00:00Z",
		`1698829200`:                     "0001-01-01T00:00:00Z",
	} {
		if got := fact.Time([]byte(text)).Format(time.RFC3339Nano); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
