package cli

import (
	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
)

func newTop(env *Environment) *cobra.Command {
	top := ask.NewTop()
	c := &reportCommand{reading: reading{env: env}}
	command := &cobra.Command{
		Use:   "top SOURCE…",
		Short: "Count the most common calls",
		Long: `Count events by the fields that --by names, and print the largest groups: their events and their
share of all events. With --sum groups are ranked by bytes.

--by takes CloudTrail's fields and paths into them, such as userIdentity.arn,
requestParameters.bucketName and resources[0].ARN, and these short names:

` + tabulateNames(ask.DimensionNames()) + `
The group of events without such a field has no name (null in JSON).

--where filters by the same names, in all commands:

  --where bucket=logs-*                    the value matches; * and ? are wildcards, and case counts
  --where eventCategory!=NetworkActivity   no value matches, or there is none
  --where errorCode                        there is a value
  --where '!errorCode'                     there is none: it is missing, null or empty

A path through an array, as in resources.ARN=…, means any of its elements. What is compared is a text,
number or boolean as it is written, or the JSON of an object or array without white space.

The query is SQL in Athena's dialect. --show-sql prints it, with the filters as its conditions, so that
you can edit it and run it with trailq sql or on Athena.`,
		Example: `  trailq top logs/
  trailq top logs/ --by caller,service -n 20
  trailq top logs/ --by bucket,prefix --sum bytesOut --from 2023-11-01 --to 2023-12-01
  trailq top s3://my-trail/AWSLogs/ --errors-only --by error,caller -o csv
  trailq top logs/ --by userIdentity.sessionContext.sessionIssuer.userName --show-sql`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, names []string) error {
			return c.answer(command.Context(), top, names)
		},
	}
	c.addFlags(command, flagsOf(top.Words(),
		usage{word: "by", text: "count by these `fields`"},
		sumUsage("rank by the sum of this `number`"),
		usage{word: "limit", short: "n", text: "print the `n` largest groups; 0 prints all"},
	))
	return command
}
