package s3source

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"
)

// connection is the way to a server.
type connection struct {
	client   atomic.Pointer[s3.Client]
	retryer  aws.Retryer
	attempts int // that a request is made at most
	// reached says that the server has answered before.
	reached *atomic.Bool
	// spent is the error with which the server refused credentials that nobody
	// renews; nil while it has not.
	spent atomic.Pointer[error]
	// noCentury says that the server refuses the delimiter century.
	noCentury atomic.Bool
	moving    sync.Mutex
	// moves is how often the region was corrected.
	moves int
}

// anyRegion is where to ask first if nobody says: it knows the buckets of all
// regions.
const anyRegion = "us-east-1"

// connect reads the AWS configuration and makes a client.
func connect(ctx context.Context, options Options) (*connection, error) {
	c := &connection{reached: new(atomic.Bool)}
	settings, err := config.LoadDefaultConfig(ctx, settings(options)...)
	if err != nil {
		return nil, explainSettings(err)
	}
	c.attempts = cmp.Or(options.MaxAttempts, settings.RetryMaxAttempts, defaultAttempts)
	c.retryer = newRetryer(c.attempts, c.reached)
	settings.RetryMaxAttempts, settings.Retryer = 0, func() aws.Retryer { return c.retryer }
	if settings.Region == "" {
		settings.Region = anyRegion
	}
	if !options.NoSignRequest {
		settings.Credentials = credentials{settings.Credentials}
	}
	c.client.Store(s3.NewFromConfig(settings, func(o *s3.Options) {
		o.UsePathStyle = o.BaseEndpoint != nil
		o.DisableLogOutputChecksumValidationSkipped = true // a line for each object
	}))
	return c, nil
}

// settings says in the terms of AWS's library what the options say.
func settings(options Options) []func(*config.LoadOptions) error {
	with := []func(*config.LoadOptions) error{
		config.WithSharedConfigProfile(options.Profile),
		config.WithRegion(options.Region),
		config.WithHTTPClient(newHTTPClient(options.stallTimeout())),
		config.WithLogger(logging.Nop{}),
	}
	if options.EndpointURL != "" {
		with = append(with, config.WithBaseEndpoint(options.EndpointURL))
	}
	if options.NoSignRequest {
		with = append(with, config.WithCredentialsProvider(aws.AnonymousCredentials{}))
	}
	return with
}

// newHTTPClient makes a client that keeps as many connections as it is used
// with, and notices when one brings nothing more.
func newHTTPClient(stall time.Duration) aws.HTTPClient {
	return awshttp.NewBuildableClient().
		WithReadTimeout(stall).
		WithTransportOptions(func(t *http.Transport) {
			t.MaxIdleConns = 0 // no limit
			t.MaxIdleConnsPerHost = 1024
			t.ReadBufferSize = 8 << 10
		})
}

// moveTo changes to the region, where the client that was used says that the
// bucket is there, and reports whether that is worth another try.
func (c *connection) moveTo(used *s3.Client, region string) bool {
	const mostMoves = 2 // servers may send each to the other
	c.moving.Lock()
	defer c.moving.Unlock()
	if c.client.Load() != used && region != "" { // another call has moved
		return true
	}
	options := used.Options()
	if region == "" || region == options.Region || c.moves >= mostMoves {
		return false
	}
	c.moves++
	options.Region = region
	c.client.Store(s3.New(options))
	return true
}

// credentials marks the errors of a provider as such.
type credentials struct{ aws.CredentialsProvider }

// Retrieve returns the provider's credentials or an [*Error].
func (c credentials) Retrieve(ctx context.Context) (aws.Credentials, error) {
	found, err := c.CredentialsProvider.Retrieve(ctx)
	if err != nil && ctx.Err() == nil {
		err = noCredentials(err)
	}
	return found, err
}

// isSpent reports whether err says that the credentials have expired, and nobody
// renews them: it is not a provider that does.
func (c *connection) isSpent(ctx context.Context, err error) bool {
	var answer smithy.APIError
	if !errors.As(err, &answer) || answer.ErrorCode() != "ExpiredToken" {
		return false
	}
	used, err := c.client.Load().Options().Credentials.Retrieve(ctx)
	return err == nil && !used.CanExpire
}
