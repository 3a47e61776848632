package arrowstream_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/arrowstream"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/typed"
)

// Arrow's own readers read what was written, of both formats; python's test reads it with
// pandas and polars.
func TestWriter(t *testing.T) {
	rows := [][]table.Value{{table.Text("a"), table.Int(1), table.Float(0.5), table.Bool(true), table.Text("2023-11-01T09:00:00Z"), table.Text("2023-11-01")}, {{}, {}, {}, {}, {}, {}}}
	for len(rows) < 10_000 {
		rows = append(rows, rows[len(rows)%2])
	}
	answer := &table.Table{
		Columns: []table.Column{{Name: "text"}, {Name: "n"}, {Name: "f"}, {Name: "b"}, {Name: "at", Unit: table.UnitTime}, {Name: "day", Type: table.TypeDate}},
		Rows:    table.All(rows),
	}
	for _, layout := range []arrowstream.Layout{arrowstream.Stream, arrowstream.File} {
		var out bytes.Buffer
		w := arrowstream.New(&out, layout)
		if _, err := typed.Write(answer, w); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		schema, first, second, count := readAll(t, out.Bytes(), layout)
		want := `schema:
  fields: 6
    - text: type=utf8, nullable
    - n: type=int64, nullable
    - f: type=float64, nullable
    - b: type=bool, nullable
    - at: type=timestamp[us, tz=UTC], nullable
    - day: type=date32, nullable`
		if diff := cmp.Diff(want, schema); diff != "" {
			t.Error(diff)
		}
		if first != "[a 1 0.5 true 2023-11-01T09:00:00Z 2023-11-01]" || second != "[(null) (null) (null) (null) (null) (null)]" || count != 10_000 {
			t.Errorf("layout %d: %d rows: %s %s", layout, count, first, second)
		}
	}
}

func readAll(t *testing.T, content []byte, layout arrowstream.Layout) (schema, first, second string, count int64) {
	t.Helper()
	if layout == arrowstream.File {
		r, err := ipc.NewFileReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for i := range r.NumRecords() {
			batch, err := r.RecordBatchAt(i)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				for c := range batch.NumCols() {
					first, second = addCell(first, batch.Column(int(c)).ValueStr(0)), addCell(second, batch.Column(int(c)).ValueStr(1))
				}
			}
			count += batch.NumRows()
		}
		return r.Schema().String(), "[" + first + "]", "[" + second + "]", count
	}
	r, err := ipc.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	for r.Next() {
		batch := r.RecordBatch()
		if count == 0 {
			for c := range batch.NumCols() {
				first, second = addCell(first, batch.Column(int(c)).ValueStr(0)), addCell(second, batch.Column(int(c)).ValueStr(1))
			}
		}
		count += batch.NumRows()
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return r.Schema().String(), "[" + first + "]", "[" + second + "]", count
}

func addCell(line, cell string) string {
	if line == "" {
		return cell
	}
	return fmt.Sprintf("%s %s", line, cell)
}
