package report

import (
	"math"
	"strconv"

	"github.com/trailq/trailq/internal/table"
)

// Dollars returns an amount of US dollars as a value. A GET costs 4e-7 dollars and
// a byte 8e-11; digits after the 14th are noise of the sum.
func Dollars(usd float64) table.Value {
	return table.Float(Rounded(Significant(usd, 14), 1e12))
}

// Rounded returns a number rounded to a multiple of 1/scale.
func Rounded(n, scale float64) float64 { return math.Round(n*scale) / scale }

// Significant returns a number rounded to so many digits.
func Significant(n float64, digits int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', digits, 64), 64)
	if err != nil {
		return n // it was no number
	}
	return rounded
}
