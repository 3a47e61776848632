package ask

import (
	"context"
	"errors"

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

// Cover measures the coverage of the run's files. The sources must have been opened as
// evidence.
func (r *Run) Cover(ctx context.Context, c Coverage) (*coverage.Result, []*table.Table, error) {
	keys, err := r.readKeys(Verify{Keys: c.Keys})
	if err != nil {
		return nil, nil, err
	}
	signatures := new(mirror.Signatures)
	result, err := coverage.Measure(ctx, r.source, coverage.Options{
		Read: r.read, Digests: digest.Options{Keys: keys, Signature: signatures.Find}, Warn: r.sources.env.warn,
	})
	if err != nil {
		return nil, nil, err
	}
	tables, err := result.Tables()
	var large *coverage.SizeError
	if errors.As(err, &large) {
		err = usagef("%w", err).withHint("narrow the window with %v and %v, or name accounts and regions", words.Name("from"), words.Name("to"))
	}
	return result, tables, err
}
