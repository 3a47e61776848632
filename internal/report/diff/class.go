package diff

import (
	"slices"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
)

// classifyOrigins returns the statement that finds the class of each origin that the calls
// of a table have.
func (d *Comparison) classifyOrigins(table string) (*report.Report, error) {
	located, err := pricing.LocateSQL("origins", d.options.Ranges)
	if err != nil {
		return nil, err
	}
	return report.New(files, "classes", struct{ Table, Located string }{table, located})
}

// classNote returns how to tell the internet from AWS, if a cause is about either.
func (d *Comparison) classNote() string {
	for _, c := range d.causes {
		isUncertain := func(x explain.Condition) bool {
			return c.dimensions[x.Dimension].Name == "class" && c.valueOf(x) == string(address.InternetOrAWS)
		}
		if slices.ContainsFunc(c.Conditions, isUncertain) || slices.ContainsFunc(c.Traits, func(t explain.Trait) bool { return isUncertain(t.Condition) }) {
			return "the logs do not say which public addresses belong to AWS; " + pricing.RangesRemedy
		}
	}
	return ""
}
