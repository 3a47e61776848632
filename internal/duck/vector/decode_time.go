//go:build cgo

package vector

import (
	"fmt"
	"math"
	"math/big"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/table"
)

// timeDecoder does for times what scalarDecoder does.
func timeDecoder(kind duckdb.Type) func(d *Decoder, row int) table.Value {
	switch kind {
	case duckdb.TYPE_TIMESTAMP, duckdb.TYPE_TIMESTAMP_TZ, duckdb.TYPE_TIMESTAMP_S, duckdb.TYPE_TIMESTAMP_MS, duckdb.TYPE_TIMESTAMP_NS:
		return (*Decoder).readTimestamp
	case duckdb.TYPE_DATE:
		return (*Decoder).readDate
	case duckdb.TYPE_TIME:
		return func(d *Decoder, row int) table.Value {
			return table.Text(formatClock(time.UnixMicro(*valueAt[int64](&d.vector, row)).UTC(), "15:04:05"))
		}
	case duckdb.TYPE_INTERVAL:
		return (*Decoder).readInterval
	}
	return nil
}

// readTimestamp writes a time as Athena does: 2023-11-01 00:05:12.000, with " UTC"
// behind an instant.
func (d *Decoder) readTimestamp(row int) table.Value {
	n := *valueAt[int64](&d.vector, row)
	if text, infinite := infinityText(n, math.MaxInt64); infinite {
		return table.Text(text)
	}
	var t time.Time
	switch d.kind {
	case duckdb.TYPE_TIMESTAMP_S:
		t = time.Unix(n, 0)
	case duckdb.TYPE_TIMESTAMP_MS:
		t = time.UnixMilli(n)
	case duckdb.TYPE_TIMESTAMP_NS:
		t = time.Unix(0, n)
	default:
		t = time.UnixMicro(n)
	}
	text := formatClock(t.UTC(), "2006-01-02 15:04:05")
	if d.kind == duckdb.TYPE_TIMESTAMP_TZ {
		text += " UTC"
	}
	return table.Text(text)
}

// formatClock formats a time with milliseconds, and more digits where it has more.
func formatClock(t time.Time, form string) string {
	switch ns := t.Nanosecond(); {
	case ns%1e6 == 0:
		return t.Format(form + ".000")
	case ns%1e3 == 0:
		return t.Format(form + ".000000")
	}
	return t.Format(form + ".000000000")
}

// infinityText returns the text of the two values that are no time, and whether n
// is one of them.
func infinityText(n, most int64) (string, bool) {
	switch n {
	case most:
		return "infinity", true
	case -most:
		return "-infinity", true
	}
	return "", false
}

// readDate reads a number of days since 1970.
func (d *Decoder) readDate(row int) table.Value {
	days := *valueAt[int32](&d.vector, row)
	if text, infinite := infinityText(int64(days), math.MaxInt32); infinite {
		return table.Text(text)
	}
	return table.Text(time.Unix(int64(days)*86400, 0).UTC().Format(time.DateOnly))
}

// intervalValue is duckdb_interval.
type intervalValue struct {
	months, days int32
	micros       int64
}

// readInterval writes an interval as Athena does: years and months as 1-2, else
// days and time as 2 03:04:05.000.
func (d *Decoder) readInterval(row int) table.Value {
	v := *valueAt[intervalValue](&d.vector, row)
	if v.months != 0 && v.days == 0 && v.micros == 0 {
		sign, months := "", int64(v.months)
		if months < 0 {
			sign, months = "-", -months
		}
		return table.Text(fmt.Sprintf("%s%d-%d", sign, months/12, months%12))
	}
	const day = 86400e6
	whole := big.NewInt(int64(v.months)*30 + int64(v.days))
	whole.Mul(whole, big.NewInt(day)).Add(whole, big.NewInt(v.micros))
	sign := ""
	if whole.Sign() < 0 {
		sign = "-"
		whole.Abs(whole)
	}
	days, rest := whole.DivMod(whole, big.NewInt(day), new(big.Int))
	return table.Text(sign + days.String() + " " + formatClock(time.UnixMicro(rest.Int64()).UTC(), "15:04:05"))
}
