//go:build cgo

package duck

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// oddRecords returns records that CloudTrail can deliver, and worse ones.
func oddRecords() []string {
	return []string{
		`{"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Admin/alice","sessionContext":{"attributes":{"creationDate":"2023-11-01T00:00:00Z","mfaAuthenticated":"false"},"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/Admin","userName":"Admin"},"webIdFederationData":{"federatedProvider":"p","attributes":{"aud":"x","n":1,"o":{"a":[1]},"z":null}}}},"eventTime":"2023-11-01T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"us-east-1","requestParameters":{"bucketName":"amzn-s3-demo-bucket","key":"a\"b\\c/\u00e9"},"responseElements":null,"readOnly":true,"managementEvent":false,"resources":[{"ARN":"arn:aws:s3:::amzn-s3-demo-bucket","accountId":"111122223333","type":"AWS::S3::Bucket"},{"arn":"arn:aws:s3:::older"},{"ARNPrefix":"arn:aws:s3:::p/"},null,5],"recipientAccountId":"111122223333","tlsDetails":{"tlsVersion":"TLSv1.3"},"addendum":{"reason":"DELIVERY_DELAY"}}`,
		// Texts with escapes, control characters, other alphabets, lone surrogates.
		`{"eventName":"a\u0062c \"q\" \\ \/ \n\t\r\b\f","userAgent":"日本語 \ud83d\ude00 \ud83d x","errorMessage":"\u0000nul","eventSource":"","sourceIPAddress":"twelve bytes","awsRegion":"exactly 13 ch"}`,
		// Every field of another type than documented.
		`{"eventVersion":1.08,"userIdentity":"text","eventTime":5,"eventSource":true,"eventName":["a",1],"resources":{"ARN":"x"},"tlsDetails":[1],"addendum":7,"requestParameters":"text","additionalEventData":[1, 2],"readOnly":"false","eventData":{"configuration":{"a":"b","c":{"d":1}},"tags":[]}}`,
		`{"userIdentity":{"type":5,"sessionContext":"x","onBehalfOf":{"userId":{"a":1}}},"resources":[],"eventTime":"2023-11-02T01:02:03.456+02:00"}`,
		`{"userIdentity":{"sessionContext":{"sessionIssuer":null,"attributes":[]}},"resources":[[],{"type":["a"]}],"eventID":1e400}`,
		`{"eventName":null,"userIdentity":null,"resources":null,"tlsDetails":null}`,
		// Keys that come twice, keys with escapes, keys of another case.
		`{"eventName":"first","eventName":"last","event\u0053ource":"escaped key","EventTime":"other case","userIdentity":{"arn":"first"},"userIdentity":{"arn":"x","userName":"last","a\u0072n":"escaped"},"eventData":{"tags":{"k":"1","k":"2","\u006b":"3"}}}`,
		` { "eventName" : "spaces" , "userIdentity" : { "arn" : "a" , "sessionContext" : { "sessionIssuer" : { "arn" : "b" } } } , "requestParameters" : { "k" : [ 1 , 2 ] } } `,
		`{"eventName":"` + strings.Repeat("long ", 2000) + `","requestParameters":{"x":"` + strings.Repeat("é", 40000) + `"}}`,
		"{\"eventName\":\"bad \xff utf-8 \xc3\",\"requestParameters\":{\"k\":\"\xff\"},\"userIdentity\":{\"arn\":\"\xe4\"}}",
		`{"eventName":"keys","eventData":{"configuration":{"":"empty","a b":"space"}}}`,
	}
}

// Every column of the scan holds what encoding/json finds in the record.
func TestColumns(t *testing.T) {
	records := append(oddRecords(), oddRecords()...) // repeated values can take a shorter way
	for i := range 3000 {                            // more than a chunk, with values that repeat and that do not
		records = append(records, fmt.Sprintf(`{"eventName":"Name-of-an-event-%d","eventID":"%d","userIdentity":{"type":"%d","sessionContext":{"sessionIssuer":{"arn":"a\u0072n-%d"}}},"resources":[{"ARN":"arn:aws:s3:::bucket-number-%d"},{"type":"%s"}],"eventData":{"tags":{"a-longer-key-than-twelve":"%d"}}}`,
			i%7, i, i*i%100, i*i%100, i, strings.Repeat("t", i%40), i))
	}
	name := filepath.Join(writeLogs(t, records...), "logs.json")
	db := openDB(t, trailq.Files(name), Options{Warn: func(err error) { t.Error(err) }})
	for _, column := range schema.ScanColumns() {
		rows, err := askEngine(t, db, fmt.Sprintf(`SELECT %q, "$record_number" FROM %s()`, column.Name, scanName))
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(records) {
			t.Fatalf("%d rows of %d", len(rows), len(records))
		}
		for _, row := range rows {
			number := wholeNumber(t, row[1])
			want := expected(t, column, records[number-1], name, number)
			if !reflect.DeepEqual(want, row[0]) {
				t.Fatalf("%s of record %d (-encoding/json +here):\n%s", column.Name, number, cmp.Diff(want, row[0]))
			}
		}
	}
}

// What DuckDB holds is UTF-8, and the keys of a map are unique: it takes both
// for granted.
func TestColumnsSound(t *testing.T) {
	folder := writeLogs(t, "{\"eventName\":\"\xff\xfe\",\"requestParameters\":{\"k\":\"\xc3\"},\"userIdentity\":{\"arn\":\"a\xe4\"},\"eventData\":{\"tags\":{\"k\":\"1\",\"\\u006b\":\"2\",\"l\":\"3\"}}}")
	db := openDB(t, trailq.Dir(folder), Options{})
	rows, err := askEngine(t, db, `SELECT hex(encode(eventname)), hex(encode(requestparameters)), hex(encode("useridentity.arn")),
		hex(encode(useridentity.arn)), contains(hex(encode(record)), 'FF'), len(map_keys(lake_eventdata.tags)), lake_eventdata.tags['k'] FROM `+scanName+"()")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]any{{"EFBFBDEFBFBD", "7B226B223A22EFBFBD227D", "61EFBFBD", "61EFBFBD", false, json.Number("2"), "2"}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// All columns at once are the same as one by one.
func TestColumnsTogether(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	all, err := askEngine(t, db, fmt.Sprintf(`SELECT *, "$file_size" AS named FROM %s() ORDER BY "$path", "$record_number"`, scanName))
	if err != nil {
		t.Fatal(err)
	}
	for i, column := range schema.ScanColumns() {
		one, err := askEngine(t, db, fmt.Sprintf(`SELECT %q FROM %s() ORDER BY "$path", "$record_number"`, column.Name, scanName))
		if err != nil {
			t.Fatal(err)
		}
		for row := range all {
			if !reflect.DeepEqual(one[row][0], all[row][i]) { // which takes far less than cmp.Diff
				t.Fatalf("%s of row %d (-alone +together):\n%s", column.Name, row, cmp.Diff(one[row][0], all[row][i]))
			}
		}
	}
}

func wholeNumber(t testing.TB, value any) int {
	t.Helper()
	n, err := strconv.Atoi(value.(json.Number).String())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// expected is what a column is to hold, by encoding/json.
func expected(t *testing.T, column schema.Column, record, file string, number int) any {
	raw := json.RawMessage(record)
	switch column.Origin {
	case schema.FromRecord:
		return strings.TrimSpace(strings.ToValidUTF8(record, "\ufffd"))
	case schema.FromFile:
		return file
	case schema.FromFileSize, schema.FromFileTime:
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if column.Origin == schema.FromFileSize {
			return json.Number(strconv.FormatInt(info.Size(), 10))
		}
		return json.Number(strconv.FormatInt(info.ModTime().UnixMilli()*1000, 10))
	case schema.FromRepeat:
		return nil // duplicates are not marked here
	case schema.FromNumber:
		return json.Number(strconv.Itoa(number))
	case schema.FromAccount:
		return expectedValue(schema.Type{}, valueAt(raw, "recipientAccountId"))
	case schema.FromRegion:
		return expectedValue(schema.Type{}, valueAt(raw, "awsRegion"))
	case schema.FromDay:
		text, _ := expectedValue(schema.Type{}, valueAt(raw, "eventTime")).(string)
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil
		}
		return at.UTC().Format("2006/01/02")
	}
	return expectedValue(column.Type, valueAt(raw, column.Path...))
}

// valueAt goes down a path of exact keys. nil is nothing.
func valueAt(raw json.RawMessage, path ...string) json.RawMessage {
	for _, key := range path {
		var object map[string]json.RawMessage
		if json.Unmarshal(raw, &object) != nil {
			return nil
		}
		raw = object[key]
	}
	return raw
}

// expectedValue is a raw value in a column of a type, as a query's JSON has it.
func expectedValue(t schema.Type, raw json.RawMessage) any {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	switch t.Kind {
	case schema.Text:
		var text string
		if json.Unmarshal(raw, &text) == nil {
			return text
		}
		return replaced(string(raw))
	case schema.Timestamp:
		var text string
		if json.Unmarshal(raw, &text) != nil {
			return nil
		}
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil
		}
		return at.UTC().Format("2006-01-02 15:04:05.000")
	case schema.List:
		var elements []json.RawMessage
		if json.Unmarshal(raw, &elements) != nil {
			return nil
		}
		list := make([]any, len(elements))
		for i := range elements {
			list[i] = expectedValue(*t.Element, elements[i])
		}
		return list
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		return nil
	}
	values := make(map[string]any)
	if t.Kind == schema.Map {
		for key, value := range object {
			values[key] = expectedValue(schema.Type{}, value)
		}
		return values
	}
	for _, field := range t.Fields {
		value := object[field.Key]
		if field.Key == "ARN" && value == nil {
			value = object["arn"]
		}
		values[field.Name] = expectedValue(field.Type, value)
	}
	return values
}

// replaced has U+FFFD for every byte that is not UTF-8, as encoding/json.
func replaced(text string) string { return string([]rune(text)) }
