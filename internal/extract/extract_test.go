package extract

import (
	"github.com/trailq/trailq/internal/dialect/schema"
	"strconv"

	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// newRecord returns a record whose bytes are raw.
func newRecord(raw []byte) *trailq.Record {
	record := new(trailq.Record)
	record.Reset("file.json", trailq.LogPath{}, 1, raw)
	return record
}

// valueAt returns the raw value at a path as encoding/json finds it, nil where
// there is none.
func valueAt(raw []byte, path []string) []byte {
	for _, key := range path {
		var object map[string]json.RawMessage
		if json.Unmarshal(raw, &object) != nil || object == nil {
			return nil
		}
		raw = object[key]
	}
	return raw
}

// wantedPaths are paths of values, inside of one another too.
func wantedPaths() [][]string {
	return [][]string{{"a"}, {"b"}, {"b", "c"}, {"b", "c", "d"}, {"b", "e"}, {"é"}, {"f", "g"}, {"a rather long key"}}
}

// hostileRecords are records with everything that can be in the way.
func hostileRecords() []string {
	return []string{
		`{}`, `{"a":1}`, `{"a":"text","b":{"c":{"d":[1,{"d":2}]},"e":null}}`, `{"b":{"e":1,"e":2},"b":{"c":3}}`,
		`{"\u0061":"escaped","b":{"\u0063":{"d":"\\"}}}`, `{"a":"first","\u0061":"last"}`, `{"é":1,"\u00e9":2}`,
		` { "a" : 1 , "b" : { "c" : { "d" : { } } } } `, `{"b":[{"c":1}]}`, `{"b":"c"}`, `{"b":null,"f":{"g":true}}`,
		`{"a rather long key":"{\"a\":1}","A":1}`, `{"f":{"g":"` + strings.Repeat("long ", 2000) + `"}}`,
	}
}

// The extractor finds what encoding/json finds, also in objects that came before.
func FuzzExtractor(f *testing.F) {
	for _, record := range hostileRecords() {
		f.Add([]byte(record))
	}
	x := New()
	var slots []int
	for _, path := range wantedPaths() {
		slots = append(slots, x.Slot(path...))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if raw = bytes.TrimSpace(raw); !json.Valid(raw) || !utf8.Valid(raw) || raw[0] != '{' {
			t.Skip()
		}
		for range 2 {
			x.Read(newRecord(raw))
			for i, path := range wantedPaths() {
				if got, want := x.Value(slots[i]), valueAt(raw, path); !bytes.Equal(got, want) {
					t.Fatalf("%s has %s at %q, not %s", raw, want, path, got)
				}
			}
		}
	})
}

// Texts are those of encoding/json, and a plain one is as it is written.
func FuzzText(f *testing.F) {
	for _, text := range []string{`""`, `"plain"`, `"q\"b\\s\/\n\u00e9\ud83d\ude00"`, `"\ud800 lone"`, `"日本語 é"`, "\"bad \xff utf-8\"", `"\u0000"`, `12.50`, `{"a":"b"}`, `null`, `"exactly 8"`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) || len(bytes.TrimSpace(raw)) < len(raw) {
			t.Skip()
		}
		var want any = string(bytes.ToValidUTF8(raw, nil))
		if raw[0] == '"' || raw[0] == 'n' {
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
		} else if !utf8.Valid(raw) {
			t.Skip() // each bad byte is a U+FFFD, which TestValidUTF8 checks
		}
		got := Text(raw)
		if want == nil && got != nil || want != nil && (got == nil || string(got) != want) {
			t.Errorf("%s is %q, not %q", raw, got, want)
		}
		if raw[0] == '"' && IsPlain(raw[1:len(raw)-1]) && string(raw[1:len(raw)-1]) != want {
			t.Errorf("%s is called plain", raw)
		}
	})
}

func TestValidUTF8(t *testing.T) {
	for raw, want := range map[string]string{"": "", "é": "é", "a\xffb": "a\ufffdb", "\xc3": "\ufffd", "\xe2\x82": "\ufffd\ufffd"} {
		if got := string(ValidUTF8([]byte(raw))); got != want {
			t.Errorf("%q becomes %q, not %q", raw, got, want)
		}
	}
}

// scalarAt returns the scalar at a path as encoding/json has it, where the first
// of two equal keys counts; whole is false where encoding/json cannot tell.
func scalarAt(t *testing.T, raw []byte, path []string) (text any, whole bool) {
	t.Helper()
	for _, key := range path {
		decoder := json.NewDecoder(bytes.NewReader(raw))
		if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
			return nil, err == nil
		}
		var found json.RawMessage
		for decoder.More() {
			name, err := decoder.Token()
			if err != nil {
				t.Fatal(err)
			}
			var value json.RawMessage
			if err := decoder.Decode(&value); err != nil {
				t.Fatal(err)
			}
			if name == key && found == nil {
				found = value
			}
		}
		if found == nil {
			return nil, true
		}
		raw = found
	}
	switch raw[0] {
	case '{', '[', 'n':
		return nil, true
	case '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err == nil
	}
	return string(raw), true
}

// Scalars that are certain are those of encoding/json.
func FuzzScalars(f *testing.F) {
	for _, object := range append(hostileRecords(), `{"a":1.50,"b":{"c":-0}}`, `{"a":1e3}`, `{"a":true,"b":{"c":"x","e":"\u0001"}}`, `{"a":12345678901234567890}`, `null`, `[1]`, `"text"`) {
		f.Add([]byte(object))
	}
	s := NewScalars()
	var slots []int
	for _, path := range wantedPaths() {
		slots = append(slots, s.Slot(path...))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if raw = bytes.TrimSpace(raw); !json.Valid(raw) || !utf8.Valid(raw) {
			t.Skip()
		}
		if s.Read(raw, true); !s.Certain() {
			return
		}
		for i, path := range wantedPaths() {
			want, whole := scalarAt(t, raw, path)
			if got := s.Text(slots[i]); whole && (got == nil) != (want == nil) || got != nil && string(got) != want {
				t.Errorf("%s has %v at %q, not %s", raw, want, path, got)
			}
		}
	})
}

// Numbers are certain where their text is the shortest, so that no engine writes
// them in another way.
func TestPlainNumbers(t *testing.T) {
	for number, want := range map[string]bool{
		"0": true, "-1": true, "123456789012345": true, "1.5": true, "1.0": true, "0.0": true, "-12.25": true,
		"-0": false, "1234567890123456": false, "1.50": false, "1e3": false, "0.1": false, "-0.0": false, "1.": false, ".5": false, "01": false, "": false, "-": false,
	} {
		if got := isPlainNumber([]byte(number)); got != want {
			t.Errorf("%s: %t", number, got)
		}
	}
}

// A record meets its needs if for each of them some test holds of a value.
func TestRequire(t *testing.T) {
	columns := []schema.Column{
		{Name: "a", Origin: schema.FromField, Path: []string{"a"}},
		{Name: "c", Origin: schema.FromField, Path: []string{"b", "c"}},
		{Name: "file", Origin: schema.FromFile},
	}
	early := dialect.Need{{Column: "a", Operator: dialect.In, Texts: []string{"x", "y"}}}
	late := dialect.Need{{Column: "a", Operator: dialect.HasPrefix, Texts: []string{"y"}}, {Column: "c", Operator: dialect.NotNull}}
	ignored := dialect.Need{{Column: "file", Operator: dialect.In, Texts: []string{"never"}}}
	x := New()
	slot := x.Slot("b", "c")
	for _, need := range []dialect.Need{early, late, ignored} {
		x.Require(need, columns)
	}
	for raw, want := range map[string]bool{
		`{"a":"y"}`: true, `{"a":"x"}`: false, `{"a":"x","b":{"c":0}}`: true, `{"a":"x","b":{"c":null}}`: false,
		`{"a":"z","b":{"c":1}}`: false, `{"b":{"c":1}}`: false, `{"\u0061":"\u0079"}`: true, `{}`: false,
	} {
		if got := x.Read(newRecord([]byte(raw))); got != want {
			t.Errorf("%s: %t", raw, got)
		}
	}
	// What a record that was dropped had is not the next one's.
	x.Read(newRecord([]byte(`{"b":{"c":"old"},"a":"z"}`)))
	if !x.Read(newRecord([]byte(`{"a":"y"}`))) || x.Value(slot) != nil {
		t.Errorf("a record without a value has %s", x.Value(slot))
	}
}

// The first elements of an array, and what is in them, have slots of their own.
func TestElements(t *testing.T) {
	x := New()
	slots := []int{x.Slot("a", "[0]"), x.Slot("a", "[1]"), x.Slot("a", "[0]", "id"), x.Slot("a", "[1]", "id")}
	for raw, want := range map[string][]string{
		`{"a":[{"id":"1","x":[{"id":9}]}, {"id":"2"},{"id":"3"}]}`: {`{"id":"1","x":[{"id":9}]}`, `{"id":"2"}`, `"1"`, `"2"`},
		`{"a":[{"x":1},{"\u0069d":7}]}`:                            {`{"x":1}`, `{"\u0069d":7}`, ``, `7`},
		`{"a":["id",null]}`:                                        {`"id"`, `null`, ``, ``},
		`{"a":[]}`:                                                 {``, ``, ``, ``},
		`{"a":{"id":"1"}}`:                                         {``, ``, ``, ``},
		`{}`:                                                       {``, ``, ``, ``},
	} {
		x.Read(newRecord([]byte(raw)))
		for i, slot := range slots {
			if got := string(x.Value(slot)); got != want[i] {
				t.Errorf("%s: slot %d has %q, want %q", raw, i, got, want[i])
			}
		}
	}
}

// Objects that hardly come again are read without being remembered, and those that do
// again and again are found; both give the same values.
func TestRepeatedObjects(t *testing.T) {
	x := New()
	slot := x.Slot("u", "arn")
	for n := range 3 * (trialLength + ignoredCount) {
		arn := strconv.Itoa(n)
		if n > ignoredCount {
			arn = strconv.Itoa(n % 3)
		}
		x.Read(newRecord([]byte(`{"u":{"arn":"` + arn + `"}}`)))
		if got := string(x.Value(slot)); got != `"`+arn+`"` {
			t.Fatalf("record %d: %s, want %s", n, got, arn)
		}
	}
	repeated := x.root.findOrAdd([]string{"u"}).repeated
	if repeated.ignored > 0 || repeated.found == 0 {
		t.Errorf("%d are ignored, and %d were found", repeated.ignored, repeated.found)
	}
}

func TestKeys(t *testing.T) {
	var keys Keys
	if got := keys.Find([]byte("any")); got >= 0 {
		t.Errorf("the empty set has number %d", got)
	}
	for i := range 100 {
		keys.Add(strings.Repeat("k", i), i)
		keys.Add(strings.Repeat("k", i)+"é", i)
	}
	for i := range 100 {
		name := strings.Repeat("k", i)
		if keys.Find([]byte(name)) != i || keys.Find([]byte(name+"é")) != i || keys.FindEscaped([]byte(name+`\u00e9`)) != i {
			t.Errorf("key %q has another number", name)
		}
		if got := keys.Find([]byte(name + "x")); got >= 0 {
			t.Errorf("%q has number %d", name+"x", got)
		}
	}
}

func TestFileFacts(t *testing.T) {
	var facts FileFacts
	record := new(trailq.Record)
	for i, path := range []trailq.LogPath{{}, {Account: "111122223333", Region: "eu-west-1", Delivered: time.Date(2023, 7, 10, 23, 55, 0, 0, time.UTC)}, {}} {
		record.Reset(fmt.Sprintf("file\xff%d", i), path, 1, []byte("{}"))
		facts.Update(record)
		got := fmt.Sprintf("%s %s %s %s", facts.Name, facts.Account, facts.Region, facts.Day)
		want := fmt.Sprintf("file\ufffd%d   ", i)
		if path.Account != "" {
			want = "file\ufffd1 111122223333 eu-west-1 2023/07/10"
		} else if facts.Account != nil || facts.Region != nil || facts.Day != nil {
			t.Error("what a path does not tell is not nil")
		}
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	for raw, want := range map[string]string{`"2023-07-10T23:55:00-01:00"`: "2023/07/11", `"yesterday"`: "", `null`: "", ``: ""} {
		if got := string(Day([]byte(raw))); got != want {
			t.Errorf("%s is on %q, not %q", raw, got, want)
		}
	}
}
