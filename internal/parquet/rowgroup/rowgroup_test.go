//go:build cgo

package rowgroup_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/parquet/rowgroup"
)

// fields are columns of every kind, also inside of one another.
func fields() []rowgroup.Field {
	inner := []rowgroup.Field{{Name: "x", Keys: []string{"x"}}, {Name: "n", Keys: []string{"n"}, Kind: rowgroup.Number}}
	return []rowgroup.Field{
		{Name: "few"}, {Name: "many"}, {Name: "huge", Unique: true}, {Name: "number", Kind: rowgroup.Number},
		{Name: "object", Kind: rowgroup.Group, Fields: []rowgroup.Field{
			{Name: "a", Keys: []string{"a", "A"}},
			{Name: "deep", Keys: []string{"deep"}, Kind: rowgroup.Group, Fields: inner},
			{Name: "list", Keys: []string{"list"}, Kind: rowgroup.List, Element: &rowgroup.Field{Name: "element", Kind: rowgroup.Group, Fields: inner}},
			{Name: "map", Keys: []string{"map"}, Kind: rowgroup.Map},
		}},
		{Name: "texts", Kind: rowgroup.List, Element: &rowgroup.Field{Name: "element"}},
		{Name: "map", Kind: rowgroup.Map}, {Name: "never"}, {Name: "late", Late: true},
	}
}

// generator makes values at random.
type generator struct{ *rand.Rand }

// maybe returns a value, or nil, or nothing at all.
func (g generator) maybe(object map[string]any, key string, value func() any) {
	switch g.IntN(4) {
	case 0:
	case 1:
		object[key] = nil
	default:
		object[key] = value()
	}
}

func (g generator) text() any {
	return []any{"", "a", "A longer text that repeats", "ä\"\\\n", fmt.Sprint(g.IntN(1000)), strings.Repeat("x", g.IntN(400))}[g.IntN(6)]
}

func (g generator) object() any {
	object := make(map[string]any)
	g.maybe(object, "x", g.text)
	g.maybe(object, "n", func() any { return float64(g.IntN(5) - 2) })
	return object
}

func (g generator) list(element func() any) func() any {
	return func() any {
		list := make([]any, g.IntN(4))
		for i := range list {
			if g.IntN(4) > 0 {
				list[i] = element()
			}
		}
		return list
	}
}

func (g generator) texts() any {
	object := make(map[string]any)
	for range g.IntN(4) {
		g.maybe(object, fmt.Sprint("key", g.IntN(9)), g.text)
	}
	return object
}

// row returns the values of a row by the names of the columns.
func (g generator) row(n int) map[string]any {
	row := make(map[string]any)
	g.maybe(row, "few", g.text)
	row["many"] = fmt.Sprintf("value %d", n)
	g.maybe(row, "huge", func() any { return strings.Repeat(fmt.Sprint(n), 500) })
	g.maybe(row, "number", func() any { return float64(g.IntN(1<<30) - 1<<29) })
	g.maybe(row, "object", func() any {
		object := make(map[string]any)
		g.maybe(object, "a", g.text)
		g.maybe(object, "deep", g.object)
		g.maybe(object, "list", g.list(g.object))
		g.maybe(object, "map", g.texts)
		return object
	})
	g.maybe(row, "texts", g.list(g.text))
	g.maybe(row, "map", g.texts)
	g.maybe(row, "late", g.text)
	return row
}

// putRow puts a row, now and then twice.
func putRow(t *testing.T, table *rowgroup.Table, row map[string]any) {
	for i, field := range fields() {
		value, found := row[field.Name]
		if !found || field.Late {
			continue
		}
		raw, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		table.Columns[i].Put(raw)
	}
}

// DuckDB reads what was put, whatever that is: in groups of rows, with pages that are full,
// dictionaries that do not pay, and structs that repeat.
func TestFiles(t *testing.T) {
	g := generator{rand.New(rand.NewPCG(1, 2))}
	table, err := rowgroup.NewTable(fields())
	if err != nil {
		t.Fatal(err)
	}
	for _, rows := range []int{0, 1, 7, 4000} {
		var want []map[string]any
		var bytes bytes.Buffer
		file := table.Begin(&bytes)
		group := 0
		for n := range rows {
			row := g.row(n)
			if n%3 == 1 {
				row["object"] = want[n-1]["object"]
			}
			file.NextRow()
			putRow(t, table, row)
			want = append(want, row)
			if n%2500 == 2499 || n == rows-1 {
				late := table.Columns[len(table.Columns)-1].(*rowgroup.Leaf)
				for i, row := range want[group:] {
					if text, found := row["late"].(string); found {
						late.PutBytesAt(i, []byte(text))
					}
				}
				group = len(want)
				if err := file.EndGroup(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := file.End(); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "rows.parquet")
		if err := os.WriteFile(name, bytes.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		compareRows(t, name, want)
		if rows == 4000 {
			checkMetadata(t, name)
		}
	}
}

// compareRows compares the rows of a file with what they must be.
func compareRows(t *testing.T, name string, want []map[string]any) {
	t.Helper()
	got := ask(t, "SELECT CAST(to_json(r) AS VARCHAR) FROM (FROM read_parquet('"+name+"')) r")
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i, row := range want {
		var read map[string]any
		if err := json.Unmarshal([]byte(got[i]), &read); err != nil {
			t.Fatal(err)
		}
		if filled := fill(fields(), row); !reflect.DeepEqual(read, filled) {
			t.Fatalf("row %d is\n%v, want\n%v", i, read, filled)
		}
	}
}

// fill adds what is missing in an object: it is NULL.
func fill(fields []rowgroup.Field, object map[string]any) map[string]any {
	filled := make(map[string]any)
	for _, field := range fields {
		filled[field.Name] = fillValue(field, object[field.Name])
	}
	return filled
}

func fillValue(field rowgroup.Field, value any) any {
	switch v := value.(type) {
	case map[string]any:
		if field.Kind == rowgroup.Group {
			return fill(field.Fields, v)
		}
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = fillValue(*field.Element, v[i])
		}
		return list
	}
	return value
}

// checkMetadata checks what queries leave out row groups by.
func checkMetadata(t *testing.T, name string) {
	t.Helper()
	const question = "SELECT path_in_schema || ' ' || num_values || ' ' || stats_null_count || ' ' || coalesce(stats_min_value, '-') || ' ' || (bloom_filter_offset IS NOT NULL) || ' ' || array_to_string(list_sort(string_split(encodings, ', ')), ' ') FROM parquet_metadata('%s') WHERE row_group_id = 0 AND path_in_schema IN ('many', 'never', 'few') ORDER BY column_id"
	got := ask(t, fmt.Sprintf(question, name))
	for i, want := range []string{"few 2500 ", "many 2500 0 value 0 false PLAIN RLE", "never 2500 2500 - false PLAIN RLE"} {
		if !strings.HasPrefix(got[i], want) {
			t.Errorf("%q, want %q", got[i], want)
		}
	}
	if !strings.HasSuffix(got[0], "true PLAIN RLE RLE_DICTIONARY") {
		t.Errorf("%q has no dictionary, or no filter", got[0])
	}
	for _, value := range []string{"a", "", "A longer text that repeats"} {
		if found := ask(t, fmt.Sprintf("SELECT CAST(sum(CAST(bloom_filter_excludes AS INT)) AS VARCHAR) FROM parquet_bloom_probe('%s', 'few', '%s')", name, value)); found[0] != "0" {
			t.Errorf("the filter excludes %q, which is there", value)
		}
	}
	if found := ask(t, fmt.Sprintf("SELECT CAST(sum(CAST(bloom_filter_excludes AS INT)) AS VARCHAR) FROM parquet_bloom_probe('%s', 'few', 'never there')", name)); found[0] != "2" {
		t.Errorf("the filters of %s of 2 row groups exclude what is not there", found[0])
	}
}

// ask returns the only column of an answer.
func ask(t *testing.T, question string) (texts []string) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("SET threads = 1"); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(question)
	if err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return texts
}
