// Package publickey asks CloudTrail for the public keys by which it signs digests.
package publickey

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"

	"github.com/trailq/trailq/internal/digest"
)

// Options say how to reach CloudTrail. The zero value is as the environment and the
// AWS configuration have it.
type Options struct {
	Profile string
	// EndpointURL is of a server with CloudTrail's API.
	EndpointURL string
}

// overlap is how much longer than the digests the keys are asked for, as the AWS CLI
// does: two keys are valid where one follows the other.
const overlap = 2 * time.Hour

// Fetch returns the keys of a region that were valid from one time to another. It needs
// the permission cloudtrail:ListPublicKeys. See "ListPublicKeys" in the CloudTrail API
// reference
// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html).
func Fetch(ctx context.Context, region string, from, to time.Time, options Options) ([]digest.Key, error) {
	settings, err := config.LoadDefaultConfig(ctx,
		config.WithSharedConfigProfile(options.Profile), config.WithRegion(region), config.WithLogger(logging.Nop{}))
	if err != nil {
		return nil, err
	}
	client := cloudtrail.NewFromConfig(settings, func(o *cloudtrail.Options) {
		if options.EndpointURL != "" {
			o.BaseEndpoint = &options.EndpointURL
		}
	})
	var keys []digest.Key
	pages := cloudtrail.NewListPublicKeysPaginator(client, &cloudtrail.ListPublicKeysInput{
		StartTime: aws.Time(from.Add(-overlap)), EndTime: aws.Time(to.Add(overlap)),
	}, func(o *cloudtrail.ListPublicKeysPaginatorOptions) { o.StopOnDuplicateToken = true })
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("public keys of %s: %w", region, shortenError(err))
		}
		for i := range page.PublicKeyList {
			keys = append(keys, newKey(&page.PublicKeyList[i], region))
		}
	}
	return keys, nil
}

func newKey(key *types.PublicKey, region string) digest.Key {
	return digest.Key{
		Value: key.Value, From: aws.ToTime(key.ValidityStartTime), To: aws.ToTime(key.ValidityEndTime), Region: region,
	}
}

// shortenError returns what the service said, without the history of the request.
func shortenError(err error) error {
	var said smithy.APIError
	if errors.As(err, &said) {
		return fmt.Errorf("%s: %s", said.ErrorCode(), said.ErrorMessage())
	}
	return err
}
