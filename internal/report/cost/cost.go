package cost

import (
	"strings"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// Options are the parameters of what calls cost.
type Options struct {
	// By is what calls are grouped by, none being all together. See
	// [ParseDimensions].
	By []Dimension
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
	report.Scope
}

// Dimension is what calls are told apart by: what SQL knows, or one of two
// things that prices depend on.
type Dimension struct {
	report.Dimension
	kind valueKind
}

// valueKind says where the value of a dimension comes from.
type valueKind uint8

const (
	fromSQL      valueKind = iota
	transferKind           // an address.Class
	requestKind            // a price.Class
)

// Names lists the dimensions that there are for costs only.
func Names() []report.ShortName {
	return []report.ShortName{
		{Name: "class, transferClass", Means: "way of the answer: internet, other region, same region, VPC endpoint, AWS service, unknown"},
		{Name: "requestClass", Means: "S3's and KMS's price list: " + string(price.Put) + "; " + string(price.Get) + "; " + string(price.Delete) + "; " + string(price.KMS) + " …"},
	}
}

// ParseDimensions reads the names that [ParseDimensions] reads and those of
// [Names].
func ParseDimensions(names []string) ([]Dimension, error) {
	var dimensions []Dimension
	seen := make(map[string]bool)
	for _, name := range names {
		d, err := parseDimension(name)
		if err != nil {
			return nil, err
		}
		if key := strings.ToLower(string(d.Name)); seen[key] || d.kind == transferKind && seen["class"] {
			return nil, &report.FieldError{Name: name, Reason: "given twice"}
		} else {
			seen[key] = true
		}
		dimensions = append(dimensions, d)
	}
	return dimensions, nil
}

func parseDimension(name string) (Dimension, error) {
	for i, short := range Names() {
		for known := range strings.SplitSeq(short.Name, ", ") {
			if strings.EqualFold(known, name) {
				return Dimension{report.Dimension{Name: report.Name(known)}, transferKind + valueKind(i)}, nil
			}
		}
	}
	d, err := report.ParseDimension(name)
	return Dimension{Dimension: d}, err
}

// CallParameters are what cost_calls.sql has, which says how many calls there are
// of each kind that has a price of its own.
type CallParameters struct {
	report.Scope
	By              []report.OrdinalDimension // those of SQL
	Ordinals        []int                     // of the columns behind them
	ByClass         bool
	Tiered          bool
	NeedsAddress    report.Expression
	Owner           report.Expression
	Bytes           report.Expression
	MostBytes       report.Expression
	DeniedFreeSince report.Text
	// Clock, if it is not empty, is a text of each call of which the first and the
	// last are told, and the squares of the bytes besides.
	Clock string
}

// SQL returns the statement that counts the calls.
func (p *CallParameters) SQL() (string, error) { return report.FillIn(files, "calls", p) }

// NewCallParameters returns the parameters that do not depend on the report.
func NewCallParameters(scope report.Scope, by []report.Dimension) CallParameters {
	p := CallParameters{
		Scope:           scope,
		NeedsAddress:    report.Expressionf(`"cost.bytes" > 0`),
		Owner:           report.Expressionf("coalesce(element_at(resources, 1).accountid, element_at(resources, 2).accountid)"),
		Bytes:           report.Measures()[0].SQL,
		MostBytes:       report.Expressionf("%d", int64(report.MostBytes)),
		DeniedFreeSince: price.DeniedFreeSince,
		By:              report.NumberDimensions(by),
	}
	for i := range keyCount {
		p.Ordinals = append(p.Ordinals, len(p.By)+i+1)
	}
	return p
}

// New is the report of what calls cost. Its columns are those of By, then
// calls; requestsUSD; freeBytes and billedBytes, sent by S3; transferUSD;
// dataEvents and trailUSD, CloudTrail's own; totalUSD, and share, the part of all
// dollars that the group has, from 0 to 1. Dollars are null where no price is
// known.
func New(options Options) (*report.Report, error) {
	var by []report.Dimension
	byClass := false
	for _, d := range options.By {
		switch d.kind {
		case fromSQL:
			by = append(by, d.Dimension)
		case transferKind:
			byClass = true
		}
	}
	p := NewCallParameters(options.Scope, by)
	p.Tiered = options.Tiered
	if byClass {
		p.ByClass, p.NeedsAddress = true, report.Expressionf(`"cost.source" = 's3.amazonaws.com'`)
	}
	r, err := report.New(files, "cost", &p)
	if err != nil {
		return nil, err
	}
	r.Present = func(answer *table.Table) *table.Table { return present(answer, &options) }
	return r, nil
}
