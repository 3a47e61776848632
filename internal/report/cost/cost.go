package cost

import (
	"errors"
	"strings"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/table"
)

// Options are the parameters of the report.
type Options struct {
	// By groups the calls. Without dimensions, all calls are one group. See
	// [ParseDimensions].
	By []Dimension
	// Limit is the largest number of groups, those that cost most; zero means all.
	Limit int
	// Prices are the prices of calls.
	Prices *price.List
	// Ranges tell AWS's addresses from the internet's. They can be nil.
	Ranges *address.Ranges
	// Tiered gives the bytes that a region sent to the internet in a calendar month
	// their average price, by the steps of the price. Otherwise all bytes have the
	// price of the first step.
	Tiered bool
	// Storage says which storage class objects have. With rules, there is a column of
	// what reading costs.
	Storage []price.StorageRule
	report.Scope
}

// HasRetrieval reports whether the answer has the column retrievalUSD, which comes last.
// Without rules for storage classes, it would be 0 throughout.
func (o *Options) HasRetrieval() bool { return len(o.Storage) > 0 }

// Dimension is a dimension of events, or one of the two that follow from a call's
// price.
type Dimension struct {
	report.Dimension
	kind valueKind
}

// valueKind says where the value of a dimension comes from.
type valueKind uint8

const (
	ofEvent      valueKind = iota
	transferKind           // an address.Class
	requestKind            // a price.Class
	lineKind               // what AWS's bill has: a usage type and an operation
)

// Names returns the dimensions that only this report has.
func Names() []report.ShortName {
	return []report.ShortName{
		{Name: "class, transferClass", Means: "network path of the answer: internet, other region, same region, VPC endpoint, AWS service, unknown"},
		{Name: "requestClass", Means: "S3's and KMS's price list: " + string(price.Put) + "; " + string(price.Get) + "; " + string(price.Delete) + "; " + string(price.KMS) + " …"},
		{Name: "billLine", Means: "the line of AWS's bill: usage type and operation, such as EU-Requests-Tier2 GetObject; calls are on several lines"},
	}
}

// ParseDimensions reads the names of dimensions: those of [Names], and those that
// [report.ParseDimensions] reads.
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

// parseDimension reads one name.
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

// column is a column of the answer that calls are grouped by.
type column struct {
	Name report.Name
	SQL  string // of priced
}

// dimensionColumns returns the columns of the dimensions.
func dimensionColumns(by []Dimension) []column {
	var columns []column
	for _, d := range by {
		if d.kind == lineKind {
			columns = append(columns, lineColumns()...)
			continue
		}
		sql := d.Name.String()
		switch d.kind {
		case transferKind:
			sql = "cost_class"
		case requestKind:
			sql = "cost_request"
		}
		columns = append(columns, column{d.Name, sql})
	}
	return columns
}

// New returns the report of what calls cost. Its columns are those of By, then
// calls; requestsUSD; freeBytes and billedBytes, sent by S3; transferUSD;
// dataEvents and trailUSD, which CloudTrail charges for; totalUSD; and share, the
// group's part of all dollars, from 0 to 1. Dollars are null if no price is known.
func New(options Options) (*report.Report, error) {
	parameters := struct {
		Options
		By                                     []column
		Counted, Located, Priced, Sums, Charge string
		Placed, PlacedOrdinals                 string
	}{Options: options, By: dimensionColumns(options.By), Charge: pricing.ChargeKeys}
	calls := pricing.Calls{Scope: options.Scope, Tiered: options.Tiered, List: options.Prices, Storage: options.Storage, Buckets: true}
	for _, d := range options.By {
		switch d.kind {
		case ofEvent:
			calls.By = append(calls.By, d.Dimension)
		case transferKind:
			calls.Origin = pricing.OfAll
		case lineKind:
			calls.By = append(calls.By, operationDimension())
		}
	}
	if options.HasLines() {
		parameters.Limit = 0 // lines are made of all groups
	}
	parameters.Placed, parameters.PlacedOrdinals = placedKeys(&calls)
	prices := pricing.Prices{List: options.Prices, Tiered: options.Tiered}
	var errs [4]error
	parameters.Counted, errs[0] = calls.SQL()
	parameters.Located, errs[1] = pricing.LocateSQL("counted", options.Ranges)
	parameters.Priced, errs[2] = prices.SQL("placed")
	parameters.Sums, errs[3] = pricing.SumsSQL()
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	r, err := report.New(files, "cost", parameters)
	if err != nil {
		return nil, err
	}
	r.Present = func(answer *table.Table) *table.Table { return presentGroups(answer, &options) }
	return r, nil
}

// placedKeys returns the columns that the price of calls depends on once their network path
// is known, and the places of these columns. There are few groups by them, while logs can
// have as many addresses as events.
func placedKeys(calls *pricing.Calls) (keys, ordinals string) {
	var names []string
	for _, d := range calls.By {
		names = append(names, d.Name.String())
	}
	names = append(names, "cost_request", "cost_event", "cost_copy", "cost_free", "cost_region", "cost_class", "cost_other", "cost_assumed")
	if calls.Tiered {
		names = append(names, "cost_month")
	}
	return strings.Join(names, ", "), report.Ordinals(len(names))
}
