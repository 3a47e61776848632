package builtin

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// shiftLeft returns x with its bits shifted; beyond 63 places nothing is left.
func shiftLeft(x, places int64) (int64, error) {
	if places < 0 {
		return 0, fmt.Errorf("the shift %d is negative", places)
	}
	return x << uint64(places), nil
}

// shiftRight fills up with zeros.
func shiftRight(x, places int64) (int64, error) {
	if places < 0 {
		return 0, fmt.Errorf("the shift %d is negative", places)
	}
	return int64(uint64(x) >> uint64(places)), nil
}

// shiftRightArithmetic fills up with the sign.
func shiftRightArithmetic(x, places int64) (int64, error) {
	if places < 0 {
		return 0, fmt.Errorf("the shift %d is negative", places)
	}
	return x >> uint64(places), nil
}

// parseBase reads a number of another base.
func parseBase(text string, base int64) (int64, error) {
	if base < 2 || base > 36 {
		return 0, fmt.Errorf("a base is between 2 and 36")
	}
	n, err := strconv.ParseInt(text, int(base), 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no number of base %d", text, base)
	}
	return n, nil
}

// formatNumber writes a number with three digits and a unit, as 1.23M.
func formatNumber(x float64) (string, error) {
	units := []string{"", "K", "M", "B", "T", "Q"}
	unit := 0
	for math.Abs(x) >= 1000 && unit+1 < len(units) {
		x /= 1000
		unit++
	}
	digits := 2
	switch a := math.Abs(x); {
	case a >= 100 || a == math.Trunc(a):
		digits = 0
	case a >= 10:
		digits = 1
	}
	text := strconv.FormatFloat(x, 'f', digits, 64)
	if digits > 0 {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text + units[unit], nil
}

// luhnCheck reports whether the digits of a text have a correct check digit.
func luhnCheck(text string) (any, error) {
	sum, double := 0, false
	for i := len(text) - 1; i >= 0; i-- {
		if !isDigit(text[i]) {
			return nil, fmt.Errorf("luhn_check: %q has other characters than digits", text)
		}
		d := int(text[i] - '0')
		if double {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		double = !double
	}
	return text != "" && sum%10 == 0, nil
}
