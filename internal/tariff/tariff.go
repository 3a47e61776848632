// Package tariff reads what the words about prices name: price lists, AWS's addresses,
// and the storage classes of objects.
package tariff

import (
	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/inventory"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/words"
)

// Prices say what calls cost: the prices, which addresses belong to AWS, and which
// storage class objects have.
type Prices struct {
	Files    []string // price lists, the last counts first
	IPRanges string   // AWS's ip-ranges.json
	Storage  []string // bucket/prefix=CLASS, or S3 Inventories
}

// Words returns the words about prices.
func (p *Prices) Words() words.Words {
	return words.Words{
		words.New("ip-ranges", words.Text(&p.IPRanges)),
		words.New("prices", words.Texts(&p.Files)),
		words.New("storage-class", words.Texts(&p.Storage)),
	}
}

// RangesVariable names the file of AWS's addresses where no word does.
const RangesVariable = "TRAILQ_IP_RANGES"

// Error is a mistake in what a word names, and what to do about it.
type Error struct {
	Origin any // a [words.Name], or the name of a variable
	Hint   string
	err    error
}

// Error returns the cause.
func (e *Error) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.err }

// Tariff is what the words name.
type Tariff struct {
	List    *price.List
	Storage []price.StorageRule
	Ranges  *address.Ranges // can be nil
}

// Read reads all.
func (p *Prices) Read(getenv func(name string) string) (t Tariff, err error) {
	if t.List, err = p.ReadList(); err != nil {
		return t, err
	}
	if t.Storage, err = p.ReadStorage(); err != nil {
		return t, err
	}
	t.Ranges, err = p.ReadRanges(getenv)
	return t, err
}

// ReadList stacks the files on the built-in prices.
func (p *Prices) ReadList() (*price.List, error) {
	list, err := price.ReadFiles(p.Files)
	if err != nil {
		return nil, &Error{words.Name("prices"), "give a price list of AWS or a CSV file: trailq help cost says what it must look like", err}
	}
	return list, nil
}

// ReadStorage reads which storage class objects have.
func (p *Prices) ReadStorage() ([]price.StorageRule, error) {
	rules, err := inventory.ReadRules(p.Storage)
	if err != nil {
		return nil, &Error{words.Name("storage-class"), "", err}
	}
	return rules, nil
}

// ReadRanges reads AWS's addresses, if a file of them is named.
func (p *Prices) ReadRanges(getenv func(name string) string) (*address.Ranges, error) {
	name, origin := p.IPRanges, any(words.Name("ip-ranges"))
	if name == "" && getenv != nil {
		name, origin = getenv(RangesVariable), RangesVariable
	}
	if name == "" {
		return nil, nil
	}
	ranges, err := address.ReadFile(name)
	if err != nil {
		return nil, &Error{origin, "curl -O https://ip-ranges.amazonaws.com/ip-ranges.json gets it", err}
	}
	return ranges, nil
}
