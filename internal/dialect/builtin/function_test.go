package builtin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// answers are what Trino itself said, by expression.
func answers(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "trino", "answers.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{}
	for line := range bytes.Lines(data) {
		var answer struct {
			SQL   string  `json:"sql"`
			Rows  [][]any `json:"rows"`
			Error string  `json:"error"`
		}
		if err := json.Unmarshal(line, &answer); err != nil {
			t.Fatal(err)
		}
		known[answer.SQL] = "error"
		if answer.Error == "" && len(answer.Rows) == 1 {
			known[answer.SQL] = fmt.Sprint(answer.Rows[0][0])
		}
	}
	return known
}

// TestFunctionsAgreeWithTrino checks the Go functions by Trino's answers.
func TestFunctionsAgreeWithTrino(t *testing.T) {
	known := answers(t)
	at := func(text string) time.Time {
		parsed, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	address := func(text string) []byte {
		bytes, _ := ParseAddress(text)
		return bytes.([]byte)
	}
	instant := func(when time.Time, err error) (string, error) {
		return when.Format("2006-01-02 15:04:05.000"), err
	}
	for sql, call := range map[string]func() (any, error){
		"date_format(from_iso8601_timestamp('2023-11-01T09:05:03Z'), '%Y-%m-%d %H:%i:%s')": func() (any, error) {
			return DateFormat(at("2023-11-01T09:05:03Z"), "%Y-%m-%d %H:%i:%s")
		},
		"date_format(from_iso8601_timestamp('2023-11-01T09:05:03Z'), '%c %e %k %l %p %y')": func() (any, error) {
			return DateFormat(at("2023-11-01T09:05:03Z"), "%c %e %k %l %p %y")
		},
		"date_format(from_iso8601_timestamp('2023-11-01T21:05:03.456Z'), '%a %b %M %W %j %h %I %f')": func() (any, error) {
			return DateFormat(at("2023-11-01T21:05:03.456Z"), "%a %b %M %W %j %h %I %f")
		},
		"date_format(from_iso8601_timestamp('2023-01-01T21:05:03Z'), '%x-%v %T %r %%')": func() (any, error) {
			return DateFormat(at("2023-01-01T21:05:03Z"), "%x-%v %T %r %%")
		},
		"format_datetime(from_iso8601_timestamp('2023-11-01T09:05:03Z'), 'EEE, d MMM yyyy h:mm a')": func() (any, error) {
			return FormatDateTime(at("2023-11-01T09:05:03Z"), "EEE, d MMM yyyy h:mm a")
		},
		"format_datetime(from_iso8601_timestamp('2023-11-01T09:05:03.456Z'), 'yyyyMMdd''T''HHmmss.SSS')": func() (any, error) {
			return FormatDateTime(at("2023-11-01T09:05:03.456Z"), "yyyyMMdd'T'HHmmss.SSS")
		},
		"format_datetime(from_iso8601_timestamp('2023-11-01T09:05:03Z'), 'D w e')": func() (any, error) {
			return FormatDateTime(at("2023-11-01T09:05:03Z"), "D w e")
		},
		"date_parse('2023-11-01 10:05:00', '%Y-%m-%d %H:%i:%s')": func() (any, error) {
			return instant(DateParse("2023-11-01 10:05:00", "%Y-%m-%d %H:%i:%s"))
		},
		"date_parse('01/Nov/2023', '%d/%b/%Y')":         func() (any, error) { return instant(DateParse("01/Nov/2023", "%d/%b/%Y")) },
		"date_parse('10:05', '%H:%i')":                  func() (any, error) { return instant(DateParse("10:05", "%H:%i")) },
		"date_parse('2023-11', '%Y-%m')":                func() (any, error) { return instant(DateParse("2023-11", "%Y-%m")) },
		"CAST(1e0 AS varchar)":                          func() (any, error) { return DoubleText(1) },
		"CAST(12345678.9e0 AS varchar)":                 func() (any, error) { return DoubleText(12345678.9) },
		"CAST(0.00001e0 AS varchar)":                    func() (any, error) { return DoubleText(0.00001) },
		"CAST(IPADDRESS '2001:0db8:0:0::1' AS varchar)": func() (any, error) { return AddressText(address("2001:0db8:0:0::1")) },
		"contains('10.0.0.0/8', IPADDRESS '10.1.2.3')":  func() (any, error) { return NetworkContains("10.0.0.0/8", address("10.1.2.3")) },
		"contains('10.0.0.0/8', IPADDRESS '11.1.2.3')":  func() (any, error) { return NetworkContains("10.0.0.0/8", address("11.1.2.3")) },
		"human_readable_seconds(3762)":                  func() (any, error) { return HumanSeconds(3762) },
		"url_extract_host('https://example.com:8443/a?b=c#d')": func() (any, error) {
			return URLPart("https://example.com:8443/a?b=c#d", "host")
		},
		"url_extract_parameter('https://example.com/a?b=c%20d', 'b')": func() (any, error) {
			return URLParameter("https://example.com/a?b=c%20d", "b")
		},
	} {
		want, ok := known[sql]
		if !ok {
			t.Errorf("Trino was not asked %s", sql)
			continue
		}
		got, err := call()
		if err != nil || fmt.Sprint(got) != want {
			t.Errorf("%s is %v (%v), Trino says %s", sql, got, err, want)
		}
	}
}

func TestParseISOTimestampAgreesWithTrino(t *testing.T) {
	for sql, want := range answers(t) {
		text, found := strings.CutPrefix(sql, "from_iso8601_timestamp('")
		text, closed := strings.CutSuffix(text, "')")
		if !found || !closed || strings.Contains(text, "'") {
			continue
		}
		got, err := ParseISOTimestamp(text)
		clock, zone, _ := strings.Cut(want[11:], " ")
		expected, parseErr := time.Parse("2006-01-02 15:04:05.000Z07:00", want[:11]+clock+strings.Replace(zone, "UTC", "Z", 1))
		if err != nil || parseErr != nil || !got.Equal(expected) {
			t.Errorf("%s is %v (%v), Trino says %s (%v)", sql, got, err, want, parseErr)
		}
	}
	for _, text := range []string{"2023-11-01 10:00:00", "nonsense", "", "2023-13-01", "2023-02-30", "2023-11-01T25:00"} {
		if got, err := ParseISOTimestamp(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ text, pattern string }{
		{"2023-13-01", "%Y-%m-%d"}, {"2023-11-01x", "%Y-%m-%d"}, {"2023-02-30", "%Y-%m-%d"}, {"x", "%H"}, {"", "%Y"},
	} {
		if got, err := DateParse(c.text, c.pattern); err == nil {
			t.Errorf("date_parse(%q, %q) is %v", c.text, c.pattern, got)
		}
	}
	for _, pattern := range []string{"b", "%"} {
		if got, err := ParseDateTime("2023", pattern); err == nil {
			t.Errorf("parse_datetime(2023, %q) is %v", pattern, got)
		}
	}
}

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]int64{"1.5h": 5400e6, "20m": 1200e6, " 3 d ": 3 * 86400e6, "10ms": 10e3} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%q is %d (%v), want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "h", "1", "1 year", "1.2.3s"} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("%q is %d", text, got)
		}
	}
}

// TestFunctionsTakeWhatTheySay calls every function with arguments of its
// types: the adapters must fit.
func TestFunctionsTakeWhatTheySay(t *testing.T) {
	samples := map[Kind]any{Text: "1.2.3.4", Blob: make([]byte, 16), Timestamp: time.Now().UTC(), Instant: time.Now().UTC(), Double: 1.5, BigInt: int64(1)}
	for _, f := range Functions() {
		arguments := make([]any, len(f.Arguments))
		for i, a := range f.Arguments {
			arguments[i] = samples[a]
		}
		got, err := f.Call(arguments)
		if err != nil || got == nil {
			continue
		}
		if fmt.Sprintf("%T", got) != fmt.Sprintf("%T", map[Kind]any{
			Text: "", Blob: []byte{}, Boolean: true, BigInt: int64(0), Timestamp: time.Time{}, Instant: time.Time{}, Double: 0.5,
		}[f.Result]) {
			t.Errorf("%s gives %T for %v", f.Name, got, f.Result)
		}
	}
}
