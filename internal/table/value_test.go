package table

import (
	"encoding/json"
	"math"
	"testing"
	"time"
)

func TestValue(t *testing.T) {
	for _, test := range []struct {
		name       string
		value      Value
		kind       Kind
		text, json string
	}{
		{"zero", Value{}, KindNull, "", "null"},
		{"text", Text("a \"b\"\n<c>"), KindText, "a \"b\"\n<c>", `"a \"b\"\n<c>"`},
		{"optional text", OptionalText("a"), KindText, "a", `"a"`},
		{"no text", OptionalText(""), KindNull, "", "null"},
		{"time", Time(time.Date(2026, 3, 1, 11, 0, 0, 0, time.FixedZone("", 3600))), KindText, "2026-03-01T10:00:00Z", `"2026-03-01T10:00:00Z"`},
		{"no time", Time(time.Time{}), KindNull, "", "null"},
		{"int", Int(-1234567), KindNumber, "-1234567", "-1234567"},
		{"float", Float(0.5), KindNumber, "0.5", "0.5"},
		{"large float", Float(1e21), KindNumber, "1000000000000000000000", "1000000000000000000000"},
		{"not a number", Float(math.NaN()), KindText, "NaN", `"NaN"`},
		{"number", Number("123456789012345678901234567890.5"), KindNumber, "123456789012345678901234567890.5", "123456789012345678901234567890.5"},
		{"bool", Bool(true), KindBool, "true", "true"},
		{"JSON nothing", JSON(nil), KindNull, "", "null"},
		{"JSON null", JSON([]byte("null")), KindNull, "", "null"},
		{"JSON string", JSON([]byte(`"a\u0062\/c"`)), KindText, "ab/c", `"a\u0062\/c"`},
		{"JSON string, bad UTF-8", JSON([]byte("\"a\xffb\"")), KindText, "a\ufffdb", "\"a\xffb\""},
		{"JSON number", JSON([]byte("1.50")), KindNumber, "1.50", "1.50"},
		{"JSON bool", JSON([]byte("false")), KindBool, "false", "false"},
		{"JSON object", JSON([]byte(`{"a": 1}`)), KindJSON, `{"a": 1}`, `{"a": 1}`},
		{"JSON object on lines", JSON([]byte("{\r\n \"a\": [1,\n 2]}")), KindJSON, `{"a":[1,2]}`, `{"a":[1,2]}`},
	} {
		if got := test.value.Kind(); got != test.kind {
			t.Errorf("%s: kind %v, want %v", test.name, got, test.kind)
		}
		if got := string(test.value.AppendText([]byte("before "))); got != "before "+test.text {
			t.Errorf("%s: text %q, want %q after %q", test.name, got, test.text, "before ")
		}
		if got := string(test.value.AppendJSON([]byte("before "))); got != "before "+test.json {
			t.Errorf("%s: JSON %q, want %q after %q", test.name, got, test.json, "before ")
		}
	}
}

// A text is the same after a way through JSON.
func FuzzText(f *testing.F) {
	f.Add("plain")
	f.Add("\x00\x1b[2J\u202e <&> \"\\ \u2028")
	f.Add("\xff\xfe")
	f.Fuzz(func(t *testing.T, s string) {
		quoted := Text(s).AppendJSON(nil)
		want, _ := json.Marshal(s)
		var a, b string
		if err := json.Unmarshal(quoted, &a); err != nil {
			t.Fatalf("%q became %s: %v", s, quoted, err)
		}
		if err := json.Unmarshal(want, &b); err != nil || a != b {
			t.Fatalf("%q became %q, encoding/json has %q (%v)", s, a, b, err)
		}
		if got := string(JSON(quoted).AppendText(nil)); got != b {
			t.Fatalf("%s reads as %q, want %q", quoted, got, b)
		}
	})
}

// A value without quotes has none in its text.
func TestHasQuotes(t *testing.T) {
	for _, test := range []struct {
		value Value
		want  bool
	}{
		{Text(`a"b`), true}, {Text("ab"), false}, {JSON([]byte(`"a\"b"`)), true}, {JSON([]byte(`"ab"`)), false},
		{JSON([]byte(`"a\u0022b"`)), true}, {JSON([]byte(`{"a":1}`)), true}, {JSON([]byte(`[1]`)), false}, {Int(1), false}, {Value{}, false},
	} {
		if got := test.value.HasQuotes(); got != test.want {
			t.Errorf("%s: %v", test.value.AppendText(nil), got)
		}
	}
}
