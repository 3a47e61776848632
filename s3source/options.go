package s3source

import (
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// DefaultWorkers is a good number of objects to fetch at a time, for
// trailq.Options.Workers: S3 takes tens of milliseconds to answer, so that most
// workers wait. (With objects of 20 KB, a server 40 ms away and two processors: 27
// objects a second with 2 workers, 313 with 16, 389 with 32, 625 with 64, 758 with
// 128. Memory grows with the number of workers.)
const DefaultWorkers = 32

// Options say how to reach a bucket. The zero value reads it with the
// credentials and settings that the AWS command line would use.
type Options struct {
	// Client, if not nil, is the client to use, with its region, credentials, endpoint,
	// retries and HTTP client; nothing is read from the environment. A bucket in another
	// region is asked there, by a copy of the client. Of the settings below, only those
	// about credentials, endpoint, attempts and stalls do not apply.
	Client *s3.Client
	// Config, if not nil and without Client, is the AWS configuration to use instead of
	// that of the environment. The options below that are set take precedence.
	Config *aws.Config
	// Profile is a profile of the AWS configuration files; empty means the profile in
	// AWS_PROFILE, or the default.
	Profile string
	// Region is the region to ask first; empty means the configured region, or
	// us-east-1. If the bucket is in another region, that is used.
	Region string
	// EndpointURL is the URL of a server other than AWS; empty means that of
	// AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or the profile, if any. Buckets of such a
	// server are addressed by path, not by host name.
	EndpointURL string
	// NoSignRequest reads a public bucket without credentials.
	NoSignRequest bool
	// RequestPayer agrees to pay for requests and transfer, as requester-pays buckets
	// demand.
	RequestPayer bool
	// MaxAttempts is how often a request is made before it fails, with delays that
	// grow to 20 seconds. Zero means AWS_MAX_ATTEMPTS or the profile's setting, or
	// else 12, which takes about a minute.
	MaxAttempts int
	// StallTimeout is how long a connection can be silent before the request is
	// repeated. Zero is a minute.
	StallTimeout time.Duration
	// Digests lists digest files, too, if a filter shortens the listing. They have no
	// events, but a copy of the logs can be checked with them.
	Digests bool
	// CheckMD5 compares the MD5 of every object that is read to its end with its ETag,
	// where that is an MD5: not of objects that were put in parts or are encrypted with
	// a key of KMS or of the customer.
	CheckMD5 bool
	// ListCalls is how many list calls are made at a time. Zero is 64; S3 takes about
	// 50 to 200 ms for a list call, which returns up to 1,000 keys.
	ListCalls int
	// Calls, if not nil, counts the list calls.
	Calls *Calls
	// Note, if not nil, is called with what the user should know about a listing: what
	// is left out or takes longer, and why. It can be called from any goroutine, once
	// for each text and listing.
	Note func(text string)
}

// Calls counts list calls. The zero value is ready to use; its methods can be called
// from any goroutine.
type Calls struct {
	mu    sync.Mutex
	count int
	took  time.Duration
}

// add counts a call. C can be nil.
func (c *Calls) add(took time.Duration) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	c.took += took
}

// Count returns how many calls have ended. A call that was repeated because the
// server was busy or the connection broke counts once.
func (c *Calls) Count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count
}

// Mean returns how long a call took on average; zero if there was none.
func (c *Calls) Mean() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.took / time.Duration(max(c.count, 1))
}

func (o *Options) maxListCalls() int {
	if o.ListCalls > 0 {
		return o.ListCalls
	}
	return 64
}

// defaultAttempts is MaxAttempts where nothing is configured.
const defaultAttempts = 12

func (o *Options) stallTimeout() time.Duration {
	if o.StallTimeout > 0 {
		return o.StallTimeout
	}
	return time.Minute
}
