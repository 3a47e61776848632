package diff

import (
	"fmt"
	"math"

	"github.com/trailq/trailq/internal/report"
)

// movedByCauses returns what rose and what fell, together, if each cause counts as a
// whole, and the rest as one.
func (d *Comparison) movedByCauses() float64 {
	moved, rest := 0.0, d.netChange()
	for _, c := range d.causes {
		change := c.After - d.ratio*c.Before
		moved += math.Abs(change)
		rest -= change
	}
	return moved + math.Abs(d.settleAmount(rest))
}

// chanceMoves returns what the values of a dimension move together by chance.
func (d *Comparison) chanceMoves(values int) float64 {
	unit := 1.0
	if amount, squares := d.wholeAmount(); amount > 0 && squares > 0 {
		unit = squares / amount
	}
	return math.Sqrt(unit * (d.explanation.Before + d.explanation.After) * float64(values))
}

// netChange returns by how much there is more after than before.
func (d *Comparison) netChange() float64 { return d.explanation.After - d.ratio*d.explanation.Before }

const (
	// mostlyMoved is how many times the net change the parts must have moved, to be
	// said.
	mostlyMoved = 3
	// leastMoved is the part of all that they must have moved.
	leastMoved = 0.05
	// beyondChance is how many times more they must have moved than by chance, where
	// each value has the number of events that it should, give or take its root.
	beyondChance = 3
)

// describeMoves says what rose and what fell where the net change hides it, among the
// values of the dimension that moved most.
func (d *Comparison) describeMoves() string {
	var most *dimensionValues
	var name report.Name
	for _, dimension := range allDimensions() {
		if values := d.values[dimension.Name]; values != nil && !dimension.Circumstance && (most == nil || values.moved > most.moved) {
			most, name = values, dimension.Name
		}
	}
	net := d.netChange()
	if most == nil || most.moved < beyondChance*d.chanceMoves(most.count) || most.moved < mostlyMoved*math.Abs(net) || most.moved < leastMoved*max(d.explanation.After, d.ratio*d.explanation.Before) {
		return ""
	}
	return fmt.Sprintf("by %s, %s rose and %s fell", string(name), d.formatAmount((most.moved+net)/2), d.formatAmount((most.moved-net)/2))
}
