package remote

import (
	"time"

	"github.com/trailq/trailq/internal/words"
)

// Options are the words that only tables elsewhere have.
type Options struct {
	DryRun  bool          // only estimate what statements would scan, or what would be read
	MaxScan int64         // bytes; zero is no limit
	MaxRows int64         // of one answer; zero is no limit, and MostRows of a packed table
	Reuse   time.Duration // see [client.Options]
	Results string
}

// Words returns the words.
func (o *Options) Words() words.Words {
	return words.Words{
		words.New("dry-run", words.Toggle(&o.DryRun)),
		words.New("max-scan", words.Volume(&o.MaxScan)),
		words.New("max-rows", words.Number(&o.MaxRows, 1, "want 1 or more")),
		words.New("reuse", words.Duration(&o.Reuse)),
		words.New("results", words.Text(&o.Results)),
	}
}

// Given returns the name of a word that was given and goes with no other source, empty
// for none.
func (o *Options) Given() string {
	switch {
	case o.MaxScan > 0:
		return "max-scan"
	case o.MaxRows > 0:
		return "max-rows"
	case o.Reuse > 0:
		return "reuse"
	case o.Results != "":
		return "results"
	}
	return ""
}
