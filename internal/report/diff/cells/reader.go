package cells

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/table"
)

// Reader builds a cube. It drops no cell, so the figures of every value that is told
// apart are exact. If there are too many cells, fewer values are told apart, and their
// cells merge.
type Reader struct {
	dimensions []explain.Dimension
	groups     [][]int // the indexes of the dimensions, by group
	options    Options
	known      []map[string]int32 // the values' indexes, by dimension
	told       [][]toldValues     // by group and code
	codes      [][]int32          // the codes at the present level, by group and original code
	packs      []Pack
	cells      map[key]int // their indexes in amounts
	keys       []key
	amounts    []Amounts
	text       []byte // for reading numbers
}

// Options say how many values are told apart.
type Options struct {
	// Ranks are the ranks of the values, by dimension: those with a higher one than Level
	// are not told apart.
	Ranks []map[string]int
	Level int
	// Limit is how many cells there are at most, if fewer values suffice for that.
	Limit int
}

// Amounts are the amounts of a cell before and after, and the sum of their squares.
type Amounts struct{ Before, After, Squares float64 }

// mostGroups is how many groups of dimensions there can be.
const mostGroups = 15

// key is the codes of a cell at the current level.
type key [mostGroups]int32

// toldValues are the values that a code stands for, as indexes: one for each dimension
// of the group.
type toldValues []int32

// NewReader returns a reader without values and cells, whose cells have a code for each
// group of dimensions.
func NewReader(dimensions []explain.Dimension, groups [][]int, options Options) *Reader {
	r := &Reader{dimensions: dimensions, groups: groups, options: options, cells: make(map[key]int)}
	for range dimensions {
		r.known = append(r.known, make(map[string]int32))
	}
	r.told, r.codes = make([][]toldValues, len(groups)), make([][]int32, len(groups))
	return r
}

// AddCode says what the next code of a group stands for: the values of its dimensions.
// NULL is a value that is not told apart.
func (r *Reader) AddCode(group int, values []table.Value) {
	var told toldValues
	for i, dimension := range r.groups[group] {
		told = append(told, r.indexValue(dimension, values[i]))
	}
	r.told[group] = append(r.told[group], told)
	r.codes[group] = append(r.codes[group], int32(len(r.codes[group])))
}

// indexValue returns the index of a value of a dimension.
func (r *Reader) indexValue(dimension int, value table.Value) int32 {
	if value.Kind() == table.KindNull {
		return explain.Folded
	}
	known, text := r.known[dimension], string(value.AppendText(nil))
	at, isOld := known[text]
	if !isOld {
		at = int32(len(known))
		text = strings.Clone(text)
		known[text] = at
		values := &r.dimensions[dimension].Values
		*values = append(*values, text)
	}
	return at
}

// Pack distributes the codes of all groups over as few columns as can hold them, and
// returns the columns. Rows have them first.
func (r *Reader) Pack() []Pack {
	var counts []int
	for _, codes := range r.codes {
		counts = append(counts, len(codes))
	}
	r.packs = packCodes(counts)
	return r.packs
}

// AddRow reads a row: the packed codes, before, after and squares.
func (r *Reader) AddRow(row []table.Value) error {
	var cell key
	for i, pack := range r.packs {
		r.text = row[i].AppendText(r.text[:0])
		packed, err := strconv.ParseInt(string(r.text), 10, 64)
		if err != nil {
			return err
		}
		for _, part := range pack.Parts {
			cell[part.Group] = r.codes[part.Group][packed/part.Factor%part.count]
		}
	}
	var numbers [3]float64
	for i := range numbers {
		r.text = row[len(r.packs)+i].AppendText(r.text[:0])
		var err error
		if numbers[i], err = strconv.ParseFloat(string(r.text), 64); err != nil {
			return err
		}
	}
	r.addCell(cell, Amounts{numbers[0], numbers[1], numbers[2]})
	for len(r.cells) > r.options.Limit && r.options.Level > 0 {
		r.foldValues()
	}
	return nil
}

// addCell adds amounts to a cell.
func (r *Reader) addCell(cell key, amounts Amounts) {
	at, isOld := r.cells[cell]
	if !isOld {
		at = len(r.keys)
		r.cells[cell] = at
		r.keys, r.amounts = append(r.keys, cell), append(r.amounts, Amounts{})
	}
	sum := &r.amounts[at]
	sum.Before += amounts.Before
	sum.After += amounts.After
	sum.Squares += amounts.Squares
}

// foldValues halves the number of values that are told apart, and merges the cells
// that become equal. The level it reaches does not depend on the order of the
// cells.
func (r *Reader) foldValues() {
	r.options.Level /= 2
	for g := range r.groups {
		r.foldGroup(g)
	}
	keys, amounts := r.keys, r.amounts
	r.cells, r.keys, r.amounts = make(map[key]int), nil, nil
	for i, cell := range keys {
		for g := range r.groups {
			cell[g] = r.codes[g][cell[g]]
		}
		r.addCell(cell, amounts[i])
	}
}

// foldGroup maps each code of a group to the first code that is equal to it now.
func (r *Reader) foldGroup(g int) {
	first := make(map[string]int32)
	for code, told := range r.told[g] {
		var text []byte
		for i, index := range told {
			if index != explain.Folded && !r.isTold(r.groups[g][i], index) {
				told[i] = explain.Folded
			}
			text = append(text, byte(told[i]), byte(told[i]>>8), byte(told[i]>>16), byte(told[i]>>24))
		}
		if _, isOld := first[string(text)]; !isOld {
			first[string(text)] = int32(code)
		}
		r.codes[g][code] = first[string(text)]
	}
}

// isTold reports whether a value is told apart at the current level. The absence of
// a value always is.
func (r *Reader) isTold(dimension int, index int32) bool {
	value := r.dimensions[dimension].Values[index]
	return value == "" || r.options.Ranks[dimension][value] <= r.options.Level
}

// Cube returns the cube of the cells that were read, with amounts as settle makes them.
// Values and cells are in the order of the values' texts, whichever statement the cells
// come from: it decides between names that explain equally much.
func (r *Reader) Cube(settle func(Amounts) Amounts) *explain.Cube {
	orders := r.sortValues()
	cube := &explain.Cube{Dimensions: r.dimensions}
	for i, codes := range r.keys {
		n := settle(r.amounts[i])
		cell := explain.Cell{Values: make([]int32, len(r.dimensions)), Before: n.Before, After: n.After, Squares: n.Squares}
		for g, dimensions := range r.groups {
			for j, index := range r.told[g][codes[g]] {
				if index != explain.Folded {
					index = orders[dimensions[j]][index]
				}
				cell.Values[dimensions[j]] = index
			}
		}
		cube.Cells = append(cube.Cells, cell)
	}
	slices.SortFunc(cube.Cells, func(a, b explain.Cell) int { return slices.Compare(a.Values, b.Values) })
	return cube
}

// Level returns the rank down to which values are told apart.
func (r *Reader) Level() int { return r.options.Level }

// sortValues puts the values of each dimension in order. It returns, for each dimension,
// the new indexes by the old ones.
func (r *Reader) sortValues() [][]int32 {
	var orders [][]int32
	for i := range r.dimensions {
		values := r.dimensions[i].Values
		sorted := slices.Sorted(slices.Values(values))
		order := make([]int32, len(values))
		for old, text := range values {
			at, _ := slices.BinarySearch(sorted, text)
			order[old] = int32(at)
		}
		r.dimensions[i].Values = sorted
		orders = append(orders, order)
	}
	return orders
}
