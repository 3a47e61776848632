package fact

import (
	"bytes"

	"github.com/trailq/trailq/internal/records"
)

// Failure is what a record says about whether the call failed.
type Failure struct {
	code, message string
	signIn        bool // a sign-in that says that it failed
}

// FailedSignIn is the name of a failed sign-in that has neither code nor message. It
// is the message that failed sign-ins to the console have.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
const FailedSignIn = "Failed authentication"

// The values of fields that tell how a call ended.
const (
	succeeded = "Success"
	failed    = "Failure"
)

// ReadFailure returns what the record says.
func ReadFailure(record *records.Record) *Failure {
	f := new(Failure)
	for key, value := range record.Members() {
		switch string(key) {
		case "errorCode":
			f.code = records.Text(value)
		case "errorMessage":
			f.message = records.Text(value)
		case "responseElements":
			f.signIn = f.signIn || isFailed(value, "ConsoleLogin")
		case "serviceEventDetails":
			f.signIn = f.signIn || isFailed(value, "UserAuthentication") || isFailed(value, "CredentialVerification")
		}
	}
	return f
}

// isFailed reports whether a field of the raw object says so.
func isFailed(raw []byte, name string) bool {
	return bytes.Contains(raw, []byte(name)) && memberText(raw, name) == failed
}

// Name returns the name of the failure, empty for a call that did not fail: the
// errorCode, or else the errorMessage. Sign-ins fail without a code. Some services
// write the code Success. [FailureSQL] says the same.
// https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html
func (f *Failure) Name() string {
	switch {
	case f.code != "" && f.code != succeeded:
		return f.code
	case f.code == "" && f.message != "":
		return f.message
	case f.signIn:
		return FailedSignIn
	}
	return ""
}
