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

// connection is a client of a server, with the state that requests share.
type connection struct {
	client   atomic.Pointer[s3.Client]
	retryer  aws.Retryer
	attempts int // at most, for each request
	// reached is set when the server has answered.
	reached *atomic.Bool
	// expired is the error with which the server refused credentials that cannot be
	// renewed; nil until then.
	expired atomic.Pointer[error]
	// noCentury is set when the server has refused the delimiter century.
	noCentury    atomic.Bool
	movingRegion sync.Mutex
	// moves is how often the region was corrected.
	moves int
}

// anyRegion is the region to ask first if none is configured: it knows the buckets
// of all regions.
const anyRegion = "us-east-1"

// newConnection reads the AWS configuration and returns a client for it.
func newConnection(ctx context.Context, options Options) (*connection, error) {
	c := &connection{reached: new(atomic.Bool)}
	if options.Client != nil {
		c.useClient(options.Client)
		return c, nil
	}
	settings, err := loadSettings(ctx, options)
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
		o.HTTPClient = guardedClient{o.HTTPClient, options.stallTimeout()}
		o.UsePathStyle = o.BaseEndpoint != nil
		o.DisableLogOutputChecksumValidationSkipped = true // a line for each object
	}))
	return c, nil
}

// useClient makes requests with the caller's client. How often that repeats a request is
// how often a reading that breaks off is resumed.
func (c *connection) useClient(client *s3.Client) {
	settings := client.Options()
	c.retryer = settings.Retryer
	c.attempts = settings.Retryer.MaxAttempts()
	c.reached.Store(true) // its errors are the caller's to retry
	c.client.Store(client)
}

// loadSettings returns the caller's AWS configuration with the options in it, or else
// that of the environment.
func loadSettings(ctx context.Context, options Options) (aws.Config, error) {
	if options.Config == nil {
		return config.LoadDefaultConfig(ctx, loadOptions(options)...)
	}
	settings := options.Config.Copy()
	settings.Region = cmp.Or(options.Region, settings.Region)
	if settings.HTTPClient == nil {
		settings.HTTPClient = newHTTPClient(options.stallTimeout())
	}
	if options.EndpointURL != "" {
		settings.BaseEndpoint = &options.EndpointURL
	}
	if options.NoSignRequest || settings.Credentials == nil {
		settings.Credentials = aws.AnonymousCredentials{}
	}
	return settings, nil
}

// loadOptions returns the options in the terms of AWS's library.
func loadOptions(options Options) []func(*config.LoadOptions) error {
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

// newHTTPClient returns a client that keeps as many connections as are in use at a
// time, and notices when a connection stalls.
func newHTTPClient(stall time.Duration) aws.HTTPClient {
	return awshttp.NewBuildableClient().
		WithReadTimeout(stall).
		WithTransportOptions(func(t *http.Transport) {
			t.MaxIdleConns = 0 // no limit
			t.MaxIdleConnsPerHost = 1024
			t.ReadBufferSize = 8 << 10
		})
}

// changeRegion switches to the bucket's region, as the answer to the client that was
// used told it, and reports whether another try makes sense.
func (c *connection) changeRegion(used *s3.Client, region string) bool {
	const mostMoves = 2 // two servers can redirect to each other
	c.movingRegion.Lock()
	defer c.movingRegion.Unlock()
	if c.client.Load() != used && region != "" { // another call has changed it
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

// credentials is a provider whose errors are of type [*Error].
type credentials struct{ aws.CredentialsProvider }

// Retrieve returns the provider's credentials, or an [*Error].
func (c credentials) Retrieve(ctx context.Context) (aws.Credentials, error) {
	found, err := c.CredentialsProvider.Retrieve(ctx)
	if err != nil && ctx.Err() == nil {
		err = credentialsError(err)
	}
	return found, err
}

// areCredentialsExpired reports whether err says that the credentials have expired
// and their provider cannot renew them.
func (c *connection) areCredentialsExpired(ctx context.Context, err error) bool {
	var answer smithy.APIError
	if !errors.As(err, &answer) || answer.ErrorCode() != "ExpiredToken" {
		return false
	}
	used, err := c.client.Load().Options().Credentials.Retrieve(ctx)
	return err == nil && !used.CanExpire
}
