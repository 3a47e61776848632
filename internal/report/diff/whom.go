package diff

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/phrase"
)

const (
	// leastNamed is the part of a cause that a caller must have to be named beside it, if the
	// cause is not about one caller.
	leastNamed = 0.2
	// mostNamed is how many such callers are named, if they have half of the cause together.
	mostNamed = 2
)

// describeCallers says who made the calls of a cause that is about no single caller, in the
// window with more of it: "mostly by role etl (60 %) and user alice (25 %)", or "by 50
// callers" where none made many of them.
func (d *Comparison) describeCallers(c *cause) string {
	dimension := slices.IndexFunc(c.dimensions, func(x explain.Dimension) bool { return x.Name == "caller" })
	if _, isKnown := c.knownValues()["caller"]; isKnown || dimension < 0 {
		return ""
	}
	amounts, all := make(map[int32]float64), 0.0
	for _, cell := range d.cube.Cells {
		if !c.includesCell(cell) {
			continue
		}
		amount := cell.After
		if c.After < d.ratio*c.Before {
			amount = cell.Before
		}
		amounts[cell.Values[dimension]] += amount
		all += amount
	}
	type named struct {
		name  string
		share float64
	}
	var callers []named
	for value, amount := range amounts {
		if value != explain.Folded && c.dimensions[dimension].Values[value] != "" && amount >= leastNamed*all {
			callers = append(callers, named{c.dimensions[dimension].Values[value], amount / all})
		}
	}
	slices.SortFunc(callers, func(a, b named) int {
		return cmp.Or(cmp.Compare(b.share, a.share), strings.Compare(a.name, b.name))
	})
	var words []string
	together := 0.0
	for _, one := range callers[:min(len(callers), mostNamed)] {
		words = append(words, fmt.Sprintf("%s (%.0f %%)", phrase.Caller(one.name), math.Floor(100*one.share)))
		together += one.share
	}
	if together < 0.5 {
		return countCallers(amounts)
	}
	return "mostly by " + strings.Join(words, " and ")
}

// countCallers says how many callers have an amount. Those that are not told apart are at
// least one.
func countCallers(amounts map[int32]float64) string {
	number := 0
	for value, amount := range amounts {
		if value != explain.Folded && amount > 0 {
			number++
		}
	}
	switch {
	case amounts[explain.Folded] > 0:
		return fmt.Sprintf("by more than %s callers", humanize.Thousands(int64(number)))
	case number > 1:
		return fmt.Sprintf("by %s callers", humanize.Thousands(int64(number)))
	}
	return ""
}

// includesCell reports whether the events of a cell belong to the cause.
func (c *cause) includesCell(cell explain.Cell) bool {
	return c.matchesCell(cell) && !slices.ContainsFunc(c.except, func(other *cause) bool { return other.matchesCell(cell) })
}

// matchesCell reports whether a cell meets the cause's own conditions.
func (c *cause) matchesCell(cell explain.Cell) bool {
	return !slices.ContainsFunc(c.Conditions, func(condition explain.Condition) bool {
		value := int(cell.Values[condition.Dimension])
		return value != condition.Value && !(c.replaces(condition) && value == c.Replaced.Value)
	})
}
