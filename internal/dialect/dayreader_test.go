package dialect

import (
	"strings"
	"testing"
)

// What reads a partition column tells how its days are written, where no comparison does.
func TestReadersTellFormats(t *testing.T) {
	const dashes, digits, slashes = `replace("timestamp", '/', '-')`, `replace("timestamp", '/', '')`, ""
	for condition, want := range map[string]string{
		"date(dt) > DATE '2023-11-01'":             dashes,
		"TRY_CAST(dt AS date) = DATE '2023-11-01'": dashes,
		"date_parse(dt, '%Y%m%d') > now()":         digits,
		"CAST(dt AS integer) = 20231102":           digits,
		"substr(dt, 1, 7) = '2023-11'":             dashes,
		"split(dt, '-')[3] = '02'":                 dashes,
		"split(dt, '/')[3] = '02'":                 slashes,
		"date(day) > DATE '2023-11-01'":            dashes,
		"CAST(day AS integer) > 1":                 slashes,
		"dt = '20231102' AND date(dt) > now()":     digits, // the comparison counts
		"coalesce(try(date_parse(dt, '%Y-%m-%d')), date_parse(dt, '%Y/%m/%d')) > now()": slashes, // both are read
		"dt >= to_iso8601(DATE '2023-11-02')":                                           dashes,
		"dt >= format('%d-%02d-%02d', 2023, 11, day(DATE '2023-11-02'))":                dashes,
	} {
		q, err := Rewrite("SELECT count(*) FROM logs WHERE "+condition, Options{})
		if err != nil {
			t.Errorf("%s: %v", condition, err)
			continue
		}
		if want != "" && !strings.Contains(q.SQL, want) || want == "" && strings.Contains(q.SQL, `replace("timestamp"`) {
			t.Errorf("%s\n is written %s\n want %q", condition, q.SQL, want)
		}
	}
}

// A partition column is an integer or a date where only that fits, and a note says so.
func TestTypesOfPartitions(t *testing.T) {
	for condition, want := range map[string]string{
		"day BETWEEN 1 AND 2":                      `CAST(substr("timestamp", 9, 2) AS INTEGER)`,
		"year * 100 + month = 202311":              `CAST(substr("timestamp", 1, 4) AS INTEGER)`,
		"dt >= DATE '2023-11-02'":                  `CAST(replace("timestamp", '/', '-') AS DATE)`,
		"day = DATE '2023-11-02'":                  `CAST(replace("timestamp", '/', '-') AS DATE)`,
		"dt = 20231102":                            `CAST(replace("timestamp", '/', '') AS INTEGER)`,
		"day = '02'":                               "",
		"year || month || day >= '20231102'":       "",
		"day IN (SELECT day FROM logs WHERE true)": "",
	} {
		q, err := Rewrite("SELECT count(*) FROM logs WHERE "+condition, Options{})
		if err != nil {
			t.Errorf("%s: %v", condition, err)
			continue
		}
		isNoted := strings.Contains(strings.Join(q.Notes, "\n"), "is read as")
		if !strings.Contains(q.SQL, want) || isNoted != (want != "") {
			t.Errorf("%s\n is written %s\n with %q, want %q", condition, q.SQL, q.Notes, want)
		}
	}
}
