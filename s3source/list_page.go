package s3source

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// listPage lists one page, and follows the bucket to its region.
func (b *bucket) listPage(ctx context.Context, input *s3.ListObjectsV2Input) (*s3.ListObjectsV2Output, error) {
	for {
		client := b.client.Load()
		began := time.Now()
		output, err := client.ListObjectsV2(ctx, input)
		b.options.Calls.add(time.Since(began))
		if err == nil {
			b.reached.Store(true)
			return output, checkPage(output)
		}
		if !b.changeRegion(client, bucketRegion(err)) {
			return nil, err
		}
	}
}

// checkPage returns an error for answers that would end a listing too soon, or never.
func checkPage(output *s3.ListObjectsV2Output) error {
	if output.Name == nil {
		return errEmptyAnswer
	}
	if aws.ToBool(output.IsTruncated) && aws.ToString(output.NextContinuationToken) == "" {
		return errNoToken
	}
	return nil
}

func (o *Options) requestPayer() types.RequestPayer {
	if o.RequestPayer {
		return types.RequestPayerRequester
	}
	return ""
}
