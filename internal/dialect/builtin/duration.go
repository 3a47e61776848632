package builtin

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ParseDuration reads Trino's parse_duration text ("1.5h", "2 m") as
// microseconds, to the millisecond.
func ParseDuration(text string) (int64, error) {
	trimmed := strings.TrimSpace(text)
	end := strings.IndexFunc(trimmed, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if end < 1 {
		return 0, fmt.Errorf("%q is not a duration: write 1.5h, 20m or 3d", text)
	}
	number, err := strconv.ParseFloat(trimmed[:end], 64)
	factor, known := map[string]float64{
		"ns": 1e-6, "us": 1e-3, "ms": 1, "s": 1e3, "m": 60e3, "h": 3600e3, "d": 86400e3,
	}[strings.TrimSpace(trimmed[end:])]
	if err != nil || !known {
		return 0, fmt.Errorf("%q is not a duration: write 1.5h, 20m or 3d", text)
	}
	milliseconds := math.Round(number * factor)
	if milliseconds > longestDuration {
		return 0, fmt.Errorf("the duration %q is too long", text)
	}
	return int64(milliseconds) * 1000, nil
}

// longestDuration is the longest one that microseconds can count, in milliseconds.
const longestDuration = math.MaxInt64 / 1000

// HumanSeconds writes seconds as weeks to seconds, as Trino's
// human_readable_seconds.
func HumanSeconds(seconds float64) (string, error) {
	if math.IsNaN(seconds) || math.Abs(seconds) >= math.MaxInt64 {
		return "", fmt.Errorf("%v is not a number of seconds", seconds)
	}
	rest := int64(math.Round(math.Abs(seconds)))
	var parts []string
	for _, unit := range []struct {
		name  string
		count int64
	}{{"week", 604800}, {"day", 86400}, {"hour", 3600}, {"minute", 60}, {"second", 1}} {
		n := rest / unit.count
		rest %= unit.count
		if n == 0 && !(unit.name == "second" && len(parts) == 0) {
			continue
		}
		text := strconv.FormatInt(n, 10) + " " + unit.name
		if n != 1 {
			text += "s"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", "), nil
}
