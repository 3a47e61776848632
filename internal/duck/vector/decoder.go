//go:build cgo

package vector

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq/internal/sqltext"
	"github.com/trailq/trailq/internal/table"
)

// Decoder reads the values of a vector.
type Decoder struct {
	kind     duckdb.Type
	name     string // as DuckDB writes the type
	isJSON   bool
	scale    int         // of a decimal
	storage  duckdb.Type // of a decimal or enum
	labels   []string    // of an enum
	fields   [][]byte    // of a struct: its keys as JSON, with the colon
	children []*Decoder  // of a list, array, map or struct
	size     int         // of an array
	json     []byte      // of the nested value that was returned last

	vector vectorData
	scalar func(d *Decoder, row int) table.Value // nil where the value is nested
}

// NewDecoder returns a decoder for a type.
func NewDecoder(t mapping.LogicalType) (*Decoder, error) {
	d := &Decoder{kind: mapping.GetTypeId(t), isJSON: mapping.LogicalTypeGetAlias(t) == "JSON"}
	d.name = typeName(d.kind, d.isJSON)
	if d.scalar = scalarDecoder(d.kind); d.scalar != nil {
		return d, nil
	}
	switch d.kind {
	case duckdb.TYPE_DECIMAL:
		d.scale, d.storage = int(mapping.DecimalScale(t)), mapping.DecimalInternalType(t)
		d.name = fmt.Sprintf("DECIMAL(%d,%d)", mapping.DecimalWidth(t), d.scale)
		d.scalar = (*Decoder).readDecimal
		return d, nil
	case duckdb.TYPE_ENUM:
		d.storage = mapping.EnumInternalType(t)
		for i := range mapping.EnumDictionarySize(t) {
			d.labels = append(d.labels, mapping.EnumDictionaryValue(t, mapping.IdxT(i)))
		}
		d.scalar = (*Decoder).readEnum
		return d, nil
	}
	return d, d.addParts(t)
}

// addParts adds the decoders for the parts of a nested type.
func (d *Decoder) addParts(t mapping.LogicalType) error {
	switch d.kind {
	case duckdb.TYPE_LIST:
		if err := d.addChild(mapping.ListTypeChildType(t)); err != nil {
			return err
		}
		d.name = d.children[0].name + "[]"
	case duckdb.TYPE_ARRAY:
		if err := d.addChild(mapping.ArrayTypeChildType(t)); err != nil {
			return err
		}
		d.size = int(mapping.ArrayTypeArraySize(t))
		d.name = fmt.Sprintf("%s[%d]", d.children[0].name, d.size)
	case duckdb.TYPE_MAP:
		if err := d.addChild(mapping.MapTypeKeyType(t)); err != nil {
			return err
		}
		if err := d.addChild(mapping.MapTypeValueType(t)); err != nil {
			return err
		}
		d.name = "MAP(" + d.children[0].name + ", " + d.children[1].name + ")"
	case duckdb.TYPE_STRUCT:
		return d.addFields(t)
	default:
		return fmt.Errorf("its type %s cannot be shown: CAST(… AS VARCHAR) can", d.name)
	}
	return nil
}

func (d *Decoder) addFields(t mapping.LogicalType) error {
	var parts []string
	for i := range mapping.StructTypeChildCount(t) {
		if err := d.addChild(mapping.StructTypeChildType(t, i)); err != nil {
			return err
		}
		name := mapping.StructTypeChildName(t, i)
		d.fields = append(d.fields, append(table.Text(name).AppendJSON(nil), ':'))
		parts = append(parts, sqltext.Identifier(name)+" "+d.children[i].name)
	}
	d.name = "STRUCT(" + strings.Join(parts, ", ") + ")"
	return nil
}

func (d *Decoder) addChild(t mapping.LogicalType) error {
	defer mapping.DestroyLogicalType(&t)
	child, err := NewDecoder(t)
	d.children = append(d.children, child)
	return err
}

// typeName returns the name that DuckDB has for a type without parts.
func typeName(kind duckdb.Type, isJSON bool) string {
	if isJSON {
		return "JSON"
	}
	if info, err := duckdb.NewTypeInfo(kind); err == nil {
		return strings.TrimPrefix(typeNames()[info.InternalType()], "TYPE_")
	}
	return fmt.Sprintf("number %d", kind)
}

func typeNames() map[duckdb.Type]string {
	return map[duckdb.Type]string{
		duckdb.TYPE_BOOLEAN: "BOOLEAN", duckdb.TYPE_TINYINT: "TINYINT", duckdb.TYPE_SMALLINT: "SMALLINT",
		duckdb.TYPE_INTEGER: "INTEGER", duckdb.TYPE_BIGINT: "BIGINT", duckdb.TYPE_UTINYINT: "UTINYINT",
		duckdb.TYPE_USMALLINT: "USMALLINT", duckdb.TYPE_UINTEGER: "UINTEGER", duckdb.TYPE_UBIGINT: "UBIGINT",
		duckdb.TYPE_HUGEINT: "HUGEINT", duckdb.TYPE_UHUGEINT: "UHUGEINT", duckdb.TYPE_FLOAT: "FLOAT",
		duckdb.TYPE_DOUBLE: "DOUBLE", duckdb.TYPE_VARCHAR: "VARCHAR", duckdb.TYPE_BLOB: "BLOB",
		duckdb.TYPE_DATE: "DATE", duckdb.TYPE_TIME: "TIME", duckdb.TYPE_TIMESTAMP: "TIMESTAMP",
		duckdb.TYPE_TIMESTAMP_S: "TIMESTAMP_S", duckdb.TYPE_TIMESTAMP_MS: "TIMESTAMP_MS",
		duckdb.TYPE_TIMESTAMP_NS: "TIMESTAMP_NS", duckdb.TYPE_TIMESTAMP_TZ: "TIMESTAMP WITH TIME ZONE",
		duckdb.TYPE_INTERVAL: "INTERVAL", duckdb.TYPE_UUID: "UUID", duckdb.TYPE_SQLNULL: "NULL",
		duckdb.TYPE_UNION: "UNION", duckdb.TYPE_BIT: "BIT", duckdb.TYPE_BIGNUM: "BIGNUM", duckdb.TYPE_TIME_TZ: "TIME WITH TIME ZONE",
	}
}

// Begin starts on a vector.
func (d *Decoder) Begin(vec mapping.Vector) {
	d.vector = vectorData{vec, mapping.VectorGetData(vec), mapping.VectorGetValidity(vec)}
	switch d.kind {
	case duckdb.TYPE_LIST:
		d.children[0].Begin(mapping.ListVectorGetChild(vec))
	case duckdb.TYPE_ARRAY:
		d.children[0].Begin(mapping.ArrayVectorGetChild(vec))
	case duckdb.TYPE_MAP:
		entries := mapping.ListVectorGetChild(vec)
		for i, child := range d.children {
			child.Begin(mapping.StructVectorGetChild(entries, mapping.IdxT(i)))
		}
	case duckdb.TYPE_STRUCT:
		for i, child := range d.children {
			child.Begin(mapping.StructVectorGetChild(vec, mapping.IdxT(i)))
		}
	}
}

// rowIsNull reports whether a row is NULL; without a mask none is.
func (d *Decoder) rowIsNull(row int) bool {
	return d.vector.mask != nil && *d.vector.maskWord(row)>>(row%64)&1 == 0
}

// TypeName returns DuckDB's name of the type.
func (d *Decoder) TypeName() string { return d.name }

// Value returns the value of a row. Its text is DuckDB's memory or the decoder's,
// and is good until the next row.
func (d *Decoder) Value(row int) table.Value {
	switch {
	case d.rowIsNull(row):
		return table.Value{}
	case d.scalar != nil:
		return d.scalar(d, row)
	}
	d.json = d.appendJSON(d.json[:0], row)
	return table.JSON(d.json)
}

// appendJSON appends the value of a row as JSON.
func (d *Decoder) appendJSON(dst []byte, row int) []byte {
	switch {
	case d.rowIsNull(row):
		return append(dst, "null"...)
	case d.kind == duckdb.TYPE_VARCHAR && !d.isJSON:
		return d.appendText(dst, row)
	case d.scalar != nil:
		return d.scalar(d, row).AppendJSON(dst)
	}
	switch d.kind {
	case duckdb.TYPE_STRUCT:
		return d.appendStruct(dst, row)
	case duckdb.TYPE_MAP:
		return d.appendMap(dst, *valueAt[listEntry](&d.vector, row))
	case duckdb.TYPE_ARRAY:
		return d.appendList(dst, listEntry{uint64(row * d.size), uint64(d.size)})
	}
	return d.appendList(dst, *valueAt[listEntry](&d.vector, row))
}

// appendText appends a text as JSON. Most texts need no escapes, and are copied.
func (d *Decoder) appendText(dst []byte, row int) []byte {
	text := d.textBytes(row)
	for _, c := range text {
		if c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return table.Text(string(text)).AppendJSON(dst)
		}
	}
	return append(append(append(dst, '"'), text...), '"')
}

func (d *Decoder) appendStruct(dst []byte, row int) []byte {
	dst = append(dst, '{')
	for i, key := range d.fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = d.children[i].appendJSON(append(dst, key...), row)
	}
	return append(dst, '}')
}

func (d *Decoder) appendList(dst []byte, entry listEntry) []byte {
	dst = append(dst, '[')
	for i := range entry.length {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = d.children[0].appendJSON(dst, int(entry.offset+i))
	}
	return append(dst, ']')
}

// appendMap appends a map as an object. Keys that are not text become text.
func (d *Decoder) appendMap(dst []byte, entry listEntry) []byte {
	dst = append(dst, '{')
	for i := range entry.length {
		if i > 0 {
			dst = append(dst, ',')
		}
		row := int(entry.offset + i)
		key := d.children[0].Value(row)
		dst = table.Text(string(key.AppendText(nil))).AppendJSON(dst)
		dst = d.children[1].appendJSON(append(dst, ':'), row)
	}
	return append(dst, '}')
}
