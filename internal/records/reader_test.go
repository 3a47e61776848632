package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

const (
	first  = `{"eventVersion":"1.09","eventName":"GetObject","eventID":"1"}`
	second = `{"eventVersion":"1.09","eventName":"PutObject","eventID":"2"}`
)

// outcome is everything that a reader returned.
type outcome struct {
	records  []string
	rejected []string
	end      error
}

func readAll(r *Reader) outcome {
	var o outcome
	for {
		record, err := r.Next()
		var rejected *RecordError
		switch {
		case errors.As(err, &rejected):
			o.rejected = append(o.rejected, err.Error())
		case err != nil:
			o.end = err
			return o
		default:
			o.records = append(o.records, string(record.Raw))
		}
	}
}

func TestShapes(t *testing.T) {
	quoted := func(s string) string { return fmt.Sprintf("%q", s) }
	tests := map[string]struct {
		content  string
		records  []string
		rejected []string // a part of each message
		end      error
	}{
		"log file":                  {content: `{"Records":[` + first + `,` + second + `]}`, records: []string{first, second}, end: io.EOF},
		"log file without records":  {content: `{"Records":[]}`, end: io.EOF},
		"log file with more keys":   {content: `{"a":{"Records":[1]},"Records":[` + first + `],"b":[{}],"c":"x","d":1.5 }`, records: []string{first}, end: io.EOF},
		"white space everywhere":    {content: " \t\r\n{ \"Records\" : [ " + first + " ,\n" + second + " ] } \n", records: []string{first, second}, end: io.EOF},
		"byte order mark":           {content: "\ufeff" + first, records: []string{first}, end: io.EOF},
		"array":                     {content: `[` + first + `,` + second + `]`, records: []string{first, second}, end: io.EOF},
		"empty array":               {content: `[]`, end: io.EOF},
		"bare event":                {content: first, records: []string{first}, end: io.EOF},
		"events one a line":         {content: first + "\n" + second + "\n", records: []string{first, second}, end: io.EOF},
		"documents in a row":        {content: `{"Records":[` + first + `]}[` + second + `]` + first, records: []string{first, second, first}, end: io.EOF},
		"LookupEvents":              {content: `{"Events":[{"EventId":"1","CloudTrailEvent":` + quoted(first) + `}],"NextToken":"x"}`, records: []string{first}, end: io.EOF},
		"elements of LookupEvents":  {content: `[{"CloudTrailEvent":` + quoted(first) + `}]`, records: []string{first}, end: io.EOF},
		"EventBridge":               {content: `{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":` + first + `}`, records: []string{first}, end: io.EOF},
		"EventBridge, several":      {content: `[{"detail":` + first + `},{"detail":` + second + `}]`, records: []string{first, second}, end: io.EOF},
		"CloudWatch Logs":           {content: `{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":` + quoted(first) + `}]}`, records: []string{first}, end: io.EOF},
		"CloudWatch Logs control":   {content: `{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","message":"CWL CONTROL MESSAGE"}]}` + first, records: []string{first}, end: io.EOF},
		"aggregated":                {content: `{"Records":[{"eventVersion":"1.0","eventCategory":"Aggregated","eventSource":"s3.amazonaws.com"}]}`, end: ErrAggregated},
		"digest":                    {content: `{"awsAccountId":"111122223333","digestStartTime":"x","digestEndTime":"y","logFiles":[]}`, end: ErrDigest},
		"empty":                     {content: " \n", end: ErrEmpty},
		"text":                      {content: "Dear reader", end: ErrForeign},
		"another object":            {content: `{"PublicKeyList":[]}`, end: ErrForeign},
		"empty object":              {content: `{}`, end: ErrForeign},
		"S3 notification":           {content: `{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put"}]}`, rejected: []string{"record 1: not CloudTrail"}, end: io.EOF},
		"Records is no array":       {content: `{"Records":null}`, end: ErrForeign},
		"odd elements":              {content: `[1,"{",` + first + `,null,[{}],{"x":1}]`, records: []string{first}, rejected: []string{"record 1: ", "record 2: ", "record 4: ", "record 5: ", `record 6: not CloudTrail: an object with the keys "x"`}, end: io.EOF},
		"message is no event":       {content: `{"logEvents":[{"message":"hello"},{"message":"{\"eventName\":"},{"message":` + quoted(first) + `}]}`, records: []string{first}, rejected: []string{`message holds "hello"`, "cut short"}, end: io.EOF},
		"ends between records":      {content: `{"Records":[` + first + `,`, records: []string{first}, end: ErrTruncated},
		"ends inside a record":      {content: `{"Records":[` + first + `,{"eventVer`, records: []string{first}, end: ErrTruncated},
		"ends before the brace":     {content: `{"Records":[` + first + `]`, records: []string{first}, end: ErrTruncated},
		"bad line":                  {content: first + "\n{\"eventName\": oops}\nnoise\n" + second, records: []string{first, second}, rejected: []string{"record 2: invalid JSON"}, end: io.EOF},
		"line without its end":      {content: first + "\n{\"eventName\": {\n" + second, records: []string{first, second}, rejected: []string{"record 2: "}, end: io.EOF},
		"last line without its end": {content: first + "\n{\"eventName\": {", records: []string{first}, end: ErrTruncated},
		"no comma":                  {content: `[` + first + ` ` + second + `]`, records: []string{first, second}, end: syntaxError{offset: int64(len(first)) + 2, wanted: "',' or ']'"}},
		"commas too many":           {content: `[` + first + `,,` + second + `,]`, records: []string{first, second}, end: syntaxError{offset: int64(len(first)) + 2, wanted: "a value"}},
		"a damaged record":          {content: `{"Records":[` + first + `,{"eventVersion":"1.09" "eventName":"x","a":{"b":{}}},` + second + `]}`, records: []string{first, second}, rejected: []string{"record 2: invalid JSON at byte"}, end: io.EOF},
		"an unclosed string":        {content: `{"Records":[` + first + `,{"eventVersion":"1.09,"eventName":"x"},` + second + `]}`, records: []string{first, second}, rejected: []string{"passed over bytes"}, end: io.EOF},
		"text between records":      {content: `[` + first + `, oops ` + second + `]`, records: []string{first, second}, rejected: []string{"record 2: "}, end: io.EOF},
		"a foreign first line":      {content: `{"hello":1}` + "\n" + first + "\n" + second, records: []string{first, second}, rejected: []string{`record 1: not CloudTrail: an object with the keys "hello"`}, end: io.EOF},
		"foreign lines":             {content: `{"hello":1}` + "\n" + `{"hello":2}`, end: ErrForeign},
		"a bad first line":          {content: `{"hello":` + "\n" + first, records: []string{first}, rejected: []string{"record 1: cut short"}, end: io.EOF},
		"commas between lines":      {content: first + ",\n" + second + ",\n", records: []string{first, second}, end: io.EOF},
		"text before the JSON":      {content: "2023-11-01T00:00:00.000Z " + first + "\n2023-11-01T00:00:01.000Z " + second + "\r\n", records: []string{first, second}, end: io.EOF},
		"a line without JSON":       {content: "2023-11-01 a " + first + "\n2023-11-01 START\n2023-11-01 b " + second + "\n", records: []string{first, second}, rejected: []string{"record 2: not CloudTrail"}, end: io.EOF},
		"a page with an example":    {content: "# Title\n\nExample:\n\n    " + first + "\n", end: ErrForeign},
		"a lost start":              {content: `ersion":"1.09","a":{"b":1}},` + first + `,` + second + `]}`, records: []string{first, second}, rejected: []string{"record 1: cut short"}, end: io.EOF},
		"no colon":                  {content: `[{"eventName" "x"}]`, end: syntaxError{offset: 14, wanted: "':' after a key"}},
		"no value":                  {content: `[{"eventName":,}]`, end: syntaxError{offset: 14, wanted: "a value"}},
		"no key":                    {content: `[{"eventName":"x",}]`, end: syntaxError{offset: 18, wanted: "a key in quotes"}},
		"escaped quotes":            {content: `[{"eventName":"a\"}]","x":"\\\\","y":"\\\\\\\"{"}]`, records: []string{`{"eventName":"a\"}]","x":"\\\\","y":"\\\\\\\"{"}`}, end: io.EOF},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for _, reader := range readersOf(test.content) {
				got := readAll(reader)
				if !slices.Equal(got.records, test.records) {
					t.Errorf("records %q, want %q", got.records, test.records)
				}
				if !slices.EqualFunc(got.rejected, test.rejected, strings.Contains) {
					t.Errorf("rejected %q, want %q", got.rejected, test.rejected)
				}
				if !errors.Is(got.end, test.end) {
					t.Errorf("ends with %v, want %v", got.end, test.end)
				}
				if reader.Records() != len(got.records)+len(got.rejected) {
					t.Errorf("%d records counted, %d yielded, %d rejected", reader.Records(), len(got.records), len(got.rejected))
				}
			}
		})
	}
}

// readersOf returns readers of the content: in one go, in pieces, and byte by byte.
func readersOf(content string) []*Reader {
	return []*Reader{
		NewReader([]byte(content), nil, Limits{}, nil),
		NewReader(nil, iotest.HalfReader(strings.NewReader(content)), Limits{}, nil),
		NewReader(nil, iotest.OneByteReader(strings.NewReader(content)), Limits{}, nil),
		NewReader(nil, iotest.DataErrReader(strings.NewReader(content)), Limits{}, nil),
		NewReader([]byte(content)[:len(content)/2], strings.NewReader(content[len(content)/2:]), Limits{}, nil),
	}
}

func TestRecordsStandWhatComesLater(t *testing.T) {
	var content bytes.Buffer
	content.WriteString(`{"Records":[`)
	for i := range 3000 {
		if i > 0 {
			content.WriteByte(',')
		}
		fmt.Fprintf(&content, `{"eventVersion":"1.09","eventID":"%d","filler":%q}`, i, strings.Repeat("x", 2000))
	}
	content.WriteString(`]}`)
	reader := NewReader(nil, bytes.NewReader(content.Bytes()), Limits{}, nil)
	var kept []Record
	for {
		record, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		record.Fields = nil // the next record overwrites them
		kept = append(kept, record)
	}
	for i, record := range kept {
		if want := fmt.Sprintf(`{"eventVersion":"1.09","eventID":"%d",`, i); !strings.HasPrefix(string(record.Raw), want) || record.Number != i+1 {
			t.Fatalf("record %d is now number %d: %.60s", i+1, record.Number, record.Raw)
		}
	}
	if len(kept) != 3000 {
		t.Errorf("%d records, want 3000", len(kept))
	}
}

// TestTypicalLog compares records like those of real logs with encoding/json,
// compact and indented, in one go and in pieces.
func TestTypicalLog(t *testing.T) {
	compact := typicalLog(40)
	var indented bytes.Buffer
	if err := json.Indent(&indented, compact, "", "  "); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{string(compact), indented.String()} {
		var file struct{ Records []json.RawMessage }
		if err := json.Unmarshal([]byte(content), &file); err != nil {
			t.Fatal(err)
		}
		for way, reader := range readersOf(content) {
			for i, want := range file.Records {
				record, err := reader.Next()
				if err != nil {
					t.Fatal(err)
				}
				if string(record.Raw) != string(want) {
					t.Fatalf("way %d, record %d is %s, want %s", way, i+1, record.Raw, want)
				}
				compareMembers(t, &record)
			}
			if _, err := reader.Next(); !errors.Is(err, io.EOF) {
				t.Errorf("way %d ends with %v", way, err)
			}
		}
	}
}

// compareMembers compares a record without repeated keys with encoding/json.
func compareMembers(t *testing.T, record *Record) {
	var want map[string]json.RawMessage
	if err := json.Unmarshal(record.Raw, &want); err != nil {
		t.Fatal(err)
	}
	if len(record.Fields) != len(want) {
		t.Errorf("%d members, want %d", len(record.Fields), len(want))
	}
	for key, value := range record.Members() {
		if string(value) != string(want[string(key)]) {
			t.Errorf("%s is %s, want %s", key, value, want[string(key)])
		}
	}
}

func TestRecordLimit(t *testing.T) {
	long := `{"eventVersion":"1.09","x":"` + strings.Repeat(`y\"]}`, 100_000) + `"}`
	tests := map[string]struct {
		content  string
		records  int
		rejected int
	}{
		"in an array":         {`[` + first + `,` + long + `,` + second + `]`, 2, 1},
		"a line of its own":   {first + "\n" + long + "\n" + second + "\n", 2, 1},
		"the first line":      {long + "\n" + second + "\n", 1, 1},
		"a string in its way": {`["` + strings.Repeat(`a\"`, 300_000) + `",` + second + `]`, 1, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for _, reader := range []*Reader{
				NewReader([]byte(test.content), nil, Limits{Record: 1000}, nil),
				NewReader(nil, strings.NewReader(test.content), Limits{Record: 1000}, nil),
			} {
				got := readAll(reader)
				if len(got.records) != test.records || len(got.rejected) != test.rejected || !errors.Is(got.end, io.EOF) {
					t.Errorf("%d records, rejected %q, end %v", len(got.records), got.rejected, got.end)
				}
				if !strings.Contains(fmt.Sprint(got.rejected), ErrRecordSize.Error()) {
					t.Errorf("rejected for %q, want the size", got.rejected)
				}
			}
		})
	}
}

func TestReadErrorComesBehindTheRecords(t *testing.T) {
	broken := errors.New("connection reset")
	content := io.MultiReader(strings.NewReader(`{"Records":[`+first+`,`+second+`,{"eve`), iotest.ErrReader(broken))
	got := readAll(NewReader(nil, content, Limits{}, nil))
	if !slices.Equal(got.records, []string{first, second}) || !errors.Is(got.end, broken) {
		t.Errorf("got %q and then %v", got.records, got.end)
	}
	if want := "in record 3"; got.end == nil || !strings.Contains(got.end.Error(), want) {
		t.Errorf("%v does not say %q", got.end, want)
	}
}

func TestGet(t *testing.T) {
	raw := []byte(`{"a":1,"b":{"a":2},"a":"last"}`)
	fields, ok := Object(raw, nil)
	record := Record{Raw: raw, Fields: fields}
	if !ok || string(record.Get("a")) != `"last"` || string(record.Get("b")) != `{"a":2}` || record.Get("c") != nil {
		t.Errorf("ok %v: a %s, b %s, c %s", ok, record.Get("a"), record.Get("b"), record.Get("c"))
	}
}

func TestElements(t *testing.T) {
	for raw, want := range map[string]string{
		`[1,"a,]",[2],{"b":[3]}]`: `1 "a,]" [2] {"b":[3]}`,
		`[ ]`:                     ``,
		`{}`:                      ``,
		`[1,2`:                    `1`,
		`[1;2]`:                   `1`,
		``:                        ``,
	} {
		var got []string
		for element := range Elements([]byte(raw)) {
			got = append(got, string(element))
		}
		if joined := strings.Join(got, " "); joined != want {
			t.Errorf("%s: %s, want %s", raw, joined, want)
		}
	}
}
