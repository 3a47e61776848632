package athena

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/smithy-go/logging"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
)

// Client is a workgroup of Athena.
type Client struct {
	api       *athena.Client
	workgroup string
	name      catalog.Name
	options   client.Options
	// enforced is set when the workgroup was found to let queries choose the place of
	// their results.
	checked bool
}

// engineName is the engine's name, for people.
const engineName = "Athena"

// Open returns the client for athena://WORKGROUP/[CATALOG.]DATABASE.TABLE, and the
// table's name. It reads the AWS configuration and makes no request.
func Open(ctx context.Context, address *url.URL, options client.Options) (client.Client, catalog.Name, error) {
	workgroup, name, err := parsePlace(address.Host + address.Path)
	if err != nil {
		return nil, name, err
	}
	if options.Reuse > longestReuse {
		return nil, name, mistake(fmt.Errorf("answers are kept for %d days", longestReuse/(24*time.Hour)), "ask for a shorter time")
	}
	settings, err := config.LoadDefaultConfig(ctx,
		config.WithSharedConfigProfile(options.Profile), config.WithRegion(options.Region), config.WithLogger(logging.Nop{}))
	if err != nil {
		return nil, name, failure(err, "check the profile and the files of the AWS configuration")
	}
	if settings.Region == "" {
		return nil, name, mistake(errors.New("no region is configured"), "set AWS_REGION, or name a profile that has a region")
	}
	retryer := newRetryer(cmp.Or(settings.RetryMaxAttempts, defaultAttempts))
	settings.Retryer, settings.RetryMaxAttempts = func() aws.Retryer { return retryer }, 0
	api := athena.NewFromConfig(settings, func(o *athena.Options) {
		if options.EndpointURL != "" {
			o.BaseEndpoint = &options.EndpointURL
		}
	})
	return &Client{api: api, workgroup: workgroup, name: name, options: options}, name, nil
}

// parsePlace parses WORKGROUP/[CATALOG.]DATABASE.TABLE. The name of a catalog can have
// slashes, as s3tablescatalog/aws-cloudwatch has.
func parsePlace(place string) (workgroup string, name catalog.Name, err error) {
	workgroup, rest, _ := strings.Cut(place, "/")
	left, table, _ := cutLast(rest)
	name.Table = table
	if inner, database, found := cutLast(left); found {
		name.Catalog, name.Schema = inner, database
	} else {
		name.Schema = left
	}
	if workgroup == "" || name.Schema == "" || name.Table == "" {
		return "", name, mistake(fmt.Errorf("athena://%s names no table", place), "the form is athena://WORKGROUP/[CATALOG.]DATABASE.TABLE")
	}
	return workgroup, name, nil
}

// cutLast cuts a text at its last dot.
func cutLast(text string) (before, after string, found bool) {
	if i := strings.LastIndexByte(text, '.'); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return "", text, false
}

// defaultAttempts limits how often a request is made that Athena throttles, where
// AWS_MAX_ATTEMPTS and the profile say nothing: about a minute. The quotas are a few calls
// a second for an account.
// https://docs.aws.amazon.com/athena/latest/ug/service-limits.html
const defaultAttempts = 30

// newRetryer returns a retryer that waits as the polling does. It has no quota of
// retries: there is one request at a time.
func newRetryer(attempts int) aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		o.RateLimiter = ratelimit.None
		o.Backoff = retry.BackoffDelayerFunc(func(failed int, _ error) (time.Duration, error) { return delayAfter(failed), nil })
	})
}

// delayAfter returns how long to wait after so many answers that were none: 50 ms, and
// twice as long each time up to 2 s.
func delayAfter(times int) time.Duration {
	const first, longest = 50 * time.Millisecond, 2 * time.Second
	return min(first<<min(times, 10), longest)
}

// KeepsRows reports that UNNEST gives an array's rows as one column each, as it does on
// Athena and no longer on Trino.
func (c *Client) KeepsRows() bool { return true }

// Name implements [client.Client].
func (c *Client) Name() string { return engineName }

// Tariff returns what Athena charges in most regions, and at least for 10 MB a query.
// DDL is free, and so are statements that fail; one that is cancelled is charged.
// https://aws.amazon.com/athena/pricing/
func (c *Client) Tariff() client.Tariff {
	return client.Tariff{DollarsPerTB: 5, LeastBytes: 10 << 20}
}

// Close implements [client.Client]. Statements stop when their results are closed.
func (c *Client) Close() error { return nil }

// longestReuse is how old an answer can be that is given again.
// https://docs.aws.amazon.com/athena/latest/APIReference/API_ResultReuseByAgeConfiguration.html
const longestReuse = 7 * 24 * time.Hour

// reuse returns what is said about earlier answers, nil for nothing. Athena counts
// minutes.
func (c *Client) reuse() *types.ResultReuseConfiguration {
	if c.options.Reuse <= 0 {
		return nil
	}
	minutes := int32(math.Ceil(c.options.Reuse.Minutes()))
	return &types.ResultReuseConfiguration{ResultReuseByAgeConfiguration: &types.ResultReuseByAgeConfiguration{Enabled: true, MaxAgeInMinutes: &minutes}}
}

// results returns where the results go, nil for where the workgroup says, or to storage
// that Athena manages. A workgroup that enforces its own place would pass over another
// without a word, so that this is refused.
// https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html
func (c *Client) results(ctx context.Context) (*types.ResultConfiguration, error) {
	if c.options.Results == "" {
		return nil, nil
	}
	if !c.checked {
		group, err := c.api.GetWorkGroup(ctx, &athena.GetWorkGroupInput{WorkGroup: &c.workgroup})
		if err == nil && group.WorkGroup != nil && group.WorkGroup.Configuration != nil && aws.ToBool(group.WorkGroup.Configuration.EnforceWorkGroupConfiguration) {
			return nil, mistake(fmt.Errorf("the workgroup %s enforces its own place for results", c.workgroup), "leave out --results, or use another workgroup")
		}
		c.checked = true // who can run queries need not be allowed to see workgroups
	}
	return &types.ResultConfiguration{OutputLocation: &c.options.Results}, nil
}
