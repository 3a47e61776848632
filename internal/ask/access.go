package ask

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/cache"
	"github.com/trailq/trailq/internal/remote"
	"github.com/trailq/trailq/internal/words"
	"github.com/trailq/trailq/s3source"
)

// Access says how to reach buckets, with the names that the AWS CLI has for it;
// but its region is bucket-region here, since region is a filter.
type Access struct {
	Profile       string
	BucketRegion  string
	EndpointURL   string
	NoSignRequest bool
	RequestPayer  bool
	StallTimeout  time.Duration
	// Cache is the folder that keeps what was fetched; nil is the one that the
	// environment names, and an empty text none.
	Cache      *string
	CacheSize  int64
	FetchLimit int64 // of Parquet files for one query
	// Table is about tables of engines elsewhere.
	Table remote.Options
}

// ConnectionWords returns the words about connections.
func (a *Access) ConnectionWords() words.Words {
	return words.Words{
		words.New("profile", words.Text(&a.Profile)),
		words.New("bucket-region", words.Text(&a.BucketRegion)),
		words.New("endpoint-url", words.Text(&a.EndpointURL)),
		words.New("no-sign-request", words.Toggle(&a.NoSignRequest)),
		words.New("request-payer", payer{words.Toggle(&a.RequestPayer)}),
		words.New("stall-timeout", words.Duration(&a.StallTimeout)),
	}
}

// CacheWords returns the words about the cache.
func (a *Access) CacheWords() words.Words {
	return words.Words{
		words.New("cache", cacheFolder{&a.Cache}),
		words.New("cache-size", words.Volume(&a.CacheSize)),
	}
}

// FetchWords returns the words about fetching Parquet files.
func (a *Access) FetchWords() words.Words {
	return words.Words{words.New("fetch-limit", words.Volume(&a.FetchLimit))}
}

// payer is a toggle that also takes the one value that the AWS CLI has for it.
type payer struct{ words.Value }

const payerRequester = "requester"

func (p payer) Set(text string) error {
	if text == payerRequester {
		return p.Value.Set("true")
	}
	if err := p.Value.Set(text); err != nil {
		return fmt.Errorf("want %s", payerRequester)
	}
	return nil
}

// cacheFolder takes the name of a folder; an empty one is none, whatever the
// environment says.
type cacheFolder struct{ folder **string }

func (f cacheFolder) String() string {
	if f.folder == nil || *f.folder == nil {
		return ""
	}
	return **f.folder
}

func (f cacheFolder) Type() string { return "folder" }

func (f cacheFolder) Set(folder string) error {
	*f.folder = &folder
	return nil
}

// CacheVariable names the folder of the cache where no word does.
const CacheVariable = "TRAILQ_CACHE"

// IsBucket reports whether the name of a source is that of a bucket.
func IsBucket(name string) bool { return strings.HasPrefix(name, "s3://") }

func hasBucket(names []string) bool { return slices.ContainsFunc(names, IsBucket) }

// openBucket opens s3://bucket/prefix, through the cache unless all files are wanted as
// they are.
func (s *Sources) openBucket(ctx context.Context, url string) (trailq.Source, error) {
	if s.env.Evidence {
		return s.listBucket(ctx, url, withDigests)
	}
	source, err := s.listBucket(ctx, url, logsOnly)
	if err != nil {
		return nil, err
	}
	return s.wrapCache(source)
}

// listedFiles says which files of a bucket are wanted.
type listedFiles int

const (
	logsOnly    listedFiles = iota
	withDigests             // and all as they are
)

// listBucket returns s3://bucket/prefix as a source.
func (s *Sources) listBucket(ctx context.Context, url string, files listedFiles) (trailq.Source, error) {
	options := s.access.BucketOptions()
	options.Digests, options.CheckMD5 = files == withDigests, files == withDigests
	options.Calls, options.Note = &s.listCalls, s.env.note
	source, err := s3source.New(ctx, url, options)
	if err != nil {
		return nil, BucketFailure(err)
	}
	return source, nil
}

// BucketOptions returns how to reach buckets, in the terms of package s3source.
func (a *Access) BucketOptions() s3source.Options {
	return s3source.Options{
		Profile:       a.Profile,
		Region:        a.BucketRegion,
		EndpointURL:   a.EndpointURL,
		NoSignRequest: a.NoSignRequest,
		RequestPayer:  a.RequestPayer,
		StallTimeout:  a.StallTimeout,
	}
}

// BucketFailure returns why a bucket cannot be opened.
func BucketFailure(err error) *Failure {
	var refused *s3source.Error
	if errors.As(err, &refused) {
		return sourceFailure(err)
	}
	return usagef("%w", err).withHint("the form is s3://bucket/prefix")
}

// wrapCache returns a source that reads through the cache, if there is to be one.
func (s *Sources) wrapCache(source trailq.Source) (trailq.Source, error) {
	folder := s.env.getenv(CacheVariable)
	if s.access.Cache != nil {
		folder = *s.access.Cache
	}
	if folder == "" {
		return source, nil
	}
	if s.cache == nil {
		var err error
		s.cache, err = cache.Open(folder, cache.Options{Size: s.access.CacheSize, Warn: func(err error) { s.env.note(err.Error()) }})
		if err != nil {
			return nil, usagef("%v: %w", words.Name("cache"), err).withHint("give a folder that can be made, or leave out %v and %s", words.Name("cache"), CacheVariable)
		}
	}
	return s.cache.Source(source), nil
}
