//go:build cgo

package vector

import (
	"errors"
	"reflect"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// duckdb-go gathers a result before it gives the first row, and writes strings
// with two calls into C each. What it builds on can do better, but needs the
// native handles, which duckdb-go keeps in unexported fields. They are taken out
// here and nowhere else; where a new version has other fields, these functions fail.

var errHandles = errors.New("this version of duckdb-go keeps its native handles elsewhere")

// ConnectionHandle returns DuckDB's connection behind a driver's.
func ConnectionHandle(conn *duckdb.Conn) (mapping.Connection, error) {
	field := reflect.ValueOf(conn).Elem().FieldByName("conn")
	if !field.IsValid() || field.Type() != reflect.TypeFor[mapping.Connection]() {
		return mapping.Connection{}, errHandles
	}
	return mapping.Connection{Ptr: field.FieldByName("Ptr").UnsafePointer()}, nil
}

// ChunkHandle returns DuckDB's data chunk behind the one that a table function
// gets.
func ChunkHandle(chunk *duckdb.DataChunk) (mapping.DataChunk, error) {
	field := reflect.ValueOf(chunk).Elem().FieldByName("chunk")
	if !field.IsValid() || field.Type() != reflect.TypeFor[mapping.DataChunk]() {
		return mapping.DataChunk{}, errHandles
	}
	return mapping.DataChunk{Ptr: field.FieldByName("Ptr").UnsafePointer()}, nil
}

// ChunkPlaces returns the place in the chunk of each column of a table function;
// -1 is a column that the query does not use.
func ChunkPlaces(chunk *duckdb.DataChunk) ([]int, error) {
	field := reflect.ValueOf(chunk).Elem().FieldByName("projection")
	if !field.IsValid() || field.Type() != reflect.TypeFor[[]int]() {
		return nil, errHandles
	}
	places := make([]int, field.Len())
	for i := range places {
		places[i] = int(field.Index(i).Int())
	}
	return places, nil
}

// ResultHandle returns DuckDB's vector behind the one that a function writes to.
func ResultHandle(result duckdb.Vector) (mapping.Vector, error) {
	field := reflect.ValueOf(result).FieldByName("v")
	if !field.IsValid() || field.Kind() != reflect.Pointer || field.IsNil() {
		return mapping.Vector{}, errHandles
	}
	inner := field.Elem().FieldByName("vec")
	if !inner.IsValid() || inner.Type() != reflect.TypeFor[mapping.Vector]() {
		return mapping.Vector{}, errHandles
	}
	return mapping.Vector{Ptr: inner.FieldByName("Ptr").UnsafePointer()}, nil
}
