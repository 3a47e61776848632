package output_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/output"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/table"
)

// twoTables returns an answer: entries, of which one has two rows, and details.
func twoTables() []*table.Table {
	return []*table.Table{
		{
			Name: "causes", Title: "Why", Brief: 3, Columns: []table.Column{{Name: "rank"}, {Name: "what"}}, Notes: []string{"of the whole answer"},
			Rows: table.All([][]table.Value{{table.Int(1), table.Text("a")}, {{}, table.Text("b")}, {table.Int(2), table.Text("c")}, {table.Int(3), table.Text("d")}}),
		},
		{Name: "changes", Title: "What changed (all)", Detail: true, Columns: []table.Column{{Name: "n"}}, Rows: table.All([][]table.Value{{table.Int(7)}})},
	}
}

// What a stream has of an answer, and what the notes say of the rest.
func TestShow(t *testing.T) {
	for name, test := range map[string]struct {
		options output.Options
		want    string
		notes   []string
	}{
		"csv":     {output.Options{Options: render.Options{Format: render.CSV}}, "rank,what\n1,a\n,b\n2,c\n3,d\n", []string{"csv has room for one table, causes; --table has changes, and -O FOLDER/ all", "of the whole answer"}},
		"named":   {output.Options{Options: render.Options{Format: render.CSV}, Table: "Changes", Known: []string{"causes", "changes"}}, "n\n7\n", []string{"of the whole answer"}},
		"absent":  {output.Options{Options: render.Options{Format: render.CSV}, Table: "gone", Known: []string{"gone"}}, "", []string{"the answer has nothing for the table gone"}},
		"short":   {output.Options{Options: render.Options{Format: render.Text}}, "Why\nrank  what\n   1  a\n      b\n   2  c\n", []string{"--details also shows: what changed", "of the whole answer", "causes: 1 more with --details"}},
		"details": {output.Options{Options: render.Options{Format: render.Text}, Details: true}, "Why\nrank  what\n   1  a\n      b\n   2  c\n   3  d\n\nWhat changed (all)\nn\n7\n", []string{"of the whole answer"}},
	} {
		var out bytes.Buffer
		to, err := output.Open(t.Context(), test.options, &out)
		if err != nil {
			t.Fatal(name, err)
		}
		notes, err := to.Show(twoTables()...)
		if err := errors.Join(err, to.Close(err)); err != nil {
			t.Error(name, err)
		}
		if diff := cmp.Diff(test.want, out.String()); diff != "" {
			t.Error(name, diff)
		}
		if diff := cmp.Diff(test.notes, notes); diff != "" {
			t.Error(name, diff)
		}
	}
}

// After an error there is no file, and an earlier one stays.
func TestClose(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "answer.csv")
	for _, failed := range []error{nil, errors.New("it failed")} {
		to, err := output.Open(t.Context(), output.Options{Options: render.Options{Format: render.CSV}, File: file}, nil)
		if err != nil {
			t.Fatal(err)
		}
		tables := twoTables()
		if failed != nil {
			tables = tables[1:]
		}
		if _, err := to.Show(tables...); err != nil {
			t.Fatal(err)
		}
		if err := to.Close(failed); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil || string(text) != "rank,what\n1,a\n,b\n2,c\n3,d\n" {
			t.Errorf("%q %v", text, err)
		}
		if entries, _ := os.ReadDir(folder); len(entries) != 1 {
			t.Errorf("left: %v", entries)
		}
	}
}
