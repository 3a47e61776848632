package s3source

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// pages lists the objects of the bucket, page by page, fetching ahead. An error
// is the last pair. No goroutine is left when the loop is.
func (b *bucket) pages(ctx context.Context) iter.Seq2[[]object, error] {
	return func(yield func([]object, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		type pair struct {
			page []object
			err  error
		}
		ahead := make(chan pair)
		var lister sync.WaitGroup
		lister.Go(func() {
			defer close(ahead)
			for page, err := range b.list(ctx) {
				select {
				case ahead <- pair{page, err}:
				case <-ctx.Done():
					return
				}
			}
		})
		defer lister.Wait()
		defer cancel()
		for next := range ahead {
			if !yield(next.page, next.err) {
				return
			}
		}
		if err := context.Cause(ctx); err != nil {
			yield(nil, err)
		}
	}
}

// list lists the objects of the bucket, page by page.
func (b *bucket) list(ctx context.Context) iter.Seq2[[]object, error] {
	return func(yield func([]object, error) bool) {
		input := &s3.ListObjectsV2Input{
			Bucket:       &b.bucket,
			EncodingType: types.EncodingTypeUrl, // XML cannot hold every key
			RequestPayer: b.options.payer(),
		}
		if b.prefix != "" {
			input.Prefix = &b.prefix
		}
		for {
			output, err := b.listPage(ctx, input)
			if err != nil {
				yield(nil, explain(err, listing(b.location)))
				return
			}
			page, err := b.objects(output)
			if err != nil {
				yield(nil, explain(err, listing(b.location)))
				return
			}
			if !yield(page, nil) || !aws.ToBool(output.IsTruncated) {
				return
			}
			input.ContinuationToken = output.NextContinuationToken
		}
	}
}

// listPage lists one page, in the region where the bucket turns out to be.
func (b *bucket) listPage(ctx context.Context, input *s3.ListObjectsV2Input) (*s3.ListObjectsV2Output, error) {
	for {
		client := b.client.Load()
		output, err := client.ListObjectsV2(ctx, input)
		if err == nil {
			b.reached.Store(true)
			return output, wellFormed(output)
		}
		if !b.moveTo(regionOf(err)) {
			return nil, err
		}
	}
}

// wellFormed finds answers that would end a listing too soon, or never.
func wellFormed(output *s3.ListObjectsV2Output) error {
	if output.Name == nil {
		return errors.New("the server's answer is empty")
	}
	if aws.ToBool(output.IsTruncated) && aws.ToString(output.NextContinuationToken) == "" {
		return errors.New("the server says that there is more and not where")
	}
	return nil
}

// objects are those of a page.
func (b *bucket) objects(output *s3.ListObjectsV2Output) ([]object, error) {
	page := make([]object, 0, len(output.Contents))
	for _, listed := range output.Contents {
		key := aws.ToString(listed.Key)
		if output.EncodingType == types.EncodingTypeUrl { // some servers don't
			var err error
			if key, err = url.QueryUnescape(key); err != nil {
				return nil, err
			}
		}
		page = append(page, object{
			bucket:  b,
			key:     key,
			size:    aws.ToInt64(listed.Size),
			version: listed.ETag,
		})
	}
	return page, nil
}

func (o *Options) payer() types.RequestPayer {
	if o.RequestPayer {
		return types.RequestPayerRequester
	}
	return ""
}
