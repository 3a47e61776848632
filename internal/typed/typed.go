// Package typed gives each column of a table one type, for the forms that need one, such
// as Arrow and Parquet:
//
//	notes, err := typed.Write(answer, sink)
//
// A column has the type that it says, where its values are of that type, and else the
// narrowest one that fits them.
package typed

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/table"
)

// Column is a column whose values have one type, never [table.TypeUnknown].
type Column struct {
	Name string
	Type table.Type
}

// Sink takes the rows of a table. A value is nil or a string, int64, float64, bool or
// time.Time, as its column's type says, and a row is the sink's to keep.
type Sink interface {
	BeginTable(columns []Column) error
	AddRow(row []any) error
}

// rowsHeld is how many rows are looked at before the types of the columns are settled.
const rowsHeld = 1 << 16

// Write writes the rows of a table to a sink. The notes say which values did not fit the
// type of their column, which only a table of many rows can have: they are null in the
// sink. It returns the error that ends the rows, or the sink's.
func Write(answer *table.Table, sink Sink) (notes []string, err error) {
	w := &writer{sink: sink, columns: answer.Columns, fits: make([]fitting, len(answer.Columns)), misfits: make([]int, len(answer.Columns))}
	for i := range w.fits {
		w.fits[i] = fitsAll
	}
	for row, err := range answer.Rows {
		if err == nil {
			err = w.addRow(row)
		}
		if err != nil {
			return nil, err
		}
	}
	return w.notes(), w.settleTypes()
}

// writer writes one table.
type writer struct {
	sink    Sink
	columns []table.Column
	fits    []fitting // the types that fit all values so far, by column
	held    [][]table.Value
	settled []Column // nil until the types are settled
	misfits []int    // by column
}

func (w *writer) addRow(row []table.Value) error {
	if w.settled != nil {
		return w.sendRow(row)
	}
	kept := make([]table.Value, len(row))
	for i, value := range row {
		kept[i] = value.Clone()
		w.fits[i] &= fittingOf(kept[i])
	}
	w.held = append(w.held, kept)
	if len(w.held) < rowsHeld {
		return nil
	}
	return w.settleTypes()
}

// settleTypes gives each column its type, and sends the rows that were held.
func (w *writer) settleTypes() error {
	if w.settled != nil {
		return nil
	}
	w.settled = make([]Column, len(w.columns))
	for i := range w.columns {
		w.settled[i] = Column{w.columns[i].Name, w.fits[i].chooseType(w.columns[i].ValueType())}
	}
	w.nameApart()
	if err := w.sink.BeginTable(slices.Clone(w.settled)); err != nil {
		return err
	}
	held := w.held
	w.held = nil
	for _, row := range held {
		if err := w.sendRow(row); err != nil {
			return err
		}
	}
	return nil
}

// nameApart gives columns of the same name different ones, as readers need them.
func (w *writer) nameApart() {
	seen := make(map[string]bool)
	for i := range w.settled {
		name := w.settled[i].Name
		for n := 2; seen[strings.ToLower(w.settled[i].Name)]; n++ {
			w.settled[i].Name = fmt.Sprintf("%s_%d", name, n)
		}
		seen[strings.ToLower(w.settled[i].Name)] = true
	}
}

func (w *writer) sendRow(row []table.Value) error {
	values := make([]any, len(row))
	for i, value := range row {
		converted, ok := convertValue(value, w.settled[i].Type)
		if !ok {
			w.misfits[i]++
		}
		values[i] = converted
	}
	return w.sink.AddRow(values)
}

// notes names the columns with values that did not fit.
func (w *writer) notes() []string {
	var notes []string
	for i, count := range w.misfits {
		if count > 0 {
			notes = append(notes, fmt.Sprintf("column %s: %d values are no %s, unlike those of the first %d rows, and are null", w.settled[i].Name, count, describeType(w.settled[i].Type), rowsHeld))
		}
	}
	return notes
}
