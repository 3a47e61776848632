package diff

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff/narrow"
	"github.com/trailq/trailq/internal/table"
)

// cubeReader builds a cube from the rows of code_rows.sql and cells.sql. It drops
// no cell, so the figures of every value that is told apart are exact. If there are
// too many cells, fewer values are told apart, and their cells merge.
type cubeReader struct {
	groups  []fieldGroup
	starts  []int              // of each group's dimensions among all
	places  []int              // of the dimensions in the cube, by their order in the groups
	known   []map[string]int32 // the values' indexes, by dimension in the groups' order
	ranks   []map[string]int   // the values' ranks, likewise
	told    [][]toldValues     // by group and code
	codes   [][]int32          // the codes at the present level, by group and original code
	packs   []narrow.Pack         // the columns of cells.sql that have the codes
	cells   map[cellKey]int    // their indexes in amounts
	keys    []cellKey
	amounts [][3]float64 // before, after and squares
	level   int          // how many values are told apart
	text    []byte       // for reading numbers
}

// cellKey is the codes of a cell at the current level.
type cellKey [15]int32

// toldValues are the values that a code stands for, as indexes: one for each
// dimension of the group.
type toldValues []int32

// numberValues returns the statement that numbers the combinations of values.
func (d *Comparison) numberValues() (*report.Report, error) {
	d.startCube(fieldGroups())
	keys, told := groupWidths()
	return report.New(files, "codes", struct {
		Groups     []fieldGroup
		Keys, Told []int
		Kept       int
	}{fieldGroups(), numbersBelow(keys), numbersBelow(told), d.reader.level})
}

func numbersBelow(n int) []int {
	var all []int
	for i := range n {
		all = append(all, i)
	}
	return all
}

// queryCodes returns the statement that lists the numbers.
func (d *Comparison) queryCodes() (*report.Report, error) {
	_, told := groupWidths()
	return report.New(files, "code_rows", struct{ Told []int }{numbersBelow(told)})
}

// countCells returns the statement that counts the combinations of values.
func (d *Comparison) countCells() (*report.Report, error) {
	r := d.reader
	r.packs = r.packCodes()
	return report.New(files, "cells", struct {
		Groups   []fieldGroup
		Packs    []narrow.Pack
		Sums     sums
		Compared report.Expression
	}{fieldGroups(), r.packs, d.measureSums(), d.comparedSQL()})
}

// packCodes distributes the codes of all groups over numbers.
func (r *cubeReader) packCodes() []narrow.Pack {
	var counts []int
	for _, codes := range r.codes {
		counts = append(counts, len(codes))
	}
	return narrow.PackCodes(counts)
}

// startCube starts a cube without values and cells, whose cells have a code for each
// group.
func (d *Comparison) startCube(groups []fieldGroup) {
	d.cube = new(explain.Cube)
	r := &cubeReader{groups: groups, cells: make(map[cellKey]int), level: d.toldLevel()}
	d.reader = r
	for _, dimension := range allDimensions() {
		d.cube.Dimensions = append(d.cube.Dimensions, explain.Dimension{Name: string(dimension.Name), Volatile: dimension.Volatile, Circumstance: dimension.Circumstance})
	}
	r.told, r.codes = make([][]toldValues, len(r.groups)), make([][]int32, len(r.groups))
	for _, group := range r.groups {
		r.starts = append(r.starts, len(r.places))
		for _, dimension := range group.Dimensions {
			r.places = append(r.places, slices.IndexFunc(d.cube.Dimensions, func(x explain.Dimension) bool { return x.Name == string(dimension.Name) }))
			r.known = append(r.known, make(map[string]int32))
			ranks := make(map[string]int)
			if values := d.values[dimension.Name]; values != nil {
				for _, v := range values.list {
					ranks[string(v.value.AppendText(nil))] = v.rank
				}
			}
			r.ranks = append(r.ranks, ranks)
		}
	}
}

// readCode reads a row of code_rows.sql. Codes come in order, from 1.
func (d *Comparison) readCode(row []table.Value) error {
	r, name := d.reader, report.Name(row[0].AppendText(nil))
	g := slices.IndexFunc(r.groups, func(group fieldGroup) bool { return group.Name == name })
	var told toldValues
	for i := range r.groups[g].Dimensions {
		told = append(told, d.indexValue(r.starts[g]+i, row[2+i]))
	}
	r.told[g] = append(r.told[g], told)
	r.codes[g] = append(r.codes[g], int32(len(r.codes[g])))
	return nil
}

// indexValue returns the index of a value of a dimension, which is given by its
// place in the groups' order.
func (d *Comparison) indexValue(dimension int, value table.Value) int32 {
	if value.Kind() == table.KindNull {
		return explain.Folded
	}
	known, text := d.reader.known[dimension], string(value.AppendText(nil))
	at, old := known[text]
	if !old {
		at = int32(len(known))
		text = strings.Clone(text)
		known[text] = at
		values := &d.cube.Dimensions[d.reader.places[dimension]].Values
		*values = append(*values, text)
	}
	return at
}

// readCell reads a row of cells.sql.
func (d *Comparison) readCell(row []table.Value) error {
	r := d.reader
	var key cellKey
	for i, pack := range r.packs {
		r.text = row[i].AppendText(r.text[:0])
		packed, err := strconv.ParseInt(string(r.text), 10, 64)
		if err != nil {
			return err
		}
		for _, part := range pack.Parts {
			key[part.Group] = r.codes[part.Group][packed/part.Factor%part.Count]
		}
	}
	var amounts [3]float64
	for i := range amounts {
		r.text = row[len(r.packs)+i].AppendText(r.text[:0])
		var err error
		if amounts[i], err = strconv.ParseFloat(string(r.text), 64); err != nil {
			return err
		}
	}
	r.addCell(key, amounts)
	for len(r.cells) > d.cellLimit && r.level > 0 {
		d.foldValues()
	}
	return nil
}

// addCell adds amounts to a cell.
func (r *cubeReader) addCell(key cellKey, amounts [3]float64) {
	at, old := r.cells[key]
	if !old {
		at = len(r.keys)
		r.cells[key] = at
		r.keys, r.amounts = append(r.keys, key), append(r.amounts, [3]float64{})
	}
	for i, n := range amounts {
		r.amounts[at][i] += n
	}
}

// foldValues halves the number of values that are told apart, and merges the cells
// that become equal. The level it reaches does not depend on the order of the
// cells.
func (d *Comparison) foldValues() {
	r := d.reader
	r.level /= 2
	for g := range r.groups {
		d.foldGroup(g)
	}
	keys, amounts := r.keys, r.amounts
	r.cells, r.keys, r.amounts = make(map[cellKey]int), nil, nil
	for i, key := range keys {
		for g := range r.groups {
			key[g] = r.codes[g][key[g]]
		}
		r.addCell(key, amounts[i])
	}
}

// foldGroup maps each code of a group to the first code that is equal to it now.
func (d *Comparison) foldGroup(g int) {
	r := d.reader
	first := make(map[string]int32)
	for code, told := range r.told[g] {
		var text []byte
		for i, index := range told {
			if index != explain.Folded && !d.isTold(r.starts[g]+i, index) {
				told[i] = explain.Folded
			}
			text = append(text, byte(told[i]), byte(told[i]>>8), byte(told[i]>>16), byte(told[i]>>24))
		}
		if _, old := first[string(text)]; !old {
			first[string(text)] = int32(code)
		}
		r.codes[g][code] = first[string(text)]
	}
}

// isTold reports whether a value is told apart at the current level. The absence of
// a value always is.
func (d *Comparison) isTold(dimension int, index int32) bool {
	value := d.cube.Dimensions[d.reader.places[dimension]].Values[index]
	return value == "" || d.reader.ranks[dimension][value] <= d.reader.level
}

// fillCube fills the cube with the cells that were read. Values and cells are in the order
// of the values' texts, whichever statement the cells come from: it decides between
// names that explain equally much.
func (d *Comparison) fillCube() {
	r := d.reader
	orders := d.sortValues()
	for _, key := range r.keys {
		n := r.amounts[r.cells[key]]
		cell := explain.Cell{Values: make([]int32, len(d.cube.Dimensions)), Before: d.settleAmount(n[0]), After: d.settleAmount(n[1]), Squares: report.Significant(n[2], 9)}
		for g, start := range r.starts {
			for j, index := range r.told[g][key[g]] {
				if index != explain.Folded {
					index = orders[r.places[start+j]][index]
				}
				cell.Values[r.places[start+j]] = index
			}
		}
		d.cube.Cells = append(d.cube.Cells, cell)
	}
	slices.SortFunc(d.cube.Cells, func(a, b explain.Cell) int { return slices.Compare(a.Values, b.Values) })
	d.reader = nil
}

// sortValues puts the values of each dimension in order. It returns, for each dimension,
// the new indexes by the old ones.
func (d *Comparison) sortValues() [][]int32 {
	var orders [][]int32
	for i := range d.cube.Dimensions {
		values := d.cube.Dimensions[i].Values
		sorted := slices.Sorted(slices.Values(values))
		order := make([]int32, len(values))
		for old, text := range values {
			at, _ := slices.BinarySearch(sorted, text)
			order[old] = int32(at)
		}
		d.cube.Dimensions[i].Values = sorted
		orders = append(orders, order)
	}
	return orders
}

// explainChange finds the causes, once all cells are read.
func (d *Comparison) explainChange() {
	d.fillCube()
	options := explain.Options{Ratio: d.ratio}
	if amount, squares := d.wholeAmount(); amount > 0 {
		options.Unit = squares / amount
		if !d.options.InDollars() {
			options.Unit = max(options.Unit, 1)
		}
	}
	d.explanation = explain.Explain(d.cube, options)
	for i, found := range d.explanation.Causes {
		d.causes = append(d.causes, &cause{Cause: found, rank: i + 1, dimensions: d.cube.Dimensions})
	}
	for _, c := range d.causes {
		for _, i := range c.Overlaps {
			c.except = append(c.except, d.causes[i])
		}
	}
}

// wholeAmount returns the amount of both windows, and the sum of the squares.
func (d *Comparison) wholeAmount() (amount, squares float64) {
	for _, cell := range d.cube.Cells {
		amount += cell.Before + cell.After
		squares += cell.Squares
	}
	return amount, squares
}
