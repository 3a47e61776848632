//go:build cgo

package function

import (
	"database/sql"
	"database/sql/driver"
	"fmt"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/schema"
)

// Register adds the functions that the dialect's macros call.
func Register(conn *sql.Conn) error {
	for _, function := range builtin.Functions() {
		f, err := newScalarFunction(&function)
		if err != nil {
			return fmt.Errorf("function %s: %w", function.Name, err)
		}
		if err := duckdb.RegisterScalarUDF(conn, function.Name, f); err != nil {
			return fmt.Errorf("function %s: %w", function.Name, err)
		}
	}
	return nil
}

// scalarFunction is a dialect's function as duckdb-go wants it.
type scalarFunction struct {
	config duckdb.ScalarFuncConfig
	call   func([]any) (any, error)
}

func newScalarFunction(function *builtin.Function) (*scalarFunction, error) {
	f := &scalarFunction{call: function.Call}
	for _, argument := range function.Arguments {
		info, err := kindInfo(argument)
		if err != nil {
			return nil, err
		}
		f.config.InputTypeInfos = append(f.config.InputTypeInfos, info)
	}
	var err error
	f.config.ResultTypeInfo, err = kindInfo(function.Result)
	return f, err
}

func (f *scalarFunction) Config() duckdb.ScalarFuncConfig { return f.config }

func (f *scalarFunction) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{RowExecutor: f.callRow}
}

func (f *scalarFunction) callRow(values []driver.Value) (any, error) {
	arguments := make([]any, len(values))
	for i, value := range values {
		arguments[i] = value
	}
	return f.call(arguments)
}

// kindInfo returns the type of a function's argument or result as duckdb-go has it.
func kindInfo(kind builtin.Kind) (duckdb.TypeInfo, error) {
	plain, known := map[builtin.Kind]duckdb.Type{
		builtin.Text: duckdb.TYPE_VARCHAR, builtin.Boolean: duckdb.TYPE_BOOLEAN, builtin.BigInt: duckdb.TYPE_BIGINT,
		builtin.Double: duckdb.TYPE_DOUBLE, builtin.Timestamp: duckdb.TYPE_TIMESTAMP,
		builtin.Instant: duckdb.TYPE_TIMESTAMP_TZ, builtin.Blob: duckdb.TYPE_BLOB,
	}[kind]
	if !known {
		return nil, fmt.Errorf("no type for kind %d", kind)
	}
	return duckdb.NewTypeInfo(plain)
}

// TypeInfo returns a type of the dialect as duckdb-go has it.
func TypeInfo(t schema.Type) (duckdb.TypeInfo, error) {
	switch t.Kind {
	case schema.List:
		element, err := TypeInfo(*t.Element)
		if err != nil {
			return nil, err
		}
		return duckdb.NewListInfo(element)
	case schema.Map:
		text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
		if err != nil {
			return nil, err
		}
		return duckdb.NewMapInfo(text, text)
	case schema.Struct:
		return structInfo(t.Fields)
	}
	plain, known := map[schema.Kind]duckdb.Type{
		schema.Text: duckdb.TYPE_VARCHAR, schema.Boolean: duckdb.TYPE_BOOLEAN,
		schema.Timestamp: duckdb.TYPE_TIMESTAMP, schema.BigInt: duckdb.TYPE_BIGINT, schema.Blob: duckdb.TYPE_BLOB,
	}[t.Kind]
	if !known {
		return nil, fmt.Errorf("no type for kind %d", t.Kind)
	}
	return duckdb.NewTypeInfo(plain)
}

func structInfo(fields []schema.Field) (duckdb.TypeInfo, error) {
	var entries []duckdb.StructEntry
	for _, field := range fields {
		info, err := TypeInfo(field.Type)
		if err != nil {
			return nil, err
		}
		entry, err := duckdb.NewStructEntry(info, field.Name)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	return duckdb.NewStructInfo(entries[0], entries[1:]...)
}
