package ask

import (
	"errors"

	"github.com/trailq/trailq/internal/tariff"
)

// Prices say what calls cost.
type Prices = tariff.Prices

// RangesVariable names the file of AWS's addresses where no word does.
const RangesVariable = tariff.RangesVariable

// tariffFailure returns a mistake in what a word about prices names.
func tariffFailure(err error) error {
	if mistake := new(tariff.Error); errors.As(err, &mistake) {
		return usagef("%v: %w", mistake.Origin, err).withHint("%s", mistake.Hint)
	}
	return err
}
