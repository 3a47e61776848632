package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/evidence"
	"github.com/trailq/trailq/internal/reporter"
)

// verifyCommand is "trailq verify".
type verifyCommand struct {
	reading
	verify evidence.Verify
}

func newVerify(env *Environment) *cobra.Command {
	c := &verifyCommand{reading: reading{env: env, evidence: true}}
	command := &cobra.Command{
		Use:   "verify SOURCE…",
		Short: "Prove by CloudTrail's digests that log files are unaltered",
		Long: `Say which log files and hours are proven by the digests that CloudTrail signs every hour, for all
accounts, regions and trails of a folder or bucket. An hour that no proven digest covers is not proven,
and is never called valid. See AWS's "Validating CloudTrail log file integrity".

Digests are proven by AWS's public keys: --keys reads files that "aws cloudtrail list-public-keys" has
printed, and works offline; --fetch-keys asks CloudTrail for the keys of all regions that have digests,
and writes them to the file that --keys names. A signature is in the metadata of a digest's object.
trailq sync keeps it; in other copies, every digest but the newest of its chain is proven by the next.

The states: proven; unsigned (no signature at hand, as for the newest digest of a copy); no key; altered;
damaged (the content is whole, its compressed form is not); missing (a digest names it); unlisted (no
digest lists it, in a time that digests cover); hour without digest. Trails that were stopped in such an
hour are named with who stopped them.`,
		Example: `  trailq verify s3://my-trail/AWSLogs/ --fetch-keys --since 7d
  trailq verify logs/ --keys keys.json --fetch-keys
  trailq verify logs/ --keys keys.json --from 2026-03-01 --to 2026-03-02 -o json`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, arguments []string) error {
			return c.run(command.Context(), arguments)
		},
	}
	own := flagsOf(c.verify.Words(),
		usage{word: "keys", text: "read public keys from this `file`; can be repeated"},
		usage{word: "fetch-keys", text: "fetch public keys with cloudtrail:ListPublicKeys, and write them to the file of --keys"},
		usage{word: "trail", text: "only the digests of this trail, a `name`"},
	)
	addWord(own, c.selection.ReadWords(), usage{word: "workers", text: "read `n` files at a time (default: the number of CPUs, 32 from a bucket)"})
	c.addDryRun(own)
	c.output.addFlags(own, command.Name(), "chains", "hours", "problems")
	c.report.addFlags(own)
	addGroups(env, command, []flagGroup{
		{Title: "Which hours (by the time of delivery)", Flags: c.placeFlags()},
		{Title: "Verifying", Flags: own},
		{Title: "Buckets", Flags: c.connectionFlags()},
	})
	return command
}

func (c *verifyCommand) run(ctx context.Context, sources []string) error {
	ctx, run, err := c.startRun(ctx, sources, ask.Options{Selection: c.selection})
	if err != nil {
		return err
	}
	if c.wantsPlan(run) {
		return run.showPlan(ctx)
	}
	if len(c.verify.Keys) == 0 && !c.verify.FetchKeys {
		run.Note("without public keys nothing can be proven: give --keys or --fetch-keys")
	}
	result, err := c.verify.Run(ctx, run.Run)
	end := &reporter.Ending{Verified: result}
	if err == nil {
		err = run.show(result.Tables()...)
	}
	return run.endWith(end, err)
}
