//go:build cgo

package duck

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// hostileParameters are values of requestParameters, with scalars to find.
func hostileParameters() []string {
	return []string{
		`{"a":"text","b":{"c":"deep"}}`, `{"a":"","b":{"c":""}}`, `null`, `{}`, `{"a":null,"b":null}`,
		`{"a":{"x":1},"b":{"c":[1]}}`, `{"a":["x"],"b":["c"]}`, `{"b":"no object"}`, `{"b":{"c":{"d":1}}}`,
		// Keys that come twice, with escapes, in another case.
		`{"a":"first","a":"last"}`, `{"a":null,"a":"last"}`, `{"b":1,"b":{"c":"last"}}`, `{"b":{"c":"first"},"b":{"c":"last"}}`,
		`{"b":{"x":1},"b":{"c":"last"}}`, `{"\u0061":"escaped key"}`, `{"\u0061":"first","a":"last"}`, `{"A":"other case"}`,
		// Texts.
		`{"a":"q\"b\\s\/\n\u00e9\ud83d\ude00"}`, `{"a":"\ud800 lone"}`, `{"a":"日本語 é"}`, `{"a":"\u0000"}`, `{"a":"{\"a\":1}"}`,
		`{"x":"q\"b\\s\/\n","a":"beside escapes","b":{"c":"\\"}}`, `{"x":"\\","a":"a","b":{"y\"":1,"c":"deep"}}`, `{"x":"\\\"a\":1","a":2}`,
		`{"x":"\u00e9","a":"a"}`, `{"x":"\x41","a":"beside no escape"}`, `{"x":"\ud800","a":"a"}`, `{"a\n":"x","a":"a"}`, `{"x":[{"y":"\\"}],"a":["\\"],"b":["\n",{"c":"in"}]}`,
		"{\"a\":\"bad \xff utf-8\",\"b\":{\"c\":\"good\"}}", "{\"a\":\"good\",\"bad \xc3\":1}", "{\"a\":\"tab\tand\nline\"}", "{\"a\":\"\x7f\"}",
		// Numbers and booleans.
		`{"a":true,"b":{"c":false}}`, `{"a":0,"b":{"c":-0}}`, `{"a":-0.0,"b":{"c":0.0}}`, `{"a":1.50,"b":{"c":1.5}}`, `{"a":1.0,"b":{"c":1.00}}`,
		`{"a":1e3,"b":{"c":1E-3}}`, `{"a":100000000000000,"b":{"c":1000000000000000}}`, `{"a":9007199254740993,"b":{"c":18446744073709551616}}`,
		`{"a":0.1,"b":{"c":0.000001}}`, `{"a":123456789.012345,"b":{"c":123456789.0123456}}`, `{"a":1e400,"b":{"c":-12.25}}`, `{"a":99999999999999.9}`,
		// No JSON, or no object.
		`"text"`, `"{\"a\":\"in a string\",\"b\":{\"c\":2}}"`, `"{\"a\":"`, `"{\"a\":1,}"`, `"[1]"`, `[{"a":1}]`, `5`, `true`, `""`, `"\"a\""`,
		` { "a" : "spaces" , "b" : { "c" : 1 } } `, "{\n\"a\"\n:\n1}",
		`{"a":"` + strings.Repeat("long ", 50) + `","b":{"c":"` + strings.Repeat("é", 40000) + `"}}`,
	}
}

// scalarPaths are asked of each.
func scalarPaths() []string {
	return []string{"$.a", "$.b", "$.b.c", "$.b.c.d", "$.missing", "$.a.b", "$.a[0]", "$.b[0].c", "$.a[0][0]", "$.b.c[0]"}
}

// What the reader finds is what DuckDB finds in the JSON, over hostile JSON and
// random one.
func TestScalars(t *testing.T) {
	values := hostileParameters()
	random := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		values = append(values, randomObject(random, 3))
	}
	var records []string
	for i, value := range values {
		records = append(records, fmt.Sprintf(`{"eventID":"%d","requestParameters":%s}`, i, value))
	}
	db := openDB(t, trailq.Dir(writeLogs(t, records...)), Options{Warn: func(err error) { t.Error(err) }})
	var found, parsed []string
	for _, path := range scalarPaths() {
		found = append(found, fmt.Sprintf("json_extract_scalar(requestparameters, '%s')", path))
		parsed = append(parsed, fmt.Sprintf("json_extract_scalar(text, '%s')", path))
	}
	answer, got := ask(t, db, "SELECT eventid, "+strings.Join(found, ", ")+" FROM cloudtrail_logs ORDER BY CAST(eventid AS bigint)")
	if n := strings.Count(answer.SQL, `"scalar.`); n != len(found) {
		t.Fatalf("%d scalars are found by the reader: %s", n, answer.SQL)
	}
	_, want := ask(t, db, "SELECT eventid, "+strings.Join(parsed, ", ")+" FROM (SELECT eventid, requestparameters AS text FROM cloudtrail_logs) ORDER BY CAST(eventid AS bigint)")
	if len(got) != len(values) {
		t.Fatalf("%d rows of %d", len(got), len(values))
	}
	filled := 0
	for i := range got {
		if diff := cmp.Diff(want[i], got[i]); diff != "" {
			t.Errorf("%.200s (-parsed +found):\n%s", values[i], diff)
		}
		for _, value := range got[i][1:] {
			if value != nil {
				filled++
			}
		}
	}
	if filled < 500 {
		t.Errorf("only %d scalars are not NULL", filled)
	}
}

func oneOf(random *rand.Rand, values ...string) string { return values[random.IntN(len(values))] }

// randomJSON makes a value.
func randomJSON(random *rand.Rand, depth int) string {
	if depth == 0 || random.IntN(4) == 0 {
		return oneOf(random, "null", "true", "false", `""`, `"text"`, `"\u00e9"`, `"é"`, `"a\"b"`, `"a rather long text"`,
			fmt.Sprint(random.IntN(100)-50), fmt.Sprint(random.Int64()), fmt.Sprint(random.NormFloat64()*100), fmt.Sprintf("%.*f", random.IntN(8), random.Float64()*1e6))
	}
	if random.IntN(6) > 0 {
		return randomObject(random, depth)
	}
	var parts []string
	for range random.IntN(3) {
		parts = append(parts, randomJSON(random, depth-1))
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// randomObject makes an object with the keys of scalarPaths among others.
func randomObject(random *rand.Rand, depth int) string {
	var parts []string
	for range random.IntN(5) {
		parts = append(parts, `"`+oneOf(random, "a", "b", "c", "d", `\u0061`, "other")+`":`+randomJSON(random, depth-1))
	}
	return "{" + strings.Join(parts, oneOf(random, ",", " , ")) + "}"
}

// Of one record some scalars are certain and others not; those of other columns
// do not matter.
func TestScalarsOfSeveralColumns(t *testing.T) {
	db := openDB(t, trailq.Dir(writeLogs(t,
		`{"eventID":"1","requestParameters":{"a":"x","n":1e3},"responseElements":{"a":"\u0079"},"additionalEventData":{"a":7}}`,
		`{"eventID":"2","requestParameters":{"a":"x","n":5},"responseElements":"{\"a\":\"y\"}","additionalEventData":null}`)), Options{})
	_, rows := ask(t, db, `SELECT json_extract_scalar(l.requestparameters, '$.a') AS a, json_extract_scalar(requestparameters, '$.n') AS n,
		json_extract_scalar(responseelements, '$.a') AS b, json_extract_scalar(additionaleventdata, '$.a') AS c, count(*)
		FROM cloudtrail_logs l WHERE json_extract_scalar(requestparameters, '$.a') = 'x' GROUP BY 1, 2, 3, 4 ORDER BY n`)
	if diff := cmp.Diff([][]any{{"x", "1e3", "y", "7", json.Number("1")}, {"x", "5", "y", nil, json.Number("1")}}, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
