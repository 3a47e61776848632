package ask

import (
	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/inventory"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/words"
)

// Prices say what calls cost: the prices, and which addresses belong to AWS.
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

// readList stacks the files on the built-in prices.
func (p *Prices) readList() (*price.List, error) {
	list, err := price.ReadFiles(p.Files)
	if err != nil {
		return nil, usagef("%v: %w", words.Name("prices"), err).withHint("give a price list of AWS or a CSV file: trailq help cost says what it must look like")
	}
	return list, nil
}

// readStorage reads which storage class objects have.
func (p *Prices) readStorage() ([]price.StorageRule, error) {
	rules, err := inventory.ReadRules(p.Storage)
	if err != nil {
		return nil, usagef("%v: %w", words.Name("storage-class"), err)
	}
	return rules, nil
}

// RangesVariable names the file of AWS's addresses where no word does.
const RangesVariable = "TRAILQ_IP_RANGES"

// readRanges reads AWS's addresses, if a file of them is named.
func (p *Prices) readRanges(getenv func(name string) string) (*address.Ranges, error) {
	name, origin := p.IPRanges, any(words.Name("ip-ranges"))
	if name == "" && getenv != nil {
		name, origin = getenv(RangesVariable), RangesVariable
	}
	if name == "" {
		return nil, nil
	}
	ranges, err := address.ReadFile(name)
	if err != nil {
		return nil, usagef("%v: %w", origin, err).withHint("curl -O https://ip-ranges.amazonaws.com/ip-ranges.json gets it")
	}
	return ranges, nil
}
