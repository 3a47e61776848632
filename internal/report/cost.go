package report

import (
	"strings"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/table"
)

// CostOptions are the parameters of what calls cost.
type CostOptions struct {
	// By is what calls are grouped by, none being all together. See
	// [ParseCostDimensions].
	By []CostDimension
	// Limit is how many groups there shall be, those that cost most; zero is all.
	Limit int
	// Prices say what calls cost.
	Prices *price.List
	// Ranges tell AWS's addresses from the internet's. Nil is for none known.
	Ranges *address.Ranges
	// Tiered gives the internet's bytes the average price of all that left the
	// region in the calendar month, by the price's steps. Otherwise all have the
	// price of the first step.
	Tiered bool
	Scope
}

// CostDimension is what calls are told apart by: what SQL knows, or one of two
// things that prices depend on.
type CostDimension struct {
	Dimension
	kind costKind
}

// costKind says where the value of a dimension comes from.
type costKind uint8

const (
	fromSQL      costKind = iota
	transferKind          // an address.Class
	requestKind           // a price.Class
)

// CostNames lists the dimensions that there are for costs only.
func CostNames() []ShortName {
	return []ShortName{
		{Name: "class, transferClass", Means: "way of the answer: internet, other region, same region, VPC endpoint, AWS service, unknown"},
		{Name: "requestClass", Means: "S3's and KMS's price list: " + string(price.Put) + "; " + string(price.Get) + "; " + string(price.Delete) + "; " + string(price.KMS) + " …"},
	}
}

// ParseCostDimensions reads the names that [ParseDimensions] reads and those of
// [CostNames].
func ParseCostDimensions(names []string) ([]CostDimension, error) {
	var dimensions []CostDimension
	seen := make(map[string]bool)
	for _, name := range names {
		d, err := parseCostDimension(name)
		if err != nil {
			return nil, err
		}
		if key := strings.ToLower(string(d.Name)); seen[key] || d.kind == transferKind && seen["class"] {
			return nil, &FieldError{Name: name, Reason: "given twice"}
		} else {
			seen[key] = true
		}
		dimensions = append(dimensions, d)
	}
	return dimensions, nil
}

func parseCostDimension(name string) (CostDimension, error) {
	for i, short := range CostNames() {
		for known := range strings.SplitSeq(short.Name, ", ") {
			if strings.EqualFold(known, name) {
				return CostDimension{Dimension{Name: Name(known)}, transferKind + costKind(i)}, nil
			}
		}
	}
	d, err := parseDimension(name)
	return CostDimension{Dimension: d}, err
}

// callParameters are what cost_calls.sql has, which says how many calls there are
// of each kind that has a price of its own.
type callParameters struct {
	Scope
	By              []ordinalDimension // those of SQL
	Ordinals        []int              // of the columns behind them
	ByClass         bool
	Tiered          bool
	NeedsAddress    Expression
	Owner           Expression
	Bytes           Expression
	MostBytes       Expression
	DeniedFreeSince Text
	// Clock, if it is not empty, is a text of each call of which the first and the
	// last are told, and the squares of the bytes besides.
	Clock string
}

// newCallParameters are those that do not depend on who asks.
func newCallParameters(scope Scope, by []Dimension) callParameters {
	p := callParameters{
		Scope:           scope,
		NeedsAddress:    expression(`"cost.bytes" > 0`),
		Owner:           expression("coalesce(element_at(resources, 1).accountid, element_at(resources, 2).accountid)"),
		Bytes:           Measures()[0].SQL,
		MostBytes:       expression("%d", int64(mostBytes)),
		DeniedFreeSince: price.DeniedFreeSince,
	}
	for i, d := range by {
		p.By = append(p.By, ordinalDimension{d, i + 1})
	}
	for i := range costKeys {
		p.Ordinals = append(p.Ordinals, len(p.By)+i+1)
	}
	return p
}

// mostBytes is more than an answer of S3 can have, whose objects have 50 TB at
// most: what a record says above it is no size.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
const mostBytes = 1 << 50

// NewCost is the report of what calls cost. Its columns are those of By, then
// calls; requestsUSD; freeBytes and billedBytes, sent by S3; transferUSD;
// dataEvents and trailUSD, CloudTrail's own; totalUSD, and share, the part of all
// dollars that the group has, from 0 to 1. Dollars are null where no price is
// known.
func NewCost(options CostOptions) (*Report, error) {
	var by []Dimension
	byClass := false
	for _, d := range options.By {
		switch d.kind {
		case fromSQL:
			by = append(by, d.Dimension)
		case transferKind:
			byClass = true
		}
	}
	p := newCallParameters(options.Scope, by)
	p.Tiered = options.Tiered
	if byClass {
		p.ByClass, p.NeedsAddress = true, expression(`"cost.source" = 's3.amazonaws.com'`)
	}
	r, err := newReport("cost", &p)
	if err != nil {
		return nil, err
	}
	r.Present = func(answer *table.Table) *table.Table { return presentCost(answer, &options) }
	return r, nil
}
