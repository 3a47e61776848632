package diff

import (
	"slices"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff/cells"
	"github.com/trailq/trailq/internal/table"
)

// numberValues returns the statement that numbers the combinations of values.
func (d *Comparison) numberValues() (*report.Report, error) {
	d.startCube(fieldGroups())
	keys, told := groupWidths()
	return report.New(files, "codes", struct {
		Groups           []fieldGroup
		Keys, Told, Kept int
	}{fieldGroups(), keys, told, d.toldLevel()})
}

// queryCodes returns the statement that lists the numbers.
func (d *Comparison) queryCodes() (*report.Report, error) {
	_, told := groupWidths()
	return report.New(files, "code_rows", struct{ Told int }{told})
}

// countCells returns the statement that counts the combinations of values.
func (d *Comparison) countCells() (*report.Report, error) {
	return report.New(files, "cells", struct {
		Groups   []fieldGroup
		Packs    []cells.Pack
		Sums     sums
		Compared report.Expression
	}{fieldGroups(), d.reader.Pack(), d.measureSums(), d.comparedSQL()})
}

// startCube starts a cube whose cells have a code for each group.
func (d *Comparison) startCube(groups []fieldGroup) {
	var dimensions []explain.Dimension
	options := cells.Options{Level: d.toldLevel(), Limit: d.cellLimit}
	for _, dimension := range allDimensions() {
		dimensions = append(dimensions, explain.Dimension{Name: string(dimension.Name), Volatile: dimension.Volatile, Circumstance: dimension.Circumstance})
		ranks := make(map[string]int)
		if values := d.values[dimension.Name]; values != nil {
			for _, v := range values.list {
				ranks[string(v.value.AppendText(nil))] = v.rank
			}
		}
		options.Ranks = append(options.Ranks, ranks)
	}
	var places [][]int
	for _, group := range groups {
		var of []int
		for _, dimension := range group.Dimensions {
			of = append(of, slices.IndexFunc(dimensions, func(x explain.Dimension) bool { return x.Name == string(dimension.Name) }))
		}
		places = append(places, of)
	}
	d.told = options.Level
	d.reader = cells.NewReader(dimensions, places, options)
}

// readCode reads a row of code_rows.sql. Codes come in order, from 1.
func (d *Comparison) readCode(row []table.Value) error {
	name := report.Name(row[0].AppendText(nil))
	d.reader.AddCode(slices.IndexFunc(fieldGroups(), func(group fieldGroup) bool { return group.Name == name }), row[2:])
	return nil
}

// readCell reads a row of cells.sql.
func (d *Comparison) readCell(row []table.Value) error { return d.reader.AddRow(row) }

// explainChange finds the causes, once all cells are read.
func (d *Comparison) explainChange() {
	d.cube = d.reader.Cube(func(n cells.Amounts) cells.Amounts {
		return cells.Amounts{Before: d.settleAmount(n.Before), After: d.settleAmount(n.After), Squares: report.Significant(n.Squares, 9)}
	})
	d.told = min(d.told, d.reader.Level())
	d.reader = nil
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
