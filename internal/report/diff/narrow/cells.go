package narrow

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff/cells"
	"github.com/trailq/trailq/internal/table"
)

// Value is a value that is told apart.
type Value struct {
	Text string
	Rank int // from 1: the better one of those by change and by size
}

// FoldedDimension is a dimension of which some values are told apart.
type FoldedDimension struct {
	Dimension
	Values []Value
}

// Codes of what is no value.
const (
	foldedCode = 0 // of all values that are not told apart
	absentCode = 1 // of having none
)

// numberValues returns the numbers of the values that have a rank of at most level, by their
// texts. At most two values have the same rank.
func (d FoldedDimension) numberValues(level int) map[string]int {
	values := slices.DeleteFunc(slices.Clone(d.Values), func(v Value) bool { return v.Rank > level || v.Text == "" })
	slices.SortFunc(values, func(a, b Value) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Text, b.Text)) })
	codes := make(map[string]int)
	for i, v := range values {
		codes[v.Text] = 2 * v.Rank
		if i > 0 && values[i-1].Rank == v.Rank {
			codes[v.Text]++
		}
	}
	return codes
}

// ListCodes returns what the codes stand for, in order. NULL is all values that are not
// told apart.
func (d FoldedDimension) ListCodes(level int) []table.Value {
	all := make([]table.Value, 2*level+2)
	all[absentCode] = table.Text("")
	for text, code := range d.numberValues(level) {
		all[code] = table.Text(text)
	}
	return all
}

// Folding says which values are told apart.
type Folding struct {
	Dimensions []FoldedDimension
	Squares    report.Expression // of an event's amount
	// Level is the rank down to which values are told apart at first, and MostCells the
	// number of combinations above which fewer are.
	Level, MostCells int
	Packs            []cells.Pack
}

// Levels returns the ranks down to which values can be told apart: each is half of the one
// before it, the last zero.
func (f Folding) Levels() []int {
	levels := []int{f.Level}
	for level := f.Level; level > 0; {
		level /= 2
		levels = append(levels, level)
	}
	return levels
}

// LongestTexts is how many bytes the values that are told apart can have together:
// statements must not become too long for an engine elsewhere. Athena takes 262,144 bytes.
// https://docs.aws.amazon.com/athena/latest/ug/service-limits.html
const LongestTexts = 48_000

// LongestDollarTexts is the same where the statement has prices, some 57,000 bytes.
const LongestDollarTexts = 36_000

// LimitLevel returns the rank down to which the values of all dimensions have at most
// longest bytes together, most at most.
func LimitLevel(dimensions []FoldedDimension, most, longest int) int {
	for level := most; ; level /= 2 {
		length := 0
		for _, d := range dimensions {
			for _, v := range d.Values {
				if v.Rank <= level {
					length += len(v.Text) + len("'', 100, ")
				}
			}
		}
		if length <= longest || level == 0 {
			return level
		}
	}
}

// codedDimension is a dimension with the numbers of its values.
type codedDimension struct {
	Dimension
	CodeSQL report.Expression
}

// CountCells returns the statement that counts the combinations of values.
func (e Events) CountCells(f Folding) (*report.Report, error) {
	var coded []codedDimension
	for _, d := range f.Dimensions {
		coded = append(coded, codedDimension{d.Dimension, d.codeSQL(f.Level)})
	}
	return report.New(files, "cells", struct {
		Events
		Dimensions        []codedDimension
		Squares           report.Expression
		Levels            []int
		Packs             []cells.Pack
		Absent, MostCells int
	}{e, coded, f.Squares, f.Levels(), f.Packs, absentCode, f.MostCells})
}

// codeSQL returns the SQL of the number of a dimension's value.
func (d FoldedDimension) codeSQL(level int) report.Expression {
	codes := d.numberValues(level)
	if len(codes) == 0 {
		return report.Expressionf("%d", foldedCode)
	}
	var texts, numbers []string
	for text := range codes {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	for _, text := range texts {
		numbers = append(numbers, strconv.Itoa(codes[text]))
	}
	return report.Expressionf("coalesce(element_at(map(%v, ARRAY[%s]), %v), %d)", arrayOf(texts), strings.Join(numbers, ", "), d.SQL, foldedCode)
}
