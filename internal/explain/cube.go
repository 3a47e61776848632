package explain

import "fmt"

// Cube holds the amounts before and after, by combinations of values.
type Cube struct {
	// Dimensions are the attributes of the cells, the most telling first: if two
	// dimensions explain the same, the earlier one is named.
	Dimensions []Dimension
	Cells      []Cell
}

// Dimension is one attribute.
type Dimension struct {
	Name string
	// Values lists the values of cells by index. The empty text stands for no value;
	// like others it can be part of a cause, but it is named last.
	Values []string
	// Volatile reports whether values come and go without a cause, one replacing
	// another, as the addresses of machines do: a new value counts only as far as it
	// exceeds the largest that is gone, and the reverse.
	Volatile bool
	// Circumstance reports whether values tell how or from where something is done,
	// as an address or an agent does, and not who does what. Of conjunctions that
	// explain nearly the same, within a tenth, the one with fewer circumstances is
	// named: a person can act on a caller. Circumstances of a cause are its traits.
	Circumstance bool
}

// Cell is the events with one combination of values. Several cells can have the
// same combination.
type Cell struct {
	// Values are indexes into the dimensions' values, or Folded.
	Values []int32
	// Before and After are amounts, finite and not negative.
	Before, After float64
	// Squares is the sum of the squares of the events' amounts. It tells how many
	// events there are if some have far more than others. It is zero for cells whose
	// events all have Options.Unit.
	Squares float64
}

// Folded stands for values that are not distinguished. It is never a cause.
const Folded = -1

// Condition requires a value.
type Condition struct {
	Dimension int // index into Cube.Dimensions
	Value     int // index into its Values
}

// Options control what counts as a cause. The zero value is for events counted in
// windows of equal length.
type Options struct {
	// Ratio is the ratio of After to Before if nothing had changed: the ratio of the
	// windows' lengths. Zero is 1. It matters only if there are too few values to
	// see the background.
	Ratio float64
	// Unit is the amount of one event: 1 where events are counted, a typical event's
	// bytes where bytes are. Causes are compared by it, and it decides what is
	// beyond chance in cells without squares. Zero is 1.
	Unit float64
	// Limit is the maximum number of causes; zero is 5.
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

// checkCells panics if a cell does not fit its cube, which is a mistake of the
// caller.
func (c *Cube) checkCells() {
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

func (c *counts) addCell(cell *Cell) {
	c.before += cell.Before
	c.after += cell.After
	c.squares += cell.Squares
}

func (c *counts) addCounts(other counts) {
	c.before += other.before
	c.after += other.after
	c.squares += other.squares
}

// eventUnit returns the amount of a typical event, weighted by amounts: many events
// with a little count for little beside a few with a lot.
func (c counts) eventUnit(usual float64) float64 {
	if c.squares <= 0 || c.sum() <= 0 {
		return usual
	}
	return c.squares / c.sum()
}

func (c counts) sum() float64 { return c.before + c.after }
