package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/records"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/cost"
)

// costCommand is "trailq cost".
type costCommand struct {
	question
	prices priceFlags
	by     string
	limit  int
	tiered bool
}

func newCost(env *Environment) *cobra.Command {
	c := &costCommand{question: question{env: env}}
	command := &cobra.Command{
		Use:   "cost SOURCE…",
		Short: "Reckon what calls cost: requests, data out of S3, KMS, CloudTrail's data events",
		Long: `Reckon what the calls to S3 and KMS in the logs cost, and CloudTrail's data events, by what --by
names; the groups that cost most come first.

Requests cost by their class: PUT, COPY, POST and LIST; GET and all others; DELETE and CANCEL are
free. Failed calls cost as others do, save those that S3 does not charge for: 5XX, the codes that its
documentation lists, and AccessDenied to callers of other accounts since 2024-05-13 (callers of the
same organization are charged, which the logs do not tell).

Data sent by S3 (bytesTransferredOut) costs by the way it took, which is the class of a call:

  internet         a public address that is not AWS's
  other region     an address that AWS uses in another region than the call's
  same region      one that it uses in the same region: free
  VPC endpoint     vpcEndpointId, or a private address: free
  AWS service      a service's name (whose region is not told), AWS Internal or CloudFront: free
  internet or AWS  a public address, without --ip-ranges: priced as the internet
  unknown          nothing of these: priced as the internet

The call's region is awsRegion, which for calls on objects is the bucket's. AWS's addresses are in a
file that it publishes:

  curl -O https://ip-ranges.amazonaws.com/ip-ranges.json

Prices are built in, with a source and a day for each; where none is known, dollars are empty and a
note says so. --prices takes AWS's price list (JSON or CSV, of AmazonS3 or AWSDataTransfer, from
https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonS3/current/index.json) or CSV with the
columns item, region, to, from_gb, per, usd:

  s3-get,eu-west-1,,,10000,0.004            also s3-put, kms and data-event; per so many, in dollars
  transfer,eu-west-1,internet,0,1,0.09      per GB from the month's first GB on
  transfer,eu-west-1,internet,10240,1,0.085 from 10 TB on
  transfer,eu-west-1,*,0,1,0.02             to other regions

All are list prices of S3 Standard: what storage, retrieval, other storage classes, interface
endpoints and acceleration cost is not in the logs. Every request to KMS is charged, failed ones
too; what it costs to make or use a key pair depends on the key. Data events of any service are
charged once for each delivery that the logs hold; in records that do not say whether they are data
events (before eventVersion 1.07), S3's calls on objects and Lambda's Invoke are. Insights and network
activity events are left out. A record in the logs of an account that does not pay for the call (S3:
not the bucket's owner; KMS: not the caller) has no price of request and transfer. That a bucket lets
its requesters pay is not in the logs.

--by takes CloudTrail's fields and paths into them, as userIdentity.arn, and these short names:

` + shortNamesTable(slices.Concat(cost.Names(), report.ShortNames())) + `
The question is SQL in Athena's dialect: --show-sql prints it. What it counts is priced behind it.`,
		Example: `  trailq cost logs/
  trailq cost logs/ --by caller,class --ip-ranges ip-ranges.json
  trailq cost logs/ --by bucket,prefix --from 2023-11-01 --to 2023-12-01 --tiered
  trailq cost s3://my-trail/AWSLogs/ --by day,requestClass -n 0 -o csv
  trailq cost logs/ --event-source kms --by caller --prices ours.csv`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, names []string) error {
			return c.run(command.Context(), names)
		},
	}
	c.addFlags(command, c.ownFlags())
	return command
}

func (c *costCommand) ownFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.StringVar(&c.by, "by", "eventName", "group by these `fields`")
	flags.IntVarP(&c.limit, "limit", "n", 10, "print the `n` groups that cost most; 0 prints all")
	c.prices.add(flags)
	flags.BoolVar(&c.tiered, "tiered", false, "apply the steps of a month's prices to all that left a region for the internet, and share that out by bytes; keeps all groups in memory")
	return flags
}

func (c *costCommand) run(ctx context.Context, names []string) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	c.engine.countRepeated = true
	return c.answerWith(ctx, names, func(scope report.Scope) (*report.Report, error) {
		options.Scope = scope
		return cost.New(options)
	}, (*inquiry).noteDuplicates)
}

// noteDuplicates says that what was delivered twice costs twice here. Where windows
// lie apart, some of that may be between them.
func (q *inquiry) noteDuplicates() {
	upTo := ""
	if q.apart {
		upTo = "up to "
	}
	if n := q.summary().Records.DuplicatesKept; n > 0 {
		q.notes = append(q.notes, fmt.Sprintf("%s%s events were delivered before, and are counted and priced again: --dedup leaves them out", upTo, humanize.Thousands(n)))
	}
}

// options are the report's parameters.
func (c *costCommand) options() (cost.Options, error) {
	options := cost.Options{Limit: c.limit, Tiered: c.tiered}
	if c.limit < 0 {
		return options, usagef("--limit %d: want 1 or more, or 0 for all", c.limit)
	}
	var err error
	if options.By, err = cost.ParseDimensions(records.SplitPaths(c.by)); err != nil {
		return options, dimensionError("--by", "cost", err)
	}
	if options.Prices, err = c.prices.list(); err != nil {
		return options, err
	}
	options.Ranges, err = c.prices.ranges(c.env)
	return options, err
}
