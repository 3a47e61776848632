package s3source

// All messages of this package for its users are in this file.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go"
)

// request describes a request that failed.
type request struct {
	action     string // "list the bucket", as in "cannot …"
	permission string // that the request needs
	resource   string // of the permission
	bucket     string
}

func listRequest(l location) request {
	return request{
		action:     fmt.Sprintf("list %s", l),
		permission: "s3:ListBucket",
		resource:   fmt.Sprintf("the bucket %q", l.bucket),
		bucket:     l.bucket,
	}
}

func getRequest(o object) request {
	return request{
		action:     "read the object",
		permission: "s3:GetObject",
		resource:   "it",
		bucket:     o.bucket.bucket,
	}
}

// explainError returns err as an [*Error] about the request. The error of a context
// that has ended is returned as it is.
func explainError(err error, r request) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	problem, hint := r.explainAnswer(err)
	if problem == "" {
		problem, hint = r.explainSilence(err)
	}
	if problem == "" {
		problem = "cannot " + r.action
	}
	if errors.Is(err, io.EOF) { // the server closed the connection
		err = &closedError{err}
	}
	return &Error{Problem: problem, Hint: hint, Err: err}
}

// closedError is an error that wraps io.EOF, which would mean a good end.
type closedError struct{ cause error }

// Error returns the cause's text.
func (e *closedError) Error() string { return causeText(e.cause) }

// Unwrap returns io.ErrUnexpectedEOF in place of the cause.
func (e *closedError) Unwrap() error { return io.ErrUnexpectedEOF }

// explainAnswer explains an error that the server answered with.
func (r request) explainAnswer(err error) (problem, hint string) {
	var answer smithy.APIError
	if !errors.As(err, &answer) {
		return "", ""
	}
	code, message := answer.ErrorCode(), answer.ErrorMessage()
	if strings.HasPrefix(code, "KMS.") || strings.Contains(message, "kms:") {
		return "cannot decrypt the object", "its KMS key must be enabled, and its key policy and yours must allow kms:Decrypt"
	}
	if explanation, found := r.errorCodes()[code]; found {
		return explanation[0], explanation[1]
	}
	switch httpStatus(err) {
	case http.StatusMovedPermanently, http.StatusTemporaryRedirect:
		return fmt.Sprintf("the bucket %q is in another region", r.bucket), "give its region or the endpoint of that region"
	case http.StatusForbidden:
		return r.errorCodes()["AccessDenied"][0], r.errorCodes()["AccessDenied"][1]
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		return r.errorCodes()["SlowDown"][0], r.errorCodes()["SlowDown"][1]
	}
	return "", ""
}

// errorCodes returns problem and hint for the error codes of S3 (Amazon S3 API
// Reference, "Error responses").
func (r request) errorCodes() map[string][2]string {
	cannot := "cannot " + r.action
	denied := [2]string{
		"access denied: " + cannot,
		fmt.Sprintf("allow %s on %s, or use other credentials", r.permission, r.resource),
	}
	expired := [2]string{
		"the credentials have expired: " + cannot,
		"get new ones, such as with `aws sso login`, and run again",
	}
	wrongKey := [2]string{
		"the server does not accept the credentials: " + cannot,
		"check the access key, its secret and the profile, and that they are for this endpoint",
	}
	wrongToken := [2]string{
		"the server does not accept the session token: " + cannot,
		"get new credentials, or unset AWS_SESSION_TOKEN if the keys go without one",
	}
	elsewhere := [2]string{
		fmt.Sprintf("the bucket %q is in another region: %s", r.bucket, cannot),
		"give its region, or the endpoint of that region",
	}
	busy := [2]string{
		"the server is too busy: " + cannot,
		"try with fewer workers",
	}
	return map[string][2]string{
		"AccessDenied":       denied,
		"Forbidden":          denied,
		"AllAccessDisabled":  denied,
		"AccountProblem":     denied,
		"NotSignedUp":        denied,
		"InvalidObjectState": {"the object is archived", "restore it with `aws s3api restore-object`, then run again"},
		"NoSuchBucket":       {fmt.Sprintf("there is no bucket %q", r.bucket), "check the name, and the endpoint if it is not AWS"},
		"InvalidBucketName":  {fmt.Sprintf("%q is not the name of a bucket", r.bucket), "the form is s3://bucket/prefix"},
		"NoSuchKey":          {"the object was deleted after it was listed", ""},
		"NotFound":           {"the object was deleted after it was listed", ""},
		"PreconditionFailed": {"the object was replaced after it was listed", "run again to read the new one"},

		"ExpiredToken":          expired,
		"ExpiredTokenException": expired,
		"TokenRefreshRequired":  expired,
		"RequestExpired":        expired,
		"InvalidToken":          wrongToken,
		"InvalidAccessKeyId":    wrongKey,
		"SignatureDoesNotMatch": wrongKey,
		"RequestTimeTooSkewed":  {"this machine's clock differs too much from the server's: " + cannot, "set the clock"},

		"PermanentRedirect":                  elsewhere,
		"TemporaryRedirect":                  elsewhere,
		"AuthorizationHeaderMalformed":       elsewhere,
		"IllegalLocationConstraintException": elsewhere,

		"SlowDown":           busy,
		"ServiceUnavailable": busy,
		"TooManyRequests":    busy,
	}
}

// explainSilence explains why there was no answer, or only a part of it.
func (r request) explainSilence(err error) (problem, hint string) {
	const checkEndpoint = "check the endpoint's URL and the network"
	var name *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &name):
		return fmt.Sprintf("the server's name %q is not known", name.Name), checkEndpoint
	case errors.Is(err, syscall.ECONNREFUSED):
		return "no server answers at the endpoint", checkEndpoint
	case errors.Is(err, errAnswerSize):
		return errAnswerSize.Error() + ": cannot " + r.action, checkEndpoint
	case errors.Is(err, errRedirects):
		return errRedirects.Error() + ": cannot " + r.action, checkEndpoint
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return "the connection broke again and again: cannot " + r.action, ""
	case errors.As(err, &timeout) && timeout.Timeout():
		return "the server stopped sending data: cannot " + r.action, checkEndpoint
	}
	return "", ""
}

// explainSettings returns the error for an AWS configuration that cannot be used.
func explainSettings(err error) error {
	var profile config.SharedConfigProfileNotExistError
	if errors.As(err, &profile) {
		return &Error{
			Problem: fmt.Sprintf("there is no profile %q in the AWS configuration", profile.Profile),
			Hint:    "`aws configure list-profiles` lists the profiles",
		}
	}
	return &Error{Problem: "the AWS configuration cannot be read", Err: err}
}

// credentialsError returns the error for a credential chain without credentials.
func credentialsError(err error) error {
	return &Error{
		Problem: "no AWS credentials",
		Hint: "log in with `aws sso login` or `aws configure`, name a profile, or set AWS_ACCESS_KEY_ID and " +
			"AWS_SECRET_ACCESS_KEY; a public bucket can be read without signing requests",
		Err: err,
	}
}

// emptyPrefixError returns the error for a prefix without objects.
func emptyPrefixError(l location) error {
	return &Error{
		Problem: fmt.Sprintf("%s: no object has this prefix", l),
		Hint:    fmt.Sprintf("`aws s3 ls s3://%s/` lists what is there", l.bucket),
	}
}

// changedError returns the error for an object that is not the one that was listed.
func changedError(o object) error {
	return &Error{
		Problem: fmt.Sprintf("the object does not have the %d bytes that were listed", o.size),
		Hint:    "run again to read it as it is now",
	}
}

// causeText returns the server's message or, without one, the cause inside the
// library's wrappers.
func causeText(err error) string {
	var answer smithy.APIError
	if errors.As(err, &answer) {
		text := answer.ErrorCode()
		if message := answer.ErrorMessage(); message != "" {
			text += ": " + message
		}
		return text
	}
	var operation *smithy.OperationError
	if errors.As(err, &operation) {
		err = operation.Err
	}
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		err = response.Err
	}
	return err.Error()
}

// httpStatus returns the HTTP status of the answer, or 0.
func httpStatus(err error) int {
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		return response.HTTPStatusCode()
	}
	return 0
}
