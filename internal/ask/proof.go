package ask

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/digest"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/words"
	"github.com/trailq/trailq/s3source"
)

// requireProof makes the run read only log files that digests prove, or count them.
func (r *Run) requireProof(ctx context.Context, others digest.Others) error {
	if r.parquet != nil {
		return usagef("%v is about log files, and these are Parquet", words.Name("verified")).withHint("trailq verify proves the logs that they were made from")
	}
	keys, err := r.ReadKeys(r.options.Selection.Keys, KeysMustExist)
	if err != nil {
		return err
	}
	var evidence []trailq.Source
	for i, name := range r.sources.names {
		source := r.sources.opened[i]
		if IsBucket(name) {
			if source, err = r.sources.listBucket(ctx, name, withDigests); err != nil {
				return err
			}
		}
		evidence = append(evidence, source)
	}
	filter := r.read.Filter
	filter.From, filter.To = filter.Delivery()
	r.proofs, err = digest.NewProofs(ctx, r.source, trailq.Join(evidence...), others, digest.Options{
		Keys: keys, Filter: filter, Workers: r.read.Workers, Signature: new(mirror.Signatures).Find, Warn: r.sources.env.warn,
	})
	if err == nil {
		r.source = r.proofs
	}
	return err
}

// DescribeProofs returns a note about how many of the log files are proven; it is empty
// where no keys were given, or only proven files were read.
func (r *Run) DescribeProofs() string {
	if r.proofs == nil || r.options.Selection.Verified {
		return ""
	}
	count := r.proofs.Count()
	return fmt.Sprintf("%s of the %s are proven by digests; trailq verify says more",
		humanize.Thousands(int64(count.Proven)), humanize.Count(count.Opened, "log file")+" that were read")
}

// MissingKeys says what a file with keys that does not exist means.
type MissingKeys int

// A file with keys can be one that fetched keys will be written to.
const (
	KeysMustExist MissingKeys = iota
	KeysCanFollow
)

// ReadKeys reads files with public keys.
func (r *Run) ReadKeys(names []string, missing MissingKeys) (digest.Keys, error) {
	keys := digest.Keys{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if missing == KeysCanFollow && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, usagef("%v: %w", words.Name("keys"), err).
				withHint("aws cloudtrail list-public-keys prints the keys of a region; %v fetches those of all", words.Name("fetch-keys"))
		}
		found, err := digest.ParseKeys(text)
		if len(found) == 0 {
			return nil, usagef("%v %s: %w", words.Name("keys"), name, err)
		}
		if err != nil {
			r.sources.env.warn(fmt.Errorf("%s: %w", name, err))
		}
		for _, key := range found {
			if err := keys.AddKey(key); err != nil {
				return nil, err
			}
		}
	}
	return keys, nil
}

// Source returns the run's files.
func (r *Run) Source() trailq.Source { return r.source }

// ReadOptions returns how the run reads its files.
func (r *Run) ReadOptions() trailq.Options { return r.read }

// BucketOptions returns how the run reaches buckets.
func (r *Run) BucketOptions() s3source.Options { return r.sources.access.BucketOptions() }

// Profile returns the profile in the AWS configuration that buckets are reached by.
func (r *Run) Profile() string { return r.sources.access.Profile }

// Warn tells what is wrong with something that the run reads.
func (r *Run) Warn(err error) { r.sources.env.warn(err) }
