package client

import (
	"math"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/table"
)

// ReadText returns a value that an engine wrote as text, by its type as Trino writes it.
// Objects and arrays must be JSON.
func ReadText(typeName, text string) table.Value {
	base, _, _ := strings.Cut(typeName, "(")
	switch base {
	case "bigint", "integer", "smallint", "tinyint", "decimal":
		return table.Number(text)
	case "double", "real":
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return table.Text(text)
		}
		return ReadNumber(n)
	case "boolean":
		return table.Bool(text == "true")
	case "row", "array", "map":
		return table.JSON([]byte(text))
	}
	return table.Text(text)
}

// ReadNumber returns a number. One that JSON cannot write is a text, as in Trino.
func ReadNumber(n float64) table.Value {
	switch {
	case math.IsNaN(n):
		return table.Text("NaN")
	case math.IsInf(n, 1):
		return table.Text("Infinity")
	case math.IsInf(n, -1):
		return table.Text("-Infinity")
	}
	return table.Float(n)
}
