package evidence

import (
	"context"
	"errors"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/coverage"
	"github.com/trailq/trailq/internal/digest"
	"github.com/trailq/trailq/internal/mirror"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/words"
)

// Coverage accounts for log files and events by account, region and hour.
type Coverage struct {
	Keys []string // files with public keys
}

// Words returns the words of the account.
func (c *Coverage) Words() words.Words {
	return words.Words{words.New("keys", words.Texts(&c.Keys))}
}

// Run measures the coverage of the run's files. The sources must have been opened as
// evidence.
func (c *Coverage) Run(ctx context.Context, run *ask.Run) (*coverage.Result, []*table.Table, error) {
	keys, err := run.ReadKeys(c.Keys, ask.KeysMustExist)
	if err != nil {
		return nil, nil, err
	}
	signatures := new(mirror.Signatures)
	result, err := coverage.Measure(ctx, run.Source(), coverage.Options{
		Read: run.ReadOptions(), Digests: digest.Options{Keys: keys, Signature: signatures.Find}, Warn: run.Warn,
	})
	if err != nil {
		return nil, nil, err
	}
	tables, err := result.Tables()
	var large *coverage.SizeError
	if errors.As(err, &large) {
		err = ask.UsageFailure("%w: narrow the window with %v and %v, or name accounts and regions", err, words.Name("from"), words.Name("to"))
	}
	return result, tables, err
}
