package evidence

import (
	"context"
	"time"

	"github.com/trailq/trailq/internal/ask"
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

// Run verifies the run's files. The sources must have been opened as evidence.
func (v *Verify) Run(ctx context.Context, run *ask.Run) (*digest.Result, error) {
	missing := ask.KeysMustExist
	if v.FetchKeys {
		missing = ask.KeysCanFollow
	}
	keys, err := run.ReadKeys(v.Keys, missing)
	if err != nil {
		return nil, err
	}
	signatures := new(mirror.Signatures)
	options := digest.Options{
		Keys: keys, Filter: run.ReadOptions().Filter, Trails: v.Trails, Workers: run.ReadOptions().Workers,
		Signature: signatures.Find, Warn: run.Warn,
	}
	fetched := 0
	if v.FetchKeys {
		options.Fetch = func(ctx context.Context, region string, from, to time.Time) ([]digest.Key, error) {
			found, err := publickey.Fetch(ctx, region, from, to, publickey.Options{Profile: run.Profile()})
			fetched += len(found)
			return found, err
		}
	}
	result, err := digest.Verify(ctx, run.Source(), options)
	if err != nil {
		return nil, err
	}
	if fetched > 0 && len(v.Keys) > 0 {
		return result, writeKeys(v.Keys[0], keys)
	}
	return result, nil
}

// writeKeys writes all keys to a file, for the next time.
func writeKeys(name string, keys digest.Keys) error {
	text, err := keys.Marshal()
	if err == nil {
		err = atomicfile.WriteFile(name, text, atomicfile.Options{})
	}
	if err != nil {
		return ask.WriteFailure("%v: %w", words.Name("keys"), err)
	}
	return nil
}
