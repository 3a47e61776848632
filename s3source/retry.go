package s3source

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// newRetryer returns a retryer that repeats requests as AWS's library does in
// standard mode, and also if an answer breaks off. It has no quota of retries, which
// would let some requests fail at once: each worker waits for its own request, so
// that a busy server gets fewer of them anyway. (Adaptive mode slows down far too
// much: with 14 refusals in 100 requests they took half a minute.)
func newRetryer(attempts int, reached *atomic.Bool) aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		o.RateLimiter = ratelimit.None
		o.Backoff = retry.BackoffDelayerFunc(retryDelay)
		check := retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
			return isRetryable(err, reached.Load())
		})
		o.Retryables = append([]retry.IsErrorRetryable{check}, o.Retryables...)
	})
}

// retryDelay returns how long to wait after so many failed attempts: a random part of
// a limit that doubles each time, so that requests that are refused together are not
// repeated together.
func retryDelay(failed int, _ error) (time.Duration, error) {
	const first, longest = 100 * time.Millisecond, 20 * time.Second
	return rand.N(min(first<<min(failed, 10), longest)), nil
}

// isRetryable overrules the library's decision for some errors. Reached means that
// the server has answered before.
func isRetryable(err error, reached bool) aws.Ternary {
	var failure *Error
	var name *net.DNSError
	switch {
	case errors.As(err, &failure): // of the credentials
		return aws.FalseTernary
	case errors.Is(err, io.ErrUnexpectedEOF): // in the middle of a listing
		return aws.TrueTernary
	case reached:
		return aws.UnknownTernary
	case errors.Is(err, syscall.ECONNREFUSED), errors.As(err, &name): // a wrong address
		return aws.FalseTernary
	}
	return aws.UnknownTernary
}

// isRefused reports whether the server refused to list this part of the bucket,
// while it can still list another.
func isRefused(err error) bool {
	var answer smithy.APIError
	return errors.As(err, &answer) && (answer.ErrorCode() == "AccessDenied" || httpStatus(err) >= http.StatusInternalServerError)
}

// isUnsupported reports whether the server answered that it does not know a
// parameter of the request.
func isUnsupported(err error) bool {
	return httpStatus(err) == http.StatusBadRequest || httpStatus(err) == http.StatusNotImplemented
}

// bucketRegion returns the region of the bucket, if the error has it: in a header
// from AWS (HeadBucket, "x-amz-bucket-region"), in the message from other servers.
func bucketRegion(err error) string {
	var response *awshttp.ResponseError
	if !errors.As(err, &response) || response.Response == nil || response.Response.Response == nil {
		return ""
	}
	if region := response.Response.Header.Get("x-amz-bucket-region"); region != "" {
		return region
	}
	var answer smithy.APIError
	if errors.As(err, &answer) && answer.ErrorCode() == "AuthorizationHeaderMalformed" {
		if found := expectedRegion.FindStringSubmatch(answer.ErrorMessage()); found != nil {
			return found[1]
		}
	}
	return ""
}

var expectedRegion = regexp.MustCompile(`expecting ['"]([a-z0-9-]+)['"]`)
