package athena

// All messages about Athena's failures are in this file.

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/smithy-go"

	"github.com/trailq/trailq/internal/remote/client"
)

// failure returns a failure of Athena's, with what can be done about it.
func failure(err error, hint string) error {
	return &client.Error{Engine: engineName, Err: err, Hint: hint}
}

// mistake returns a mistake in the words or in the statement.
func mistake(err error, hint string) error {
	return &client.Error{Engine: engineName, Err: err, Hint: hint, AtFault: true}
}

// apiError is what Athena answered, without the history of the request.
type apiError struct{ smithy.APIError }

// Error returns the code and the message.
func (e apiError) Error() string { return e.ErrorCode() + ": " + e.ErrorMessage() }

// Unwrap returns the answer.
func (e apiError) Unwrap() error { return e.APIError }

// explainError returns the error of a request with a remedy.
func explainError(err error) error {
	var known *client.Error
	var answer smithy.APIError
	switch {
	case errors.As(err, &known), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &answer):
		return explainAnswer(answer)
	case strings.Contains(err.Error(), "get credentials") || strings.Contains(err.Error(), "credentials: "):
		return failure(err, "set up credentials, such as with `aws configure` or `aws sso login`, or name a profile")
	}
	return failure(err, "check the network, the region and the endpoint")
}

// explainAnswer explains what Athena answered in place of an answer.
// https://docs.aws.amazon.com/athena/latest/APIReference/CommonErrors.html
func explainAnswer(answer smithy.APIError) error {
	err, message := apiError{answer}, answer.ErrorMessage()
	switch code := answer.ErrorCode(); {
	case code == "ExpiredTokenException" || code == "ExpiredToken":
		return failure(err, "the credentials have expired: get new ones, such as with `aws sso login`, and run again")
	case code == "UnrecognizedClientException" || code == "InvalidSignatureException" || code == "InvalidClientTokenId":
		return failure(err, "check the access key, its secret and the profile")
	case code == "AccessDeniedException":
		return failure(err, "allow the action on the workgroup, and glue:GetTable and glue:GetPartitions on the table")
	case code == "TooManyRequestsException" || code == "ThrottlingException":
		return failure(err, "other queries of the account use up its quota: run again later, or raise the quota")
	case strings.Contains(message, "No output location provided"):
		return mistake(err, "--results s3://bucket/prefix/ says where Athena keeps answers; or set it in the workgroup")
	case strings.Contains(message, "output bucket"): // Unable to verify/create output bucket NAME
		return mistake(err, "--results s3://bucket/prefix/ must name a bucket that is there, in Athena's region, and that s3:GetBucketLocation and s3:PutObject allow; or correct the place in the workgroup")
	case strings.Contains(message, "Could not find results"):
		return failure(err, "the answer was removed from the place for results before it was read: run again, with a rule of the bucket that keeps answers for longer")
	case strings.Contains(message, "WorkGroup") && strings.Contains(message, "not found"):
		return mistake(err, "`aws athena list-work-groups` lists the workgroups of the region")
	case strings.Contains(message, "WorkGroup is disabled") || strings.Contains(message, "is disabled"):
		return failure(err, "use another workgroup, or enable this one")
	}
	return failure(err, "")
}

// explainEnd explains why a statement that was started has no answer.
// https://docs.aws.amazon.com/athena/latest/ug/error-reference.html
func (e *execution) explainEnd(state types.QueryExecutionState) error {
	reason := aws.ToString(e.last.Status.StateChangeReason)
	retryable := false
	if details := e.last.Status.AthenaError; details != nil {
		retryable = details.Retryable
		if reason == "" {
			reason = aws.ToString(details.ErrorMessage)
		}
	}
	err := errors.New(reason)
	switch {
	case strings.Contains(reason, "Bytes scanned limit was exceeded"):
		return failure(fmt.Errorf("the limit of the workgroup %s for the bytes of a query was passed: %w", e.workgroup, err),
			"ask for a shorter window with --since and --to or for one --account and --region, or raise the limit")
	case state == types.QueryExecutionStateCancelled:
		if reason == "" {
			err = errors.New("nobody says why")
		}
		return failure(fmt.Errorf("the query was cancelled there: %w", err), "run again; what it scanned until then is charged")
	case strings.Contains(reason, "exhausted resources"):
		return failure(err, "ask for a shorter window or fewer values, and run again")
	case strings.Contains(reason, "timeout"):
		return failure(err, "ask for a shorter window, or raise the quota for the time of a query")
	case regexp.MustCompile(`Access ?Denied`).MatchString(reason):
		return failure(err, "allow s3:GetObject and s3:ListBucket on the table's bucket, s3:PutObject on that of the results, and kms:Decrypt on their keys")
	case strings.Contains(reason, "AlreadyExistsException"):
		return mistake(err, "DROP TABLE removes the old table, and no logs; or give another name")
	case isStatementFault(reason):
		return mistake(err, "")
	case retryable:
		return failure(err, "run again: Athena says that it can succeed")
	}
	return failure(err, "")
}

// isStatementFault reports whether the statement is at fault, by Trino's names of errors.
func isStatementFault(reason string) bool {
	name, _, _ := strings.Cut(reason, ":")
	switch strings.TrimSpace(name) {
	case "SYNTAX_ERROR", "COLUMN_NOT_FOUND", "TABLE_NOT_FOUND", "SCHEMA_NOT_FOUND", "FUNCTION_NOT_FOUND", "TYPE_MISMATCH", "TYPE_NOT_FOUND",
		"AMBIGUOUS_NAME", "EXPRESSION_NOT_AGGREGATE", "MISSING_GROUP_BY", "MISMATCHED_COLUMN_ALIASES", "NOT_SUPPORTED", "INVALID_FUNCTION_ARGUMENT",
		"INVALID_CAST_ARGUMENT", "DIVISION_BY_ZERO", "NUMERIC_VALUE_OUT_OF_RANGE", "CONSTRAINT_VIOLATION":
		return true
	}
	return strings.HasPrefix(reason, "line ")
}
