//go:build cgo

package duck

import (
	"fmt"
	"strings"
	"testing"

	"github.com/trailq/trailq"
)

// Functions that could fill the memory with one value have limits, up to which they
// give what they should.
func TestFunctionLimits(t *testing.T) {
	db := openDB(t, trailq.Dir(t.TempDir()), Options{})
	for text, want := range map[string]string{
		"sequence(1, 5)":                      "[1 2 3 4 5]",
		"sequence(3, 1)":                      "[3 2 1]",
		"sequence(1, 10, 3)":                  "[1 4 7 10]",
		"sequence(1, NULL)":                   "<nil>",
		"cardinality(sequence(1, 10000))":     "10000",
		"cardinality(sequence(0, 99990, 10))": "10000",
		"sequence(1, 10001)":                  "sequence: it must not have more than 10000 entries",
		"sequence(1, 100000000000)":           "sequence: it must not have more than 10000 entries",
		"sequence(100000000000, 1, -1)":       "sequence: it must not have more than 10000 entries",
		"try(sequence(1, 20000))":             "<nil>",
		"cardinality(sequence(DATE '2023-01-01', DATE '2023-12-31', INTERVAL '1' DAY))":                   "365",
		"sequence(DATE '2023-01-01', DATE '9023-01-01', INTERVAL '1' DAY)":                                "sequence: it must not have more than 10000 entries",
		"sequence(TIMESTAMP '2023-01-01 00:00:00', TIMESTAMP '2023-01-02 00:00:00', INTERVAL '1' SECOND)": "sequence: it must not have more than 10000 entries",
		"repeat('x', 3)":                                                   "[x x x]",
		"cardinality(repeat(1, 10000))":                                    "10000",
		"repeat(1, 10001)":                                                 "repeat: it must not have more than 10000 entries or 1000000 bytes",
		"repeat(rpad('x', 5000, 'y'), 5000)":                               "repeat: it must not have more than 10000 entries or 1000000 bytes",
		"lpad('7', 3, '0')":                                                "007",
		"length(rpad('a', 10000, 'b'))":                                    "10000",
		"rpad('a', 2000000000, 'b')":                                       "rpad: the length must not be more than 10000",
		"lpad('a', 10001, 'b')":                                            "lpad: the length must not be more than 10000",
		"format('%5d|%s|%.2f|%%', 3, 'x', 1.5)":                            "    3|x|1.50|%",
		"format('%s', '%10000d')":                                          "%10000d",
		"format('%1000000000d', 1)":                                        "format: a width or precision has three digits at most",
		"format('%.1000000000f', 1.5)":                                     "format: a width or precision has three digits at most",
		"format('%*d', 1000000000, 1)":                                     "format: a width or precision has three digits at most",
		"levenshtein_distance('abc', 'abd')":                               "1",
		"levenshtein_distance(rpad('a', 9000, 'x'), rpad('b', 9000, 'y'))": "levenshtein_distance: the texts are too long together",
		"human_readable_seconds(1e300)":                                    "1e+300 is not a number of seconds",
		"parse_duration('99999999999999999999d')":                          "too long",
		"date_format(now(), rpad('%Y', 5000, 'Y'))":                        "a date pattern has at most 1000 bytes",
		"format_datetime(now(), rpad('y', 5000, 'y'))":                     "a date pattern has at most 1000 bytes",
	} {
		_, rows, err := tryAsk(t, db, "SELECT "+text)
		got := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(rows), "[["), "]]")
		if err != nil {
			got = err.Error()
		}
		if err == nil && got != want || err != nil && !strings.Contains(got, want) {
			t.Errorf("%s gives %.200s, not %s", text, got, want)
		}
	}
}
