// Package table is the form of every answer: columns, rows and notes. Commands make
// a [Table]; package render writes it.
//
// Rows come one at a time, so that an answer of any length takes no memory:
//
//	answer := &table.Table{
//		Columns: []table.Column{{Name: "eventName"}, {Name: "events"}},
//		Rows: func(yield func([]table.Value, error) bool) {
//			yield([]table.Value{table.Text("GetObject"), table.Int(350165)}, nil)
//		},
//	}
package table

import (
	"iter"
	"time"
)

// Table is one answer.
type Table struct {
	// Name names the rows, for example "Records". It is the key of the array of rows
	// in JSON; without a Name, the array is bare.
	Name string
	// Title is the heading of a table that is one of several in an answer. Text and
	// Markdown print it above the table; each JSON line then begins with the table's
	// Name, under "table". It is empty if the table is the whole answer.
	Title string
	// Columns describe the values of each row. A table without columns holds whole
	// JSON documents: each row is a single value made by [JSON]. Only the JSON
	// renderers accept it.
	Columns []Column
	// Rows yields the rows in order, each with one value for each column; an error
	// is the last pair. A row and its values are valid until the next one.
	Rows iter.Seq2[[]Value, error]
	// Notes are doubts that belong to the answer, such as parts that it does not
	// cover. They are complete once Rows has ended.
	Notes []string
	// Chart, if not nil, says how to draw the rows for people.
	Chart *Chart
	// Detail reports whether people see this table of an answer only where they ask for
	// details. Brief is the maximum number of rows that they see without; zero is all. A
	// row whose first value is null continues the entry above it.
	Detail bool
	Brief  int
}

// Chart describes rows that are time series. Rows come in order of time, and each
// series has a row for every bucket of time, without a gap.
type Chart struct {
	// Time is the column with the bucket's start, RFC 3339 in UTC, and Bucket is the
	// length of a bucket.
	Time   int
	Bucket time.Duration
	// Series are the columns whose values identify the series. There can be none.
	Series []int
	// Value is the column with the numbers.
	Value int
	// Mark is a column that marks the buckets in which it is not zero, and MarkName
	// is the meaning of the marks. It is negative if nothing is marked.
	Mark     int
	MarkName string
}

// HasRows reports whether there is a row, for a table whose rows are in memory.
func (t *Table) HasRows() bool {
	for _, err := range t.Rows {
		return err == nil
	}
	return false
}

// All returns an iterator over rows in memory, for Table.Rows.
func All(rows [][]Value) iter.Seq2[[]Value, error] {
	return func(yield func([]Value, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Column describes the values of one column.
type Column struct {
	Name string
	// Unit is the unit of the column's numbers, so that a terminal can show them to
	// people.
	Unit Unit
	// Type is the type of the values, where it is known; see [Column.ValueType].
	Type Type
	// Detail reports whether a terminal that is too narrow for all columns can hide
	// this one.
	Detail bool
	// Unasked reports whether nobody asked for the column: it is then hidden without a word.
	Unasked bool
	// Whole reports whether values are never cut on a terminal, because a part of
	// one means nothing, as with a row of bars.
	Whole bool
	// Short reports whether people see ARNs by their labels and times without the date
	// that all rows share, even where there is room for more.
	Short bool
	// Rare reports whether most rows have no value: people then see the column only
	// where there is one.
	Rare bool
}

// Unit is the unit of a number, or marks times.
type Unit uint8

// The units. UnitShare is a fraction from 0 to 1; UnitPercent is one too, shown
// without a bar. UnitDollars are US dollars. UnitTime marks texts that are times, RFC
// 3339 in UTC.
const (
	UnitNone Unit = iota
	UnitBytes
	UnitShare
	UnitPercent
	UnitDollars
	UnitTime
)
