package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/manual"
)

func newCost(env *Environment) *cobra.Command {
	cost := ask.NewCost()
	c := &reportCommand{reading: reading{env: env}}
	command := &cobra.Command{
		Use:   "cost SOURCE…",
		Short: "Estimate what calls cost: S3 requests and transfer, KMS, CloudTrail",
		Long:  manual.DescribeCost(tabulateNames(slices.Concat(ask.CostNames(), ask.DimensionNames()))),
		Example: `  trailq cost logs/
  trailq cost logs/ --by caller,class --ip-ranges ip-ranges.json
  trailq cost logs/ --by bucket,prefix --from 2023-11-01 --to 2023-12-01 --tiered
  trailq cost s3://my-trail/AWSLogs/ --by day,requestClass -n 0 -o csv
  trailq cost logs/ --by role --bill cur/ --ip-ranges ip-ranges.json
  trailq cost logs/ --event-source kms --by caller --prices ours.csv
  trailq cost logs/ --of started --by caller --prices prices.csv`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, names []string) error {
			return c.answer(command.Context(), cost, names)
		},
	}
	c.addFlags(command, flagsOf(cost.Words(), slices.Concat([]usage{
		{word: "by", text: "group by these `fields`"},
		{word: "limit", short: "n", text: "print the `n` groups that cost most; 0 prints all"},
	}, priceUsages(), []usage{
		{word: "of", text: "what to price: `calls`; cloudtrail: the events that it charges for itself; started: what calls have started, by the hour"},
		{word: "bill", text: "share the dollars of this bill among the calls: `files`, a folder or s3:// of a Cost and Usage Report or a FOCUS export; can be repeated"},
		{word: "tiered", text: "apply the steps of a month's prices to everything that left a region for the internet, and share the result by bytes"},
	})...), "groups", "lines", "resources")
	return command
}
