package diff

import (
	"strings"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// cubeReader makes a cube of the rows of cube.sql.
type cubeReader struct {
	markers []string           // of values that are folded; "" where none are
	known   []map[string]int32 // the values' indexes
	rest    [3]float64         // before, after and squares that no row has
	squares float64            // of all
	cells   int                // of all
	rows    int
}

// cells asks for the combinations of values.
func (d *Comparison) cells() (*report.Report, error) {
	p := struct {
		Folded []report.OrdinalDimension
		Cells  int
	}{Cells: mostCombinations}
	d.cube = new(explain.Cube)
	d.reader = new(cubeReader)
	for i, dimension := range dimensions() {
		sql, marker := d.folded(dimension)
		p.Folded = append(p.Folded, report.OrdinalDimension{Dimension: report.Dimension{Name: dimension.Name, SQL: sql}, Ordinal: i + 1})
		d.reader.markers = append(d.reader.markers, marker)
		d.reader.known = append(d.reader.known, make(map[string]int32))
		d.cube.Dimensions = append(d.cube.Dimensions, explain.Dimension{Name: string(dimension.Name), Volatile: dimension.Volatile, Circumstance: dimension.Circumstance})
	}
	return report.New(files, "cube", p)
}

// readCell takes a row.
func (d *Comparison) readCell(row []table.Value) error {
	r, width := d.reader, len(d.cube.Dimensions)
	n, err := numbers(row[width:])
	if err != nil {
		return err
	}
	if r.rows == 0 {
		r.rest = [3]float64(n[3:6])
		r.squares, r.cells = n[5], int(n[6])
	}
	r.rows++
	for i := range r.rest {
		r.rest[i] -= n[i]
	}
	cell := explain.Cell{Values: make([]int32, width), Before: max(d.settled(n[0]), 0), After: max(d.settled(n[1]), 0), Squares: n[2]}
	for i, v := range row[:width] {
		cell.Values[i] = d.index(i, string(v.AppendText(nil)))
	}
	d.cube.Cells = append(d.cube.Cells, cell)
	return nil
}

// index is that of a value of a dimension.
func (d *Comparison) index(dimension int, value string) int32 {
	if marker := d.reader.markers[dimension]; marker != "" && value == marker {
		return explain.Folded
	}
	known := d.reader.known[dimension]
	at, old := known[value]
	if !old {
		at = int32(len(known))
		value = strings.Clone(value)
		known[value] = at
		values := &d.cube.Dimensions[dimension].Values
		*values = append(*values, value)
	}
	return at
}

// explain finds the causes when all cells are there.
func (d *Comparison) explain() {
	r := d.reader
	if r.cells > r.rows {
		rest := explain.Cell{Before: max(r.rest[0], 0), After: max(r.rest[1], 0), Squares: max(r.rest[2], 0)}
		for range d.cube.Dimensions {
			rest.Values = append(rest.Values, explain.Folded)
		}
		d.cube.Cells = append(d.cube.Cells, rest)
	}
	options := explain.Options{Ratio: d.ratio}
	if sum := d.sum(); sum > 0 {
		options.Unit = r.squares / sum
		if !d.options.InDollars() {
			options.Unit = max(options.Unit, 1)
		}
	}
	d.explanation = explain.Explain(d.cube, options)
	for i, found := range d.explanation.Causes {
		d.causes = append(d.causes, &cause{Cause: found, rank: i + 1, dimensions: d.cube.Dimensions})
	}
	d.reader = nil
}

// sum is what there is in both windows.
func (d *Comparison) sum() float64 {
	sum := 0.0
	for _, cell := range d.cube.Cells {
		sum += cell.Before + cell.After
	}
	return sum
}
