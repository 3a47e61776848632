package typed_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/typed"
)

// collector keeps what it gets.
type collector struct {
	columns []typed.Column
	rows    [][]any
}

func (c *collector) BeginTable(columns []typed.Column) error { c.columns = columns; return nil }
func (c *collector) AddRow(row []any) error                  { c.rows = append(c.rows, row); return nil }

// A column has the type that it says if its values have it, and else one that fits them.
func TestWrite(t *testing.T) {
	at := time.Date(2023, 11, 1, 9, 0, 0, 500_000_000, time.UTC)
	answer := &table.Table{
		Columns: []table.Column{
			{Name: "text"}, {Name: "count"}, {Name: "share", Unit: table.UnitShare}, {Name: "flag"}, {Name: "at", Unit: table.UnitTime},
			{Name: "said", Type: table.TypeInteger}, {Name: "mixed"}, {Name: "nothing"}, {Name: "day", Type: table.TypeDate}, {Name: "json"},
			{Name: "large"}, {Name: "Text"}, {Name: "sql", Type: table.TypeTime}, {Name: "noTime", Unit: table.UnitTime}, {Name: "huge"},
		},
		Rows: table.All([][]table.Value{
			{
				table.Text("a"), table.Int(1), table.Int(1), table.Bool(true), table.Text("2023-11-01T10:00:00.5+01:00"),
				table.Float(1.5), table.Int(1), {}, table.Text("2023-11-01"), table.JSON([]byte(`{"a":1}`)),
				table.Number("9223372036854775808"), table.Text("b"), table.Text("2023-11-01 09:00:00.500 UTC"), table.Text("soon"), table.Number("18446744073709551615"),
			},
			{
				{}, table.Int(2), table.Float(0.5), {}, {},
				table.Int(2), table.Text("x"), {}, {}, {},
				table.Int(1), {}, table.Text("2023-11-01 09:00:00.500"), {}, {},
			},
		}),
	}
	got := new(collector)
	notes, err := typed.Write(answer, got)
	if err != nil || len(notes) > 0 {
		t.Fatal(notes, err)
	}
	want := &collector{
		columns: []typed.Column{
			{Name: "text", Type: table.TypeText}, {Name: "count", Type: table.TypeInteger}, {Name: "share", Type: table.TypeFloat},
			{Name: "flag", Type: table.TypeBool}, {Name: "at", Type: table.TypeTime}, {Name: "said", Type: table.TypeFloat},
			{Name: "mixed", Type: table.TypeText}, {Name: "nothing", Type: table.TypeText}, {Name: "day", Type: table.TypeDate},
			{Name: "json", Type: table.TypeText}, {Name: "large", Type: table.TypeFloat}, {Name: "Text_2", Type: table.TypeText},
			{Name: "sql", Type: table.TypeTime}, {Name: "noTime", Type: table.TypeText}, {Name: "huge", Type: table.TypeText},
		},
		rows: [][]any{
			{"a", int64(1), 1.0, true, at, 1.5, "1", nil, time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC), `{"a":1}`, 9223372036854775808.0, "b", at, "soon", "18446744073709551615"},
			{nil, int64(2), 0.5, nil, nil, 2.0, "x", nil, nil, nil, 1.0, nil, at, nil, nil},
		},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(collector{})); diff != "" {
		t.Error(diff)
	}
}

// Of many rows the first settle the types. What does not fit later is null, and is said.
func TestWriteManyRows(t *testing.T) {
	const rows = 1<<16 + 2
	answer := &table.Table{Columns: []table.Column{{Name: "n"}}, Rows: func(yield func([]table.Value, error) bool) {
		for i := range rows {
			value := table.Int(int64(i))
			if i == rows-1 {
				value = table.Text("many")
			}
			if !yield([]table.Value{value}, nil) {
				return
			}
		}
	}}
	got := new(collector)
	notes, err := typed.Write(answer, got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"column n: 1 values are no whole numbers, unlike those of the first 65536 rows, and are null"}, notes); diff != "" {
		t.Error(diff)
	}
	if len(got.rows) != rows || got.rows[rows-2][0] != int64(rows-2) || got.rows[rows-1][0] != nil {
		t.Errorf("%d rows, the last ones %v", len(got.rows), got.rows[rows-2:])
	}
}
