package parquet

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/layout"
)

func packed(t testing.TB, text string) []byte {
	t.Helper()
	var to bytes.Buffer
	packer := gzip.NewWriter(&to)
	if _, err := packer.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// Records of commits are refused or understood alike by queries and conversions, and
// never name a file outside of the folder.
func FuzzCommit(f *testing.F) {
	whole := &layout.Commit{
		Data:     []layout.DataFile{{Path: "account=1/x.parquet", Staged: "x.part", Rows: 2, Bytes: 3, SHA256: "ab", Modified: 4}},
		Logs:     []layout.LedgerFile{{Path: "/a", Size: 1, Version: "v"}},
		Salvaged: "cut", Damaged: true, Lacking: true, Replaces: []int{1}, Order: 1,
	}
	record, err := whole.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(record)
	f.Add(record[:len(record)-9])
	for _, text := range []string{
		`{"data":[{"path":"a","staged":"b","rows":1,"bytes":2}],"logs":[{"path":"/a","size":1}]}`,
		`{"data":[{"path":"../a","staged":"b"}],"logs":[]}`, `{"data":[{"path":"/a","staged":"b"}]}`, `[]`, `{`, ``, `{"logs":{}}`,
	} {
		f.Add(packed(f, text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		head, headErr := layout.DecodeHead(bytes.NewReader(content))
		c, err := layout.DecodeCommit(content)
		if headErr != nil && err == nil && len(c.Logs) > 0 {
			t.Errorf("a query refuses what a conversion takes: %v", headErr)
		}
		if headErr == nil && err == nil && !reflect.DeepEqual(head.Data, c.Data) {
			t.Errorf("a query reads %+v, a conversion %+v", head.Data, c.Data)
		}
		if err != nil {
			return
		}
		for _, d := range c.Data {
			if !filepath.IsLocal(d.Path) || !filepath.IsLocal(d.Staged) {
				t.Errorf("it names %+v", d)
			}
		}
		record, err := c.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := layout.DecodeCommit(record)
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		want, _ := json.Marshal(c)
		if got, _ := json.Marshal(again); !bytes.Equal(got, want) {
			t.Errorf("%s became %s", want, got)
		}
	})
}

// The other files by which a folder knows what it holds are refused or understood.
func FuzzOwnFiles(f *testing.F) {
	f.Add([]byte(`{"format":1,"record":true}`))
	f.Add([]byte(`{"runs":[{"source":"s3://a","began":"2023-11-01T00:00:00Z","from":"2023-11-01T00:00:00Z"}]}`))
	f.Add(packed(f, `{"path":"/a","size":1,"cause":"cut","windows":[{}]}`+"\n"+`{"path":"/b","rejected":3,"records":[{"record":1,"cause":"x"}]}`))
	f.Add(packed(f, `{"index":1,"newest":99999999,"gone":[2],"lost":[-1,7],"failed":true}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		var has layout.Format
		if err := layout.DecodeFormat(content, &has); err == nil && has.Format <= 0 {
			t.Errorf("%+v", has)
		}
		if u, err := layout.DecodeUnfinished(content); err == nil {
			for _, run := range u.Runs {
				_ = run.Warning("x").Error()
				_ = run.SubtractWindow(layout.Window{From: time.Unix(0, 0)})
			}
		}
		if index, err := layout.DecodeIndex(bytes.NewReader(content)); err == nil {
			if missing := index.MissingRecords(new(layout.Records)); len(missing) > 1000+len(index.Lost) {
				t.Errorf("%d of %d records are missing", len(missing), index.Newest)
			}
		}
		failures, err := layout.ReadFailures(bytes.NewReader(content))
		if err != nil {
			return
		}
		for _, one := range failures {
			one.SkippedBy(new(trailq.Filter))
			one.TellRejected(func(err error) { _ = err.Error() })
		}
	})
}

// What is left of a window beside another has all instants that were in the one and not
// in the other.
func TestWindowWithout(t *testing.T) {
	at := func(day int) time.Time {
		if day == 0 {
			return time.Time{}
		}
		return time.Date(2023, 11, day, 0, 0, 0, 0, time.UTC)
	}
	for bits := range 5 * 5 * 5 * 5 {
		w := layout.Window{From: at(bits % 5), To: at(bits / 5 % 5)}
		v := layout.Window{From: at(bits / 25 % 5), To: at(bits / 125 % 5)}
		left := w.SubtractWindow(v)
		overlap := false
		for day := 1; day < 6; day++ {
			instant := at(day).Add(-time.Hour)
			inW, inV := w.Has(instant), v.Has(instant)
			overlap = overlap || inW && inV
			if inW && !inV && !left.Has(instant) {
				t.Errorf("%v without %v is %v: lacks %v", w, v, left, instant)
			}
		}
		if overlap && !w.Overlaps(v) {
			t.Errorf("%v and %v overlap", w, v)
		}
	}
}
