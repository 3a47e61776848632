package s3source

import "time"

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
}

// defaultAttempts is MaxAttempts where nobody says.
const defaultAttempts = 12

func (o *Options) stallTimeout() time.Duration {
	if o.StallTimeout > 0 {
		return o.StallTimeout
	}
	return time.Minute
}
