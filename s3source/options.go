package s3source

import (
	"sync"
	"time"
)

// DefaultWorkers is a good number of objects to fetch at a time, for
// trailq.Options.Workers: S3 takes tens of milliseconds to answer, so that most
// of the workers wait. (From a server 40 ms away, 20 KB each, on two processors:
// 27 objects a second with 2 workers, 313 with 16, 389 with 32, 625 with 64, 758
// with 128. Memory grows with them.)
const DefaultWorkers = 32

// Options say how to reach a bucket. The zero value reads it with the
// credentials and settings that the AWS command line would use.
type Options struct {
	// Profile is a profile of the AWS configuration files; empty is the one of
	// AWS_PROFILE, or the default.
	Profile string
	// Region is where to ask first; empty is the configured region, or
	// us-east-1. Where the bucket is elsewhere, its own region is used.
	Region string
	// EndpointURL is that of a server other than AWS; empty is that of
	// AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or the profile, if any. Buckets of
	// such a server are addressed by path, not by host name.
	EndpointURL string
	// NoSignRequest reads a public bucket without credentials.
	NoSignRequest bool
	// RequestPayer agrees to pay for the requests and the transfer, as buckets
	// whose requester pays demand.
	RequestPayer bool
	// MaxAttempts is how often a request is made before its failure counts, with
	// delays that grow to 20 seconds. Zero is what AWS_MAX_ATTEMPTS or the profile
	// says, or else 12, which takes about a minute.
	MaxAttempts int
	// StallTimeout is how long a connection may bring no byte before the request
	// is made again. Zero is a minute.
	StallTimeout time.Duration
	// Digests lists digest files also where a filter shortens the listing: they
	// have no events, but a copy of the logs is checked with them.
	Digests bool
	// ListCalls is how many list calls are made at a time. Zero is 64; a list call
	// takes S3 some 50 to 200 ms, and brings up to 1,000 keys.
	ListCalls int
	// Calls, if not nil, counts the list calls.
	Calls *Calls
	// Note, if not nil, is told what the user should know about a listing: what is
	// left out or takes longer, and why. It may be called from any goroutine, once
	// for each text and listing.
	Note func(text string)
}

// Calls counts calls. The zero value is ready; methods are for any goroutine.
type Calls struct {
	mu    sync.Mutex
	count int
	took  time.Duration
}

// add counts a call. C may be nil.
func (c *Calls) add(took time.Duration) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	c.took += took
}

// Count is how many calls have ended. One that was made again because the server
// was busy or the connection broke counts once.
func (c *Calls) Count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count
}

// Mean is how long one took on average; zero if there was none.
func (c *Calls) Mean() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.took / time.Duration(max(c.count, 1))
}

func (o *Options) listCalls() int {
	if o.ListCalls > 0 {
		return o.ListCalls
	}
	return 64
}

// defaultAttempts is MaxAttempts where nobody says.
const defaultAttempts = 12

func (o *Options) stallTimeout() time.Duration {
	if o.StallTimeout > 0 {
		return o.StallTimeout
	}
	return time.Minute
}
