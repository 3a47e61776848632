package render

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/table"
)

// answer returns a table of the rows.
func answer(columns string, rows ...[]table.Value) *table.Table {
	t := &table.Table{
		Rows: func(yield func([]table.Value, error) bool) {
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		},
	}
	if columns != "" {
		for name := range strings.SplitSeq(columns, ",") {
			t.Columns = append(t.Columns, table.Column{Name: name})
		}
	}
	return t
}

func write(t *testing.T, answer *table.Table, options Options) string {
	t.Helper()
	var out strings.Builder
	if err := Write(&out, answer, options); err != nil {
		t.Fatalf("%v: %v", options, err)
	}
	return out.String()
}

func mixed() *table.Table {
	return answer("name,count,what",
		[]table.Value{table.Text("GetObject"), table.Int(350165), table.JSON([]byte("{\"a\":\n 1}"))},
		[]table.Value{table.Text("=1+1\t\x1b"), table.Float(-0.5), {}},
		[]table.Value{table.Text("東京\u202e"), table.Number("12345678901234567890"), table.Bool(true)},
	)
}

func TestFormats(t *testing.T) {
	for _, test := range []struct {
		options Options
		want    string
	}{
		{Options{}, `{"name":"GetObject","count":350165,"what":{"a":1}}
{"name":"=1+1\t\u001b","count":-0.5,"what":null}
` + "{\"name\":\"東京\u202e\",\"count\":12345678901234567890,\"what\":true}\n"},
		{Options{Format: JSONLines, Terminal: true}, `{"name":"GetObject","count":350165,"what":{"a":1}}
{"name":"=1+1\t\u001b","count":-0.5,"what":null}
{"name":"東京\u202e","count":12345678901234567890,"what":true}
`},
		{Options{Format: JSON}, `[
{"name":"GetObject","count":350165,"what":{"a":1}}
,{"name":"=1+1\t\u001b","count":-0.5,"what":null}
` + ",{\"name\":\"東京\u202e\",\"count\":12345678901234567890,\"what\":true}\n]\n"},
		{Options{Format: CSV}, "name,count,what\nGetObject,350165,\"{\"\"a\"\":1}\"\n'=1+1\t\\u001b,-0.5,\n東京\\u202e,12345678901234567890,true\n"},
		{Options{Format: TSV}, "name\tcount\twhat\nGetObject\t350165\t{\"a\":1}\n'=1+1\\t\\u001b\t-0.5\t\n東京\\u202e\t12345678901234567890\ttrue\n"},
		{Options{Format: Text}, strings.Join([]string{
			`name                               count  what`,
			`GetObject                        350,165  {"a":1}`,
			`=1+1\t\u001b                        -0.5`,
			`東京\u202e    12,345,678,901,234,567,890  true`,
		}, "\n") + "\n"},
		{Options{Format: Text, Terminal: true}, strings.Join([]string{
			`name                               count  what`,
			`GetObject                        350,165  {"a":1}`,
			`=1+1\t\u001b                        -0.5`,
			`東京\u202e    12,345,678,901,234,567,890  true`,
		}, "\n") + "\n"},
	} {
		if diff := cmp.Diff(test.want, write(t, mixed(), test.options)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.options, diff)
		}
	}
}

func TestJSONOfDocuments(t *testing.T) {
	documents := answer("", []table.Value{table.JSON([]byte(`{"a": 1.0}`))}, []table.Value{table.JSON([]byte(`{}`))})
	documents.Name = "Records"
	want := "{\"Records\":[\n{\"a\": 1.0}\n,{}\n]}\n"
	if got := write(t, documents, Options{Format: JSON}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := write(t, documents, Options{Format: JSONLines}), "{\"a\": 1.0}\n{}\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, format := range []Format{CSV, TSV, Text} {
		if err := Write(new(strings.Builder), documents, Options{Format: format}); !errors.Is(err, errColumns) {
			t.Errorf("%s: error %v, want %v", format, err, errColumns)
		}
	}
	if err := Write(new(strings.Builder), documents, Options{Format: "xml"}); err == nil {
		t.Error("xml: no error")
	}
}

func TestEmpty(t *testing.T) {
	for format, want := range map[Format]string{
		JSONLines: "", JSON: "[\n]\n", CSV: "a,b\n", TSV: "a\tb\n", Text: "a  b\n",
	} {
		if got := write(t, answer("a,b"), Options{Format: format}); got != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
}

// On a narrow terminal a time keeps its length before a name does.
func TestTextSparesTimes(t *testing.T) {
	got := write(t, answer("eventTime,caller",
		[]table.Value{table.Text("2023-11-01T00:05:12Z"), table.Text("arn:aws:iam::111122223333:user/alice")},
		[]table.Value{table.Text("2023-11-01T00:05:13Z"), table.Text("ec2.amazonaws.com")}),
		Options{Format: Text, Width: 36})
	want := "eventTime             caller\n2023-11-01T00:05:12Z  user/alice\n2023-11-01T00:05:13Z  ec2.am…aws.com\n"
	if got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

// A narrow terminal cuts the middle of cells, and cuts a later row that is too wide
// for its columns only if it does not fit the terminal.
func TestTextWidth(t *testing.T) {
	rows := [][]table.Value{{table.Text("arn:aws:sts::111122223333:assumed-role/Deploy/session"), table.Int(7)}}
	got := write(t, answer("caller,events", rows...), Options{Format: Text, Width: 30})
	want := "caller               events\nrole/Deploy/session       7\n"
	if got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
	rows = nil
	for range settleRows {
		rows = append(rows, []table.Value{table.Text("short"), table.Text("b")})
	}
	rows = append(rows,
		[]table.Value{table.Text("longer than before"), table.Text("b")},
		[]table.Value{table.Text("much longer than there is room for"), table.Text("b")})
	lines := strings.Split(write(t, answer("a,b", rows...), Options{Format: Text, Width: 24}), "\n")
	last := lines[len(lines)-3:]
	if diff := cmp.Diff([]string{"longer than before  b", "mu…or  b", ""}, last); diff != "" {
		t.Error(diff)
	}
}

// waiting is a writer that reports what arrives.
type waiting struct {
	mu      sync.Mutex
	written strings.Builder
	arrived chan struct{}
}

func (w *waiting) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.written.Len() == 0 {
		close(w.arrived)
	}
	return w.written.Write(p)
}

// The first row arrives even though the second does not come.
func TestStreaming(t *testing.T) {
	for _, format := range Formats() {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			out := &waiting{arrived: make(chan struct{})}
			slow := answer("a")
			slow.Rows = func(yield func([]table.Value, error) bool) {
				yield([]table.Value{table.Text("first")}, nil)
				select {
				case <-out.arrived:
				case <-time.After(30 * time.Second):
					t.Error("nothing arrives")
				}
			}
			if err := Write(out, slow, Options{Format: format}); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.written.String(), "first") {
				t.Errorf("written: %q", out.written.String())
			}
		})
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, syscall.EPIPE }

// An error of the writer ends the writing, is reported even between rows, and is
// returned.
func TestWriteFails(t *testing.T) {
	for _, format := range Formats() {
		failed := make(chan error, 1)
		endless := answer("a")
		endless.Rows = func(yield func([]table.Value, error) bool) {
			if !yield([]table.Value{table.Text("first")}, nil) {
				return
			}
			select {
			case <-failed:
			case <-time.After(30 * time.Second):
				t.Errorf("%s: the failure is not told", format)
			}
			for yield([]table.Value{table.Text("more")}, nil) {
			}
		}
		err := Write(broken{}, endless, Options{Format: format, Failed: func(err error) { failed <- err }})
		if !errors.Is(err, syscall.EPIPE) {
			t.Errorf("%s: error %v, want %v", format, err, syscall.EPIPE)
		}
	}
}

// If the rows end in an error, the rows before it are written, and a JSON document
// is not closed.
func TestRowsFail(t *testing.T) {
	cause := errors.New("no more")
	for format, want := range map[Format]string{
		JSONLines: "{\"a\":1}\n", JSON: "[\n{\"a\":1}\n", CSV: "a\n1\n", TSV: "a\n1\n", Text: "a\n1\n",
	} {
		failing := answer("a")
		failing.Rows = func(yield func([]table.Value, error) bool) {
			if yield([]table.Value{table.Int(1)}, nil) {
				yield(nil, cause)
			}
		}
		var out strings.Builder
		if err := Write(&out, failing, Options{Format: format}); !errors.Is(err, cause) {
			t.Errorf("%s: error %v, want %v", format, err, cause)
		}
		if got := out.String(); got != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
}

// Output always ends in a whole line, whatever the sizes, so that a progress line
// never lands inside one.
func TestWholeLines(t *testing.T) {
	rows := make([][]table.Value, 0, 3000)
	for i := range 3000 {
		rows = append(rows, []table.Value{table.Text(strings.Repeat("x", i))})
	}
	for _, format := range Formats() {
		var out lines
		if err := Write(&out, answer("a", rows...), Options{Format: format}); err != nil {
			t.Fatal(err)
		}
		if out.writes < 2 || out.torn > 0 {
			t.Errorf("%s: %d writes, %d of them not whole lines", format, out.writes, out.torn)
		}
	}
}

type lines struct{ writes, torn int }

func (l *lines) Write(p []byte) (int, error) {
	l.writes++
	if p[len(p)-1] != '\n' {
		l.torn++
	}
	return len(p), nil
}

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"plain é 東京　🙂":             "plain é 東京　🙂",
		"a\x00\x1b[2J\u009b\x7f":   `a\u0000\u001b[2J\u009b\u007f`,
		"\r\n\t":                   `\r\n\t`,
		"\u202e\u2066\u200b\ufeff": `\u202e\u2066\u200b\ufeff`,
		"\u2028\U000e0041":         `\u2028\udb40\udc41`,
		"a\xffb":                   "a\ufffdb",
	} {
		if got := Line(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func ExampleWrite() {
	top := &table.Table{
		Columns: []table.Column{{Name: "eventName"}, {Name: "events"}},
		Rows: func(yield func([]table.Value, error) bool) {
			yield([]table.Value{table.Text("GetObject"), table.Int(350165)}, nil)
		},
	}
	var out strings.Builder
	if err := Write(&out, top, Options{Format: CSV}); err != nil {
		fmt.Println(err)
	}
	fmt.Print(out.String())
	// Output:
	// eventName,events
	// GetObject,350165
}
