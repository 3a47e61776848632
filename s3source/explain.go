package s3source

// Everything that this package tells its user is in this file.

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

// request is what was tried.
type request struct {
	what       string // "list the bucket", as in "cannot …"
	permission string // that it takes
	on         string // what the permission is on
	bucket     string
}

func listing(l location) request {
	return request{
		what:       fmt.Sprintf("list %s", l),
		permission: "s3:ListBucket",
		on:         fmt.Sprintf("the bucket %q", l.bucket),
		bucket:     l.bucket,
	}
}

func fetching(o object) request {
	return request{
		what:       "read the object",
		permission: "s3:GetObject",
		on:         "it",
		bucket:     o.bucket.bucket,
	}
}

// explain says what err means for the request. The end of a context stays what
// it is.
func explain(err error, r request) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	problem, hint := r.answered(err)
	if problem == "" {
		problem, hint = r.unanswered(err)
	}
	if problem == "" {
		problem = "cannot " + r.what
	}
	return &Error{Problem: problem, Hint: hint, Err: err}
}

// answered explains what the server refused.
func (r request) answered(err error) (problem, hint string) {
	var answer smithy.APIError
	if !errors.As(err, &answer) {
		return "", ""
	}
	code, message := answer.ErrorCode(), answer.ErrorMessage()
	if strings.HasPrefix(code, "KMS.") || strings.Contains(message, "kms:") {
		return "cannot decrypt the object", "its KMS key must be enabled, and its key policy and yours must allow kms:Decrypt"
	}
	if explanation, found := r.codes()[code]; found {
		return explanation[0], explanation[1]
	}
	switch status(err) {
	case http.StatusMovedPermanently, http.StatusTemporaryRedirect:
		return fmt.Sprintf("the bucket %q is in another region", r.bucket), "give its region or the endpoint of that region"
	case http.StatusForbidden:
		return r.codes()["AccessDenied"][0], r.codes()["AccessDenied"][1]
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		return r.codes()["SlowDown"][0], r.codes()["SlowDown"][1]
	}
	return "", ""
}

// codes explains the error codes of S3 (Amazon S3 API Reference, "Error
// responses"): problem and hint.
func (r request) codes() map[string][2]string {
	cannot := "cannot " + r.what
	denied := [2]string{
		"access denied: " + cannot,
		fmt.Sprintf("allow %s on %s, or use other credentials", r.permission, r.on),
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

// unanswered explains why there was no answer, or not all of it.
func (r request) unanswered(err error) (problem, hint string) {
	const checkEndpoint = "check the endpoint's URL and the network"
	var name *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &name):
		return fmt.Sprintf("the server's name %q is not known", name.Name), checkEndpoint
	case errors.Is(err, syscall.ECONNREFUSED):
		return "no server answers at the endpoint", checkEndpoint
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return "the connection broke again and again: cannot " + r.what, ""
	case errors.As(err, &timeout) && timeout.Timeout():
		return "the server sends nothing more: cannot " + r.what, checkEndpoint
	}
	return "", ""
}

// explainSettings explains why the AWS configuration cannot be used.
func explainSettings(err error) error {
	var profile config.SharedConfigProfileNotExistError
	if errors.As(err, &profile) {
		return &Error{
			Problem: fmt.Sprintf("there is no profile %q in the AWS configuration", profile.Profile),
			Hint:    "`aws configure list-profiles` lists those that are",
		}
	}
	return &Error{Problem: "the AWS configuration cannot be read", Err: err}
}

// noCredentials explains that the credential chain gave nothing.
func noCredentials(err error) error {
	return &Error{
		Problem: "no AWS credentials",
		Hint: "log in with `aws sso login` or `aws configure`, name a profile, or set AWS_ACCESS_KEY_ID and " +
			"AWS_SECRET_ACCESS_KEY; a public bucket can be read without signing requests",
		Err: err,
	}
}

// nothingThere says that a prefix is one of no object.
func nothingThere(l location) error {
	return &Error{
		Problem: fmt.Sprintf("%s: no object has this prefix", l),
		Hint:    fmt.Sprintf("`aws s3 ls s3://%s/` lists what there is", l.bucket),
	}
}

// changed says that an object is not the one that was listed.
func changed(o object) error {
	return &Error{
		Problem: fmt.Sprintf("the object is not of the %d bytes that were listed", o.size),
		Hint:    "run again to read it as it is now",
	}
}

// said is what the server said, or else the error behind those that only name
// what was called.
func said(err error) string {
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

// status is the HTTP status of the answer, or 0.
func status(err error) int {
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		return response.HTTPStatusCode()
	}
	return 0
}
