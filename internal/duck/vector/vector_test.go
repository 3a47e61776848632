//go:build cgo

package vector

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
	"github.com/google/go-cmp/cmp"
)

// recordType has a field of every kind that columns of the logs have, in lists
// and structs.
func recordType() schema.Type {
	text := schema.Type{}
	inner := schema.Type{Kind: schema.Struct, Fields: []schema.Field{
		{Name: "text", Key: "text", Type: text},
		{Name: "number", Key: "number", Type: schema.Type{Kind: schema.BigInt}},
		{Name: "flag", Key: "flag", Type: schema.Type{Kind: schema.Boolean}},
		{Name: "map", Key: "map", Type: schema.Type{Kind: schema.Map}},
		{Name: "texts", Key: "texts", Type: schema.Type{Kind: schema.List, Element: &text}},
	}}
	return schema.Type{Kind: schema.Struct, Fields: append(inner.Fields,
		schema.Field{Name: "inner", Key: "inner", Type: inner},
		schema.Field{Name: "list", Key: "list", Type: schema.Type{Kind: schema.List, Element: &inner}})}
}

// logicalType returns a type as DuckDB has it.
func logicalType(t *testing.T, of schema.Type) mapping.LogicalType {
	t.Helper()
	plain := map[schema.Kind]duckdb.Type{
		schema.Text: duckdb.TYPE_VARCHAR, schema.BigInt: duckdb.TYPE_BIGINT, schema.Boolean: duckdb.TYPE_BOOLEAN,
	}
	var made mapping.LogicalType
	switch of.Kind {
	case schema.Map:
		made = mapping.CreateMapType(logicalType(t, schema.Type{}), logicalType(t, schema.Type{}))
	case schema.List:
		made = mapping.CreateListType(logicalType(t, *of.Element))
	case schema.Struct:
		var types []mapping.LogicalType
		var names []string
		for _, field := range of.Fields {
			types, names = append(types, logicalType(t, field.Type)), append(names, field.Name)
		}
		made = mapping.CreateStructType(types, names)
	default:
		made = mapping.CreateLogicalType(plain[of.Kind])
	}
	t.Cleanup(func() { mapping.DestroyLogicalType(&made) })
	return made
}

// texts makes texts of the sizes at which a TextWriter changes its ways, and
// repeats many of them.
type texts struct {
	random *rand.Rand
	made   []string
}

func (x *texts) next() string {
	if len(x.made) > 0 && x.random.IntN(3) > 0 {
		return x.made[max(0, len(x.made)-1-x.random.IntN(100))]
	}
	size := x.random.IntN(2 * inlineLength)
	switch kind := x.random.IntN(100); {
	case kind < 30:
		size = longestRecent - 2 + x.random.IntN(4)
	case kind < 40:
		size = x.random.IntN(3000)
	case kind == 40:
		size = hugeText - 4 + x.random.IntN(8)
	}
	letter := []string{"a", "b", "é", "\"", "\\", "\n", "😀"}[x.random.IntN(7)]
	x.made = append(x.made, strings.Repeat(letter, size/len(letter))+fmt.Sprint(x.random.IntN(50)))
	return x.made[len(x.made)-1]
}

// value makes a value of a type, with fields missing and NULL here and there.
func (x *texts) value(t schema.Type) any {
	if x.random.IntN(8) == 0 {
		return nil
	}
	switch t.Kind {
	case schema.BigInt:
		return x.random.Int64()
	case schema.Boolean:
		return x.random.IntN(2) == 0
	case schema.Map:
		made := map[string]any{}
		for range x.random.IntN(4) {
			made[x.next()] = x.value(schema.Type{})
		}
		return made
	case schema.List:
		made := []any{}
		for range x.random.IntN(3) {
			made = append(made, x.value(*t.Element))
		}
		return made
	case schema.Struct:
		made := map[string]any{}
		for _, field := range t.Fields {
			made[field.Name] = x.value(field.Type)
		}
		return made
	}
	return x.next()
}

// readJSON returns JSON as encoding/json reads it, with whole numbers.
func readJSON(t *testing.T, text []byte) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%.200s: %v", text, err)
	}
	return value
}

// What a Writer puts into chunks, a Decoder reads from them, as encoding/json
// reads the same.
func TestWriterDecoder(t *testing.T) {
	kind := recordType()
	writer, err := NewWriter(kind)
	if err != nil {
		t.Fatal(err)
	}
	logical := logicalType(t, kind)
	decoder, err := NewDecoder(logical)
	if err != nil {
		t.Fatal(err)
	}
	made := &texts{random: rand.New(rand.NewPCG(3, 5))}
	chunk := mapping.CreateDataChunk([]mapping.LogicalType{logical})
	defer mapping.DestroyDataChunk(&chunk)
	bytes := 0
	for range 2 {
		mapping.DataChunkReset(chunk)
		vec := mapping.DataChunkGetVector(chunk, 0)
		writer.Begin(vec)
		var rows [][]byte
		for row := range int(mapping.VectorSize()) {
			raw, err := json.Marshal(made.value(kind))
			if err != nil {
				t.Fatal(err)
			}
			writer.Put(row, raw)
			rows, bytes = append(rows, raw), bytes+len(raw)
		}
		writer.End()
		decoder.Begin(vec)
		for row, raw := range rows {
			if diff := cmp.Diff(readJSON(t, raw), readJSON(t, decoder.Value(row).AppendJSON(nil))); diff != "" {
				t.Fatalf("row %d (-put +read):\n%.2000s", row, diff)
			}
		}
	}
	if bytes < 4*waitingSize {
		t.Errorf("%d bytes are too few for texts that wait", bytes)
	}
}

// Values that are not of a column's type are NULL.
func TestWriterNulls(t *testing.T) {
	kind := recordType()
	writer, err := NewWriter(kind)
	if err != nil {
		t.Fatal(err)
	}
	logical := logicalType(t, kind)
	decoder, err := NewDecoder(logical)
	if err != nil {
		t.Fatal(err)
	}
	chunk := mapping.CreateDataChunk([]mapping.LogicalType{logical})
	defer mapping.DestroyDataChunk(&chunk)
	vec := mapping.DataChunkGetVector(chunk, 0)
	writer.Begin(vec)
	const nothing = `{"text":null,"number":null,"flag":null,"map":null,"texts":null,"inner":null,"list":null}`
	for row := range int(mapping.VectorSize()) {
		switch row {
		case 3:
			writer.Put(row, []byte(`{"number":"5","flag":1,"map":[1],"texts":{"a":1},"inner":[],"list":"x"}`))
		case 7:
			writer.Put(row, []byte(`{"number":1.5,"flag":"true","map":"m","texts":true,"inner":5,"list":null}`))
		case 9:
			writer.Put(row, []byte(`[]`))
		default:
			writer.Put(row, nil)
		}
	}
	writer.End()
	decoder.Begin(vec)
	for row := range int(mapping.VectorSize()) {
		want := "null"
		if row == 3 || row == 7 {
			want = nothing
		}
		if got := string(decoder.Value(row).AppendJSON(nil)); got != want {
			t.Errorf("row %d is %s, not %s", row, got, want)
		}
	}
	if want := `STRUCT("text" VARCHAR, "number" BIGINT, "flag" BOOLEAN, "map" MAP(VARCHAR, VARCHAR), "texts" VARCHAR[], `; !strings.HasPrefix(decoder.TypeName(), want) {
		t.Errorf("the type is %s", decoder.TypeName())
	}
}
