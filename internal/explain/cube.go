package explain

import "fmt"

// Cube is what there was before and after, by combinations of values.
type Cube struct {
	// Dimensions are what cells are told apart by. The first say most about a
	// cause: where two dimensions explain the same, the earlier one is named.
	Dimensions []Dimension
	Cells      []Cell
}

// Dimension is one attribute.
type Dimension struct {
	Name string
	// Values are those that cells have, by index. The empty text stands for
	// having none; it can be part of a cause like others, but is named last.
	Values []string
	// Volatile says that values come and go without a cause, one in the place of
	// another, as the addresses of machines do: one that is new counts only as far
	// as it has more than the largest that is gone, and the reverse.
	Volatile bool
	// Circumstance says that values tell how or from where something is done, as
	// an address or an agent does, and not who does what. Of conjunctions that
	// explain nearly the same, within a tenth, one with fewer of these is named: a
	// person can act on a caller. Circumstances of a cause are its traits.
	Circumstance bool
}

// Cell is the events with one combination of values. A combination may come in
// several cells.
type Cell struct {
	// Values are indexes into the dimensions' values, or Folded.
	Values []int32
	// Before and After are amounts, finite and not negative.
	Before, After float64
	// Squares is the sum of the squares of what the events have. It tells how many
	// there are, where some have far more than others: zero is for cells all of
	// whose events have Options.Unit.
	Squares float64
}

// Folded stands for values that are not told apart. It is never a cause.
const Folded = -1

// Condition is a value that events must have.
type Condition struct {
	Dimension int // index into Cube.Dimensions
	Value     int // index into its Values
}

// Options say what counts as a cause. The zero value is for events counted in
// windows of one length.
type Options struct {
	// Ratio is what After would be to Before had nothing changed: the ratio of the
	// windows' lengths. Zero is 1. It matters only where there are too few values
	// to see the background.
	Ratio float64
	// Unit is the amount that comes at a time: 1 where events are counted, and a
	// typical event's bytes where bytes are. Causes are compared by it; chance is
	// judged by it where cells do not tell their squares. Zero is 1.
	Unit float64
	// Limit is how many causes to name at most; zero is 5.
	Limit int
}

func (o Options) withDefaults() Options {
	if o.Ratio == 0 {
		o.Ratio = 1
	}
	if o.Unit == 0 {
		o.Unit = 1
	}
	if o.Limit == 0 {
		o.Limit = 5
	}
	return o
}

// check panics where a cell does not fit its cube: a mistake of the caller.
func (c *Cube) check() {
	for i := range c.Cells {
		values := c.Cells[i].Values
		if len(values) != len(c.Dimensions) {
			panic(fmt.Sprintf("explain: cell %d has %d values for %d dimensions", i, len(values), len(c.Dimensions)))
		}
		for d, v := range values {
			if v < Folded || int(v) >= len(c.Dimensions[d].Values) {
				panic(fmt.Sprintf("explain: cell %d has value %d of %q, which has %d", i, v, c.Dimensions[d].Name, len(c.Dimensions[d].Values)))
			}
		}
	}
}

// counts are the amounts of some cells.
type counts struct{ before, after, squares float64 }

func (c *counts) add(cell *Cell) {
	c.before += cell.Before
	c.after += cell.After
	c.squares += cell.Squares
}

func (c *counts) merge(other counts) {
	c.before += other.before
	c.after += other.after
	c.squares += other.squares
}

// unit is the amount of a typical event of these, as an amount goes: many that
// have a little count for little beside few that have much.
func (c counts) unit(usual float64) float64 {
	if c.squares <= 0 || c.sum() <= 0 {
		return usual
	}
	return c.squares / c.sum()
}

func (c counts) sum() float64 { return c.before + c.after }
