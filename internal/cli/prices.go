package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/tariff"
)

// priceUsages returns the help of the flags about prices.
func priceUsages() []usage {
	return []usage{
		{word: "ip-ranges", text: "AWS's ip-ranges.json, a `file` (default: $" + ask.RangesVariable + ")"},
		{word: "prices", text: "prices that override the built-in ones, a `file` of AWS or CSV; can be repeated, the last file counts first"},
		{word: "storage-class", text: "the storage class of objects: `bucket/prefix=CLASS`, or an S3 Inventory (its manifest.json); can be repeated"},
	}
}

// newPrices returns "trailq prices", which has one command below it.
func newPrices(env *Environment) *cobra.Command {
	command := &cobra.Command{
		Use:   "prices",
		Short: "Get AWS's prices for --prices",
		Long:  "Write AWS's published prices to a file that --prices takes: trailq prices update FILE.",
		Example: `  trailq prices update prices.csv
  trailq cost logs/ --prices prices.csv`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	var address string
	update := &cobra.Command{
		Use:   "update FILE",
		Short: "Write AWS's published prices to a file that --prices takes",
		Long: `Write AWS's published prices to FILE, which --prices then takes: S3's requests and retrieval, transfer, KMS
and CloudTrail, of all regions. AWS publishes its price lists without sign-in; they have about 100 MB.`,
		Example: `  trailq prices update prices.csv
  trailq cost logs/ --prices prices.csv`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, arguments []string) error {
			day, err := tariff.Update(command.Context(), address, arguments[0])
			if err != nil {
				return failed(command.Context(), err)
			}
			_, err = fmt.Fprintf(env.Stderr, "%s has AWS's prices of %s\n", arguments[0], day)
			return err
		},
	}
	update.Flags().StringVar(&address, "from", "", "`url` of a copy of AWS's price lists (default: AWS's)")
	command.AddCommand(update)
	addGroups(env, command, nil)
	return command
}
