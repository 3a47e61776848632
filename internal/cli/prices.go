package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/manual"
	"github.com/trailq/trailq/internal/render"
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
	var regions []string
	update := &cobra.Command{
		Use:   "update FILE",
		Short: "Write AWS's published prices to a file that --prices takes",
		Long:  manual.DescribePriceUpdate(),
		Example: `  trailq prices update prices.csv
  trailq prices update prices.csv --region eu-west-1,us-east-1
  trailq cost logs/ --prices prices.csv`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, arguments []string) error {
			day, missing, err := tariff.Update(command.Context(), address, arguments[0], regions)
			if err != nil {
				return failed(command.Context(), err)
			}
			for _, one := range missing {
				fmt.Fprintln(env.Stderr, "warning: "+render.Line(one.Error()))
			}
			_, err = fmt.Fprintf(env.Stderr, "%s has AWS's prices of %s\n", arguments[0], day)
			return err
		},
	}
	update.Flags().StringVar(&address, "from", "", "`url` of a copy of AWS's price lists (default: AWS's)")
	update.Flags().StringSliceVar(&regions, "region", nil, "also get the prices by the hour of these `regions`")
	command.AddCommand(update)
	addGroups(env, command, nil)
	return command
}
