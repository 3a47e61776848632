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

// column is a column of the answer that calls are grouped by.
type column struct {
	Name report.Name
	SQL  string // of priced
}

// columns returns the columns of the dimensions.
func columns(by []Dimension) []column {
	var columns []column
	for _, d := range by {
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
// dataEvents and trailUSD, CloudTrail's own; totalUSD, and share, the part of all
// dollars that the group has, from 0 to 1. Dollars are null where no price is
// known.
func New(options Options) (*report.Report, error) {
	parameters := struct {
		*Options
		By                                     []column
		Counted, Located, Priced, Sums, Charge string
	}{Options: &options, By: columns(options.By), Charge: pricing.ChargeKeys}
	calls := pricing.Calls{Scope: options.Scope, Tiered: options.Tiered}
	for _, d := range options.By {
		switch d.kind {
		case fromSQL:
			calls.By = append(calls.By, d.Dimension)
		case transferKind:
			calls.Origin = pricing.OfAll
		}
	}
	prices := pricing.Prices{List: options.Prices, Tiered: options.Tiered}
	var errs [4]error
	parameters.Counted, errs[0] = calls.SQL()
	parameters.Located, errs[1] = pricing.LocateSQL("counted", options.Ranges)
	parameters.Priced, errs[2] = prices.SQL("located")
	parameters.Sums, errs[3] = pricing.SumsSQL()
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	r, err := report.New(files, "cost", parameters)
	if err != nil {
		return nil, err
	}
	r.Present = func(answer *table.Table) *table.Table { return present(answer, &options) }
	return r, nil
}
