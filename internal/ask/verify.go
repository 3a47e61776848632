package ask

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/digest"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/publickey"
	"github.com/trailq/trailq/internal/words"
)

// Verify verifies log files by CloudTrail's digests.
type Verify struct {
	Keys      []string // files with public keys
	FetchKeys bool
	Trails    []string
}

// Words returns the words of the verification.
func (v *Verify) Words() words.Words {
	return words.Words{
		words.New("keys", words.Texts(&v.Keys)),
		words.New("fetch-keys", words.Toggle(&v.FetchKeys)),
		words.New("trail", words.List(&v.Trails, nil)),
	}
}

// Verify verifies the run's files. The sources must have been opened as evidence.
func (r *Run) Verify(ctx context.Context, v Verify) (*digest.Result, error) {
	keys, err := r.readKeys(v)
	if err != nil {
		return nil, err
	}
	signatures := new(mirror.Signatures)
	options := digest.Options{
		Keys: keys, Filter: r.read.Filter, Trails: v.Trails, Workers: r.read.Workers,
		Signature: signatures.Find, Warn: r.sources.env.warn,
	}
	fetched := 0
	if v.FetchKeys {
		options.Fetch = func(ctx context.Context, region string, from, to time.Time) ([]digest.Key, error) {
			found, err := publickey.Fetch(ctx, region, from, to, publickey.Options{Profile: r.sources.access.Profile})
			fetched += len(found)
			return found, err
		}
	}
	result, err := digest.Verify(ctx, r.source, options)
	if err != nil {
		return nil, err
	}
	if fetched > 0 && len(v.Keys) > 0 {
		return result, writeKeys(v.Keys[0], keys)
	}
	return result, nil
}

// requireProof makes the run read only log files that digests prove.
func (r *Run) requireProof(ctx context.Context) error {
	if r.parquet != nil {
		return usagef("%v is about log files, and these are Parquet", words.Name("verified")).withHint("trailq verify proves the logs that they were made from")
	}
	keys, err := r.readKeys(Verify{Keys: r.options.Selection.Keys})
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
	r.source, err = digest.ProvenSource(ctx, r.source, trailq.Join(evidence...), digest.Options{
		Keys: keys, Filter: filter, Workers: r.read.Workers, Signature: new(mirror.Signatures).Find, Warn: r.sources.env.warn,
	})
	return err
}

// readKeys reads the files with public keys. One that does not exist yet is where
// fetched keys go.
func (r *Run) readKeys(v Verify) (digest.Keys, error) {
	keys := digest.Keys{}
	for _, name := range v.Keys {
		text, err := os.ReadFile(name)
		if v.FetchKeys && errors.Is(err, fs.ErrNotExist) {
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

// writeKeys writes all keys to a file, for the next time.
func writeKeys(name string, keys digest.Keys) error {
	text, err := keys.Marshal()
	if err == nil {
		err = atomicfile.WriteFile(name, text, atomicfile.Options{})
	}
	if err != nil {
		return &Failure{Kind: NotWritten, message: words.Phrasef("%v: %w", words.Name("keys"), err)}
	}
	return nil
}
