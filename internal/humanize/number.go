// Package humanize writes numbers for people: with commas, in units of bytes, in
// dollars.
package humanize

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Thousands writes a number with commas between its thousands: 1,234,567.
func Thousands(n int64) string {
	return string(AppendThousands(nil, strconv.FormatInt(n, 10)))
}

// AppendThousands appends a number as JSON writes it, with commas between its
// thousands. A number with an exponent stays as it is.
func AppendThousands(dst []byte, number string) []byte {
	whole, rest := number, ""
	if point := strings.IndexAny(number, ".eE"); point >= 0 {
		whole, rest = number[:point], number[point:]
	}
	if strings.ContainsAny(rest, "eE") {
		return append(dst, number...)
	}
	if strings.HasPrefix(whole, "-") {
		dst, whole = append(dst, '-'), whole[1:]
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, whole[i])
	}
	return append(dst, rest...)
}

// Bytes writes a size in the decimal units of disks and bills: 512 B, 1.2 kB,
// 34 MB.
func Bytes(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	size, unit := float64(n), ""
	for _, unit = range []string{"kB", "MB", "GB", "TB", "PB", "EB"} {
		if size /= 1000; size < 999.5 {
			break
		}
	}
	if size < 9.95 {
		return fmt.Sprintf("%.1f %s", size, unit)
	}
	return fmt.Sprintf("%.0f %s", size, unit)
}

// Dollars writes an amount of US dollars: $1,234.56, and $0.0012 where cents would
// hide what it is.
func Dollars(amount float64) string {
	const least = 0.0001
	switch {
	case amount < 0:
		return "-" + Dollars(-amount)
	case amount > 0 && amount < least:
		return "<$0.0001"
	}
	decimals := 2
	if amount > 0 && amount < 0.1 {
		decimals = min(1-int(math.Floor(math.Log10(amount))), 4)
	}
	return "$" + string(AppendThousands(nil, strconv.FormatFloat(amount, 'f', decimals, 64)))
}
