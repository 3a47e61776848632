//go:build cgo

package duck

import (
	"fmt"
	"math"
	"math/big"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/table"
)

// timeDecoder is scalarDecoder for times.
func timeDecoder(kind duckdb.Type) func(d *decoder, row int) table.Value {
	switch kind {
	case duckdb.TYPE_TIMESTAMP, duckdb.TYPE_TIMESTAMP_TZ, duckdb.TYPE_TIMESTAMP_S, duckdb.TYPE_TIMESTAMP_MS, duckdb.TYPE_TIMESTAMP_NS:
		return (*decoder).timestamp
	case duckdb.TYPE_DATE:
		return (*decoder).date
	case duckdb.TYPE_TIME:
		return func(d *decoder, row int) table.Value {
			return table.Text(clock(time.UnixMicro(*at[int64](&d.vectorData, row)).UTC(), "15:04:05"))
		}
	case duckdb.TYPE_INTERVAL:
		return (*decoder).interval
	}
	return nil
}

// timestamp is as Athena writes it: 2023-11-01 00:05:12.000, and " UTC" behind
// an instant.
func (d *decoder) timestamp(row int) table.Value {
	n := *at[int64](&d.vectorData, row)
	if text, infinite := infinity(n, math.MaxInt64); infinite {
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
	text := clock(t.UTC(), "2006-01-02 15:04:05")
	if d.kind == duckdb.TYPE_TIMESTAMP_TZ {
		text += " UTC"
	}
	return table.Text(text)
}

// clock writes a time with milliseconds, and more digits where it has more.
func clock(t time.Time, form string) string {
	switch ns := t.Nanosecond(); {
	case ns%1e6 == 0:
		return t.Format(form + ".000")
	case ns%1e3 == 0:
		return t.Format(form + ".000000")
	}
	return t.Format(form + ".000000000")
}

// infinity tells the two values that are no time.
func infinity(n, most int64) (string, bool) {
	switch n {
	case most:
		return "infinity", true
	case -most:
		return "-infinity", true
	}
	return "", false
}

// date is the days since 1970.
func (d *decoder) date(row int) table.Value {
	days := *at[int32](&d.vectorData, row)
	if text, infinite := infinity(int64(days), math.MaxInt32); infinite {
		return table.Text(text)
	}
	return table.Text(time.Unix(int64(days)*86400, 0).UTC().Format(time.DateOnly))
}

// intervalValue is duckdb_interval.
type intervalValue struct {
	months, days int32
	micros       int64
}

// interval is as Athena writes it: years and months as 1-2, else days and time
// as 2 03:04:05.000.
func (d *decoder) interval(row int) table.Value {
	v := *at[intervalValue](&d.vectorData, row)
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
	return table.Text(sign + days.String() + " " + clock(time.UnixMicro(rest.Int64()).UTC(), "15:04:05"))
}
