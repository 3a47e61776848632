// Package table is the form of every answer: columns, rows and what there is to
// say about them. Commands make a [Table]; package render writes it.
//
// Rows come one by one, so that an answer of any length takes no memory:
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
	// Name is what the rows are, such as "Records". JSON has it as the key of the
	// array of rows, and a bare array where it is empty.
	Name string
	// Title heads a table that is one of several of an answer. Text and Markdown
	// have it above the table; JSON lines then begin with the table's Name, under
	// "table". It is empty where the table is the whole answer.
	Title string
	// Columns name the values of each row. A table without columns is one of
	// whole JSON documents: each row is a single value made by [JSON]. Only the
	// JSON renderers take it.
	Columns []Column
	// Rows yields the rows in order, each with as many values as there are
	// columns; an error is the last pair. A row and its values are good until the
	// next one.
	Rows iter.Seq2[[]Value, error]
	// Notes are doubts that belong to the answer, such as what it does not cover.
	// They are complete when Rows has ended.
	Notes []string
	// Chart, if not nil, says how people see the rows drawn.
	Chart *Chart
}

// Chart is how rows can be drawn: series of numbers in time. The rows come by
// time, and each series has one for each bucket of time, without a break.
type Chart struct {
	// Time is the column of the bucket's start, RFC 3339 in UTC, and Bucket how
	// long one is.
	Time   int
	Bucket time.Duration
	// Series are the columns whose values tell the series apart. There may be
	// none.
	Series []int
	// Value is the column of the numbers.
	Value int
	// Mark is a column whose numbers mark a bucket where they are not zero, and
	// MarkName says of what. It is negative where nothing is marked.
	Mark     int
	MarkName string
}

// All yields rows that are there, for Table.Rows.
func All(rows [][]Value) iter.Seq2[[]Value, error] {
	return func(yield func([]Value, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Column describes the values at one place of the rows.
type Column struct {
	Name string
	// Unit is what its numbers count, so that a terminal can show them to people.
	Unit Unit
	// Detail says that a terminal without room for all columns may leave it out.
	Detail bool
	// Whole says that a part of a value says nothing, as of a row of bars: it is
	// not cut on a terminal.
	Whole bool
}

// Unit is what numbers count.
type Unit uint8

// The units. UnitShare is a part of all, from 0 to 1; UnitPercent is one too, and
// is shown without a bar. UnitDollars are US dollars.
const (
	UnitNone Unit = iota
	UnitBytes
	UnitShare
	UnitPercent
	UnitDollars
)
