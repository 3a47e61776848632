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

// newRetryer makes requests again as AWS's library does in standard mode, and
// also where an answer breaks off. Each worker waits for its own request, so
// that a server under load sees fewer of them without the library's quota of
// retries, which would let some fail at once. (Adaptive mode slows down far too
// much: 14 refusals in 100 requests made them take half a minute.)
func newRetryer(attempts int, reached *atomic.Bool) aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		o.RateLimiter = ratelimit.None
		o.Backoff = retry.BackoffDelayerFunc(backoff)
		check := retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
			return isRetryable(err, reached.Load())
		})
		o.Retryables = append([]retry.IsErrorRetryable{check}, o.Retryables...)
	})
}

// backoff is how long to wait after so many attempts that failed: a random part of
// what doubles each time, since all who are refused at once would come back at
// once.
func backoff(failed int, _ error) (time.Duration, error) {
	const first, longest = 100 * time.Millisecond, 20 * time.Second
	return rand.N(min(first<<min(failed, 10), longest)), nil
}

// isRetryable decides what the library would decide otherwise. Reached says
// that the server has answered before.
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

// isRefused reports whether the server answered that it will not do what was
// asked for this part of the bucket, while it may for another.
func isRefused(err error) bool {
	var answer smithy.APIError
	return errors.As(err, &answer) && (answer.ErrorCode() == "AccessDenied" || status(err) >= http.StatusInternalServerError)
}

// isUnsupported reports whether the server answered that it does not know what
// was asked.
func isUnsupported(err error) bool {
	return status(err) == http.StatusBadRequest || status(err) == http.StatusNotImplemented
}

// regionOf returns the region of the bucket, where an error tells it: in a
// header from AWS (HeadBucket, "x-amz-bucket-region"), in the message from
// other servers.
func regionOf(err error) string {
	var response *awshttp.ResponseError
	if !errors.As(err, &response) || response.Response == nil || response.Response.Response == nil {
		return ""
	}
	if region := response.Response.Header.Get("x-amz-bucket-region"); region != "" {
		return region
	}
	var answer smithy.APIError
	if errors.As(err, &answer) && answer.ErrorCode() == "AuthorizationHeaderMalformed" {
		if found := expected.FindStringSubmatch(answer.ErrorMessage()); found != nil {
			return found[1]
		}
	}
	return ""
}

var expected = regexp.MustCompile(`expecting ['"]([a-z0-9-]+)['"]`)
