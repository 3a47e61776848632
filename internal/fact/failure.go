package fact

import (
	"bytes"

	"github.com/trailq/trailq/internal/records"
)

// Failure is what a record says about whether the call failed: raw fields, nil where
// the record lacks them.
type Failure struct{ Code, Message, Response, Details []byte }

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
			f.Code = value
		case "errorMessage":
			f.Message = value
		case "responseElements":
			f.Response = value
		case "serviceEventDetails":
			f.Details = value
		}
	}
	return f
}

// Name returns the name of the failure, empty for a call that did not fail: the
// errorCode, or else the errorMessage. Sign-ins fail without a code. Some services
// write the code Success. [FailureSQL] says the same.
// https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html
func (f *Failure) Name() string {
	code := records.TextBytes(f.Code)
	if len(code) > 0 && string(code) != succeeded {
		return string(code)
	}
	if message := records.TextBytes(f.Message); len(code) == 0 && len(message) > 0 {
		return string(message)
	}
	if isFailed(f.Response, "ConsoleLogin") || isFailed(f.Details, "UserAuthentication") || isFailed(f.Details, "CredentialVerification") {
		return FailedSignIn
	}
	return ""
}

// isFailed reports whether a field of the raw object says so.
func isFailed(raw []byte, name string) bool {
	return bytes.Contains(raw, []byte(name)) && memberText(raw, name) == failed
}
