//go:build cgo

package duck

import (
	"fmt"

	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/duck/vector"
	"github.com/trailq/trailq/internal/table"
)

// chunkReader turns the chunks of a result into rows.
type chunkReader struct {
	columns  []table.Column
	types    []string
	decoders []*vector.Decoder
	row      []table.Value
	done     bool // the rows have been ranged over
	stopped  bool // the caller wants no more
}

func newChunkReader(result *mapping.Result) (*chunkReader, error) {
	r := new(chunkReader)
	for i := range mapping.ColumnCount(result) {
		name := mapping.ColumnName(result, i)
		t := mapping.ColumnLogicalType(result, i)
		d, err := vector.NewDecoder(t)
		mapping.DestroyLogicalType(&t)
		if err != nil {
			return nil, fmt.Errorf("column %q: %w", name, err)
		}
		r.columns = append(r.columns, table.Column{Name: name, Type: table.SQLType(d.TypeName())})
		r.types = append(r.types, d.TypeName())
		r.decoders = append(r.decoders, d)
	}
	r.row = make([]table.Value, len(r.columns))
	return r, nil
}

// yieldChunk yields the chunk's rows and reports whether more are wanted. The texts
// of the values are the chunk's own memory.
func (r *chunkReader) yieldChunk(chunk mapping.DataChunk, yield func([]table.Value, error) bool) bool {
	for i, d := range r.decoders {
		d.Begin(mapping.DataChunkGetVector(chunk, mapping.IdxT(i)))
	}
	for row := range int(mapping.DataChunkGetSize(chunk)) {
		for i, d := range r.decoders {
			r.row[i] = d.Value(row)
		}
		if !yield(r.row, nil) {
			r.stopped = true
			return false
		}
	}
	return true
}
