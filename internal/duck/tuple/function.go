//go:build cgo

package tuple

import (
	"context"
	"database/sql"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/duck/vector"
)

// Register adds the functions.
func (s *Set) Register(conn *sql.Conn) error {
	text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		return err
	}
	number, err := duckdb.NewTypeInfo(duckdb.TYPE_INTEGER)
	if err != nil {
		return err
	}
	wide, err := duckdb.NewTypeInfo(duckdb.TYPE_BIGINT)
	if err != nil {
		return err
	}
	err = duckdb.RegisterScalarUDF(conn, "trino_tuple", &chunkFunction{
		duckdb.ScalarFuncConfig{VariadicTypeInfo: text, ResultTypeInfo: number, SpecialNullHandling: true}, s.numberChunk,
	})
	if err != nil {
		return err
	}
	return duckdb.RegisterScalarUDF(conn, "trino_tuple_text", &chunkFunction{
		duckdb.ScalarFuncConfig{InputTypeInfos: []duckdb.TypeInfo{wide, wide}, ResultTypeInfo: text, SpecialNullHandling: true}, s.textChunk,
	})
}

// chunkFunction is a function that gets its arguments by chunks.
type chunkFunction struct {
	config duckdb.ScalarFuncConfig
	call   func(rows int, arguments mapping.DataChunk, result mapping.Vector) error
}

// Config returns the types.
func (f *chunkFunction) Config() duckdb.ScalarFuncConfig { return f.config }

// Executor returns the function itself.
func (f *chunkFunction) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{ChunkContextExecutor: f.callChunk}
}

func (f *chunkFunction) callChunk(_ context.Context, chunk *duckdb.ChunkIteratorState) error {
	input := chunk.GetInputChunk()
	arguments, err := vector.ChunkHandle(input)
	if err != nil {
		return err
	}
	result, err := vector.ResultHandle(chunk.GetResultVector())
	if err != nil {
		return err
	}
	return f.call(input.GetSize(), arguments, result)
}

// numberChunk gives each row the number of its texts.
func (s *Set) numberChunk(rows int, arguments mapping.DataChunk, result mapping.Vector) error {
	texts := make([]vector.TextReader, mapping.DataChunkGetColumnCount(arguments))
	for i := range texts {
		texts[i].Begin(mapping.DataChunkGetVector(arguments, mapping.IdxT(i)))
	}
	var numbers vector.IntWriter
	numbers.Begin(result)
	var packed []byte
	s.mu.RLock()
	defer func() { s.mu.RUnlock() }()
	for row := range rows {
		packed = packed[:0]
		for i := range texts {
			if text, found := texts[i].Text(row); found {
				packed = appendText(packed, text)
			} else {
				packed = appendNull(packed)
			}
		}
		n, found := s.findTuple(packed)
		if !found {
			var err error
			s.mu.RUnlock()
			n, err = s.addTuple(packed)
			s.mu.RLock()
			if err != nil {
				return err
			}
		}
		numbers.PutInt(row, n)
	}
	return nil
}

// textChunk gives each row a text of those that have its number.
func (s *Set) textChunk(rows int, arguments mapping.DataChunk, result mapping.Vector) error {
	var numbers, places vector.BigIntReader
	numbers.Begin(mapping.DataChunkGetVector(arguments, 0))
	places.Begin(mapping.DataChunkGetVector(arguments, 1))
	var texts vector.TextWriter
	texts.Begin(result)
	s.mu.RLock()
	defer s.mu.RUnlock()
	for row := range rows {
		n, isNumber := numbers.Int(row)
		place, isPlace := places.Int(row)
		packed, found := s.tupleOf(n)
		text, hasText := textAt(packed, place)
		if isNumber && isPlace && found && hasText {
			texts.PutText(row, textBytes(text))
		} else {
			texts.PutText(row, nil)
		}
	}
	return texts.End()
}

// textBytes returns the bytes of a text, which must not be changed.
func textBytes(text string) []byte {
	if text == "" {
		return []byte{}
	}
	return unsafe.Slice(unsafe.StringData(text), len(text))
}
