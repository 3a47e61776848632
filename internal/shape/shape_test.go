package shape

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/trailq/trailq/internal/records"
)

// outcome is everything that a reader returned.
type outcome struct {
	ids      []string // of the events
	raw      []string
	rejected []string
	end      error
	partial  Partial
}

// readAll reads a file in the way of the size and at.
func readAll(file File) outcome {
	reader := Reader{}
	defer reader.Free()
	reader.Open(file)
	defer reader.Close()
	var o outcome
	for {
		record, err := reader.Next()
		var rejected *records.RecordError
		var entry *EntryError
		switch {
		case errors.As(err, &rejected), errors.As(err, &entry):
			o.rejected = append(o.rejected, err.Error())
		case err != nil:
			o.end, o.partial = err, reader.Partial
			return o
		default:
			o.raw = append(o.raw, string(record.Raw))
			o.ids = append(o.ids, strings.Trim(string(record.Get("eventID")), `"`))
		}
	}
}

// readContent reads content under a name in every way, and checks that the ways agree.
func readContent(t *testing.T, name string, content []byte) outcome {
	t.Helper()
	got := readAll(File{Name: name, Size: int64(len(content)), Body: bytes.NewReader(content), At: bytes.NewReader(content)})
	for way, file := range map[string]File{
		"in pieces":        {Name: name, Size: -1, Body: iotest.HalfReader(bytes.NewReader(content))},
		"byte by byte":     {Name: name, Size: -1, Body: iotest.OneByteReader(bytes.NewReader(content))},
		"without its size": {Name: name, Size: -1, Body: bytes.NewReader(content)},
	} {
		other := readAll(file)
		if !slices.Equal(got.raw, other.raw) || !slices.Equal(got.rejected, other.rejected) || fmt.Sprint(got.end) != fmt.Sprint(other.end) {
			t.Errorf("%s: %d events, %q, %v; at once %d events, %q, %v", way, len(other.raw), other.rejected, other.end, len(got.raw), got.rejected, got.end)
		}
	}
	return got
}

// fixtures returns the files in testdata/shapes.tar.gz: the shapes in which people have
// CloudTrail events.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	file, err := os.Open("testdata/shapes.tar.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string][]byte)
	for list := tar.NewReader(unpacked); ; {
		header, err := list.Next()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		if header.Typeflag == tar.TypeReg {
			if found[path.Base(header.Name)], err = io.ReadAll(list); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Each shape has three events, unless it is said here.
func TestFixtures(t *testing.T) {
	exceptions := map[string]struct {
		events   int
		rejected int
		end      string
	}{
		"eventbridge.json":               {events: 1},
		"sns.json":                       {events: 1},
		"control-in-string.json":         {events: 2},
		"mixed-first-foreign.ndjson":     {events: 3, rejected: 1},
		"mixed-second-foreign.ndjson":    {events: 3, rejected: 1},
		"truncated-head.json":            {events: 2, rejected: 1},
		"truncated-tail.json":            {events: 2, end: "in record 3: cut short"},
		"missing-comma.json":             {events: 3, end: "all records were read"},
		"trailing-comma.json":            {events: 3, end: "all records were read"},
		"ocsf.json":                      {end: "not CloudTrail"},
		"single-quotes-python-repr.json": {end: "invalid JSON at byte 1"},
		"r.json.xz":                      {end: "xz"},
	}
	all := fixtures(t)
	if len(all) != 47 {
		t.Errorf("%d fixtures, want 47", len(all))
	}
	for name, content := range all {
		t.Run(name, func(t *testing.T) {
			want, isException := exceptions[name]
			if !isException {
				want.events = 3
			}
			got := readContent(t, name, content)
			if len(got.ids) != want.events || len(got.rejected) != want.rejected {
				t.Errorf("events %q, rejected %q, want %d and %d", got.ids, got.rejected, want.events, want.rejected)
			}
			if good := errors.Is(got.end, io.EOF); good != (want.end == "") || !good && !strings.Contains(got.end.Error(), want.end) {
				t.Errorf("ends with %v, want %q", got.end, want.end)
			}
			if unique := slices.Compact(slices.Sorted(slices.Values(got.ids))); len(unique) != len(got.ids) {
				t.Errorf("events twice: %q", got.ids)
			}
		})
	}
}

const (
	first  = `{"eventVersion":"1.09","eventTime":"2023-11-01T01:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","eventID":"1"}`
	second = `{"eventVersion":"1.09","eventTime":"2023-11-01T02:00:00Z","eventSource":"s3.amazonaws.com","eventName":"PutObject","eventID":"2"}`
)

func quoted(text string) string { return string(quoteText(text)) }

func zipped(files ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, _ := w.Create(files[i])
		_, _ = io.WriteString(f, files[i+1])
	}
	_ = w.Close()
	return b.Bytes()
}

func tarred(files ...string) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		_ = w.WriteHeader(&tar.Header{Name: files[i], Size: int64(len(files[i+1])), Mode: 0o600})
		_, _ = io.WriteString(w, files[i+1])
	}
	_ = w.Close()
	return b.Bytes()
}

func gzipped(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(content)
	_ = w.Close()
	return b.Bytes()
}

func utf16Text(text string, bigEndian bool) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		if bigEndian {
			b = append(b, byte(unit>>8), byte(unit))
		} else {
			b = append(b, byte(unit), byte(unit>>8))
		}
	}
	return b
}

// Siblings of the fixtures: each has the events 1 and 2, in this order.
func TestSiblings(t *testing.T) {
	log := `{"Records":[` + first + `,` + second + `]}`
	lines := first + "\n" + second + "\n"
	cloudWatch := `{"messageType":"DATA_MESSAGE","logEvents":[{"message":` + quoted(first) + `},{"message":` + quoted(second) + `}]}`
	packed := base64.StdEncoding.EncodeToString(gzipped([]byte(cloudWatch)))
	history := "User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category\n" +
		"root,,2023-11-01T01:00:00Z,s3.amazonaws.com,GetObject,us-east-1,192.0.2.1,aws-cli,,[],r,1,TRUE,AwsApiCall,111122223333,Management\n" +
		"root,,2023-11-01T02:00:00Z,s3.amazonaws.com,PutObject,us-east-1,192.0.2.1,aws-cli,,[],r,2,FALSE,AwsApiCall,111122223333,Management\n"
	for name, content := range map[string][]byte{
		"log, gzip in gzip in gzip":    gzipped(gzipped(gzipped([]byte(log)))),
		"UTF-16 with a mark":           utf16Text("\ufeff"+log, false),
		"UTF-16, big-endian, a mark":   utf16Text("\ufeff"+lines, true),
		"UTF-16 without a mark":        utf16Text(log, false),
		"UTF-16, big-endian":           utf16Text(log, true),
		"UTF-16 in gzip, CRLF":         gzipped(utf16Text("\ufeff"+strings.ReplaceAll(lines, "\n", "\r\n"), false)),
		"UTF-16 of CSV":                utf16Text("\ufeff"+history, false),
		"CSV with a mark and CRLF":     []byte("\ufeff" + strings.ReplaceAll(history, "\n", "\r\n")),
		"CSV with semicolons":          []byte("sep=;\r\n" + strings.ReplaceAll(history, ",", ";")),
		"CSV with tabs":                []byte(strings.ReplaceAll(history, ",", "\t")),
		"CSV, gzip":                    gzipped([]byte(history)),
		"CSV with empty rows":          []byte(history + ",,,,,,,,,,,,,,,\n\n"),
		"CSV of texts":                 []byte("@timestamp,@message\n2023,\"" + strings.ReplaceAll(first, `"`, `""`) + "\"\n2023,\"" + strings.ReplaceAll(second, `"`, `""`) + "\"\n"),
		"CSV of texts of an array":     []byte("a\n\"" + strings.ReplaceAll(`{"x":[`+first+`,`+second+`]}`, `"`, `""`) + "\"\n"),
		"zip":                          zipped("README.md", "# Logs", "a/1.json", first, "a/2.json", second, "__MACOSX/._1.json", "x", ".DS_Store", "y"),
		"zip of gzip":                  zipped("1.json.gz", string(gzipped([]byte(first))), "2.json.gz", string(gzipped([]byte(second)))),
		"zip of zip of tar":            zipped("in.zip", string(zipped("in.tar", string(tarred("1.json", log))))),
		"zip of CSV":                   zipped("event_history.csv", history),
		"tar":                          tarred("a/", "", "a/1.json", first, "notes.txt", "text", "a/2.json", second),
		"tar.gz":                       gzipped(tarred("1.json", log)),
		"tar.gz of gzip":               gzipped(tarred("1.json.gz", string(gzipped([]byte(log))))),
		"subscription data":            []byte(`{"awslogs":{"data":"` + packed + `"}}`),
		"subscription data, Kinesis":   []byte(`{"Records":[{"eventSource":"aws:kinesis","eventID":"s","eventName":"aws:kinesis:record","eventVersion":"1.0","kinesis":{"data":"` + packed + `"}}]}`),
		"subscription data, Firehose":  []byte(`{"records":[{"recordId":"1","data":"` + packed + `"}]}`),
		"subscription data, lines":     []byte(strings.Repeat(" ", 3) + `{"awslogs":{"data":"` + packed + `"}}` + "\n"),
		"Base64 of JSON":               []byte(`{"data":"` + base64.RawURLEncoding.EncodeToString([]byte(log)) + `"}`),
		"text in a text":               []byte(`{"Messages":[{"Body":` + quoted(`{"Type":"Notification","Message":`+quoted(first)+`}`) + `},{"Body":` + quoted(`{"Message":`+quoted(`{"detail":`+second+`}`)+`}`) + `}]}`),
		"a text twice quoted":          []byte(`[` + quoted(quoted(first)) + `,` + quoted(quoted(second)) + `]`),
		"lines in a text":              []byte(`{"message":` + quoted(lines) + `}`),
		"text and taken apart":         []byte(`{"hits":{"hits":[{"_source":{"event":{"original":` + quoted(first) + `},"aws":{"cloudtrail":` + first + `}}},{"_source":{"aws":{"cloudtrail":` + second + `},"message":` + quoted(second) + `}}]}}`),
		"a map":                        []byte(`{"x":` + first + `,"y":` + second + `}`),
		"_raw beside fields":           []byte(`{"result":{"eventName":"GetObject","eventTime":"x","_raw":` + quoted(first) + `}}` + "\n" + `{"result":{"_raw":` + quoted(second) + `,"eventName":"PutObject"}}`),
		"syslog":                       []byte("<134>Nov  1 01:00:00 host cloudtrail: " + first + "\n<134>Nov  1 02:00:00 host cloudtrail: " + second),
		"logs tail":                    []byte("2023-11-01T01:00:00+00:00 stream " + first + "\r\n2023-11-01T02:00:00+00:00 stream " + second + "\r\n"),
		"a line of filter-log-events":  []byte("EVENTS\t37\t1698800400000\tstream\t" + first + "\t1698800400000\nEVENTS\t38\t1698800400000\tstream\t" + second + "\t1698800400000\n"),
		"two objects on a line":        []byte("time " + first + " " + second + "\n"),
		"marks inside":                 []byte("\ufeff" + first + "\n\ufeff" + second + "\n"),
		"syslog in a text":             []byte(`[{"message":` + quoted("Nov 1 host "+first) + `},{"message":` + quoted("Nov 1 host "+second) + `}]`),
		"snake case":                   []byte(`[{"event_id":"1","event_name":"GetObject","event_time":"2023-11-01T01:00:00Z"},{"event_id":"2","event_name":"x","event_time":"y"}]`),
		"rows of cells":                []byte(`{"results":[[{"field":"@timestamp","value":"x"},{"field":"@message","value":` + quoted(first) + `}],[{"field":"@message","value":` + quoted(second) + `}]]}`),
		"commas and spaces everywhere": []byte(" \r\n " + first + " ,\r\n\r\n" + second + ",\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			got := readContent(t, "x.json", content)
			if !slices.Equal(got.ids, []string{"1", "2"}) || len(got.rejected) > 0 || !errors.Is(got.end, io.EOF) {
				t.Errorf("events %q, rejected %q, end %v", got.ids, got.rejected, got.end)
			}
			for _, raw := range got.raw {
				if !json.Valid([]byte(raw)) {
					t.Errorf("not JSON: %s", raw)
				}
			}
		})
	}
}

// What is not CloudTrail is an error if it looks like a log or was named; other files
// lie beside the logs.
func TestForeignFiles(t *testing.T) {
	page := "# Logs\n\nAn event:\n\n```json\n" + first + "\n```\n"
	for _, content := range []string{page, "[![Build](x)]\n" + page, "", `{"a":1}`, "a,b\n1,2\n", "\x00\x01\x02", string(zipped("a.txt", "x")), string(gzipped([]byte("x"))), "[1,2,3]", "PAR1xxxxPAR1", `{"a":`} {
		for _, name := range []string{"README.md", "x.json"} {
			got := readContent(t, name, []byte(content))
			var stray *StrayError
			if isStray := errors.As(got.end, &stray); isStray != (name == "README.md") || len(got.ids) > 0 || isStray && len(got.rejected) > 0 {
				t.Errorf("%s with %.20q: %q, rejected %q, end %v", name, content, got.ids, got.rejected, got.end)
			}
		}
		if got := readAll(File{Name: "README.md", IsNamed: true, Size: -1, Body: strings.NewReader(content)}); errors.Is(got.end, records.ErrNoEvents) || errors.Is(got.end, io.EOF) && len(got.rejected) == 0 {
			t.Errorf("named, with %.20q: %q, %v", content, got.rejected, got.end)
		}
	}
}

func TestReadErrorIsNoStray(t *testing.T) {
	broken := errors.New("connection reset")
	got := readAll(File{Name: "README.md", Size: -1, Body: io.MultiReader(strings.NewReader("# Lo"), iotest.ErrReader(broken))})
	if !errors.Is(got.end, broken) || isStray(got.end) {
		t.Errorf("ends with %v", got.end)
	}
}

func TestLogNames(t *testing.T) {
	for name, want := range map[string]bool{
		"111122223333_CloudTrail_us-east-1_20231101T0000Z_x.json.gz": true,
		"a/b.JSON": true, "a.ndjson": true, "000000.gz": true, "x.json.zst": true, `c:\logs\x.jsonl`: true,
		"README.md": false, "x.csv": false, "x.parquet": false, "x.zip": false, "x.tar.gz": false, "json": false, "_SUCCESS": false, "x.sql.gz": false,
	} {
		if IsLogName(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// Archives are bounded, and what is wrong with an entry names it.
func TestDamagedArchives(t *testing.T) {
	whole := zipped("a.json", first, "b.json", `{"hello":1}`, "c.json", "[1,"+second+"]", "d.txt", "x")
	got := readContent(t, "x.zip", whole)
	want := []string{`b.json: not CloudTrail: an object with the keys "hello"`, "c.json: record 1: not CloudTrail"}
	if !slices.EqualFunc(got.rejected, want, strings.HasPrefix) || len(got.ids) != 2 || got.end == nil || got.end.Error() != "some of its entries could not be read: 1 of 4" {
		t.Errorf("events %q, rejected %q, end %v", got.ids, got.rejected, got.end)
	}
	for end := range whole {
		if got := readAll(File{Name: "x.json", Size: int64(end), Body: bytes.NewReader(whole[:end]), At: bytes.NewReader(whole[:end])}); errors.Is(got.end, io.EOF) && len(got.rejected) == 0 {
			t.Errorf("cut at %d: %q without an error", end, got.ids)
		}
	}
	deep := zipped("1.json", first)
	for range maxNesting + 1 {
		deep = zipped("in.zip", string(deep))
	}
	if got := readAll(File{Name: "x.zip", IsNamed: true, Size: -1, Body: bytes.NewReader(deep)}); len(got.ids) > 0 || !strings.Contains(fmt.Sprint(got.rejected, got.end), records.ErrExpansion.Error()) {
		t.Errorf("nested: %q, %q, %v", got.ids, got.rejected, got.end)
	}
	bomb := zipped("a.json", `{"Records":[`+first+strings.Repeat(" ", 200<<20)+`]}`)
	if got := readAll(File{Name: "x.zip", Size: int64(len(bomb)), Body: bytes.NewReader(bomb), At: bytes.NewReader(bomb)}); !errors.Is(got.end, records.ErrExpansion) {
		t.Errorf("bomb of %d bytes: ends with %v", len(bomb), got.end)
	}
}
