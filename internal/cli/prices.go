package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
)

// priceFlags say what calls cost: the prices, and which addresses are AWS's.
type priceFlags struct {
	files    []string
	ipRanges string
}

func (f *priceFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.ipRanges, "ip-ranges", "", "AWS's ip-ranges.json, a `file` (default: $TRAILQ_IP_RANGES)")
	flags.Var(texts{&f.files}, "prices", "prices that count before the built-in ones, a `file` of AWS or CSV; may be repeated, the last counts first")
}

// list stacks the files on the built-in prices.
func (f *priceFlags) list() (*price.List, error) {
	list, err := price.Default()
	if err != nil {
		return nil, err
	}
	for _, name := range f.files {
		file, err := os.Open(name)
		if err != nil {
			return nil, usageError(fmt.Errorf("--prices: %w", err), "give a price list of AWS or a CSV file: see trailq help cost")
		}
		next, err := price.Read(name, file)
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, usageError(fmt.Errorf("--prices: %w", err), "trailq help cost says what the file must look like")
		}
		next.Base = list
		list = next
	}
	return list, nil
}

// ranges reads AWS's addresses, if there is a file of them.
func (f *priceFlags) ranges(env *Environment) (*address.Ranges, error) {
	name, origin := f.ipRanges, "--ip-ranges"
	if name == "" {
		name, origin = env.Getenv("TRAILQ_IP_RANGES"), "TRAILQ_IP_RANGES"
	}
	if name == "" {
		return nil, nil
	}
	const hint = "curl -O https://ip-ranges.amazonaws.com/ip-ranges.json gets it"
	file, err := os.Open(name)
	if err != nil {
		return nil, usageError(fmt.Errorf("%s: %w", origin, err), hint)
	}
	ranges, err := address.Read(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, usageError(fmt.Errorf("%s: %s: %w", origin, name, err), hint)
	}
	return ranges, nil
}
