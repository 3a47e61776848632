package report

import "github.com/trailq/trailq/internal/fact"

// WithInsights returns the dimensions with what an Insights event says of the calls that
// it is about, where it has no value of its own: see [fact.Insight]. The documented table
// has no column with it.
func (s *Scope) WithInsights(by []Dimension) []Dimension {
	if s.Elsewhere && !s.Undocumented {
		return by
	}
	var all []Dimension
	for _, d := range by {
		if sql := fact.InsightSQL(string(d.Name)); sql != "" {
			d.SQL = Expressionf("coalesce(%v, %s)", d.SQL, sql)
		}
		all = append(all, d)
	}
	return all
}
