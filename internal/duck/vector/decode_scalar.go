//go:build cgo

package vector

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/table"
)

// scalarDecoder returns the function that reads values of a type without parts,
// nil for other types.
func scalarDecoder(kind duckdb.Type) func(d *Decoder, row int) table.Value {
	switch kind {
	case duckdb.TYPE_VARCHAR:
		return (*Decoder).readText
	case duckdb.TYPE_BIGINT:
		return readInteger[int64]
	case duckdb.TYPE_INTEGER:
		return readInteger[int32]
	case duckdb.TYPE_SMALLINT:
		return readInteger[int16]
	case duckdb.TYPE_TINYINT:
		return readInteger[int8]
	case duckdb.TYPE_UINTEGER:
		return readInteger[uint32]
	case duckdb.TYPE_USMALLINT:
		return readInteger[uint16]
	case duckdb.TYPE_UTINYINT:
		return readInteger[uint8]
	case duckdb.TYPE_UBIGINT:
		return (*Decoder).readUnsigned
	case duckdb.TYPE_HUGEINT, duckdb.TYPE_UHUGEINT:
		return (*Decoder).readHuge
	case duckdb.TYPE_BOOLEAN:
		return func(d *Decoder, row int) table.Value { return table.Bool(*valueAt[bool](&d.vector, row)) }
	case duckdb.TYPE_DOUBLE:
		return func(d *Decoder, row int) table.Value { return numberValue(*valueAt[float64](&d.vector, row), 64) }
	case duckdb.TYPE_FLOAT:
		return func(d *Decoder, row int) table.Value {
			return numberValue(float64(*valueAt[float32](&d.vector, row)), 32)
		}
	case duckdb.TYPE_BLOB:
		return (*Decoder).readBlob
	case duckdb.TYPE_UUID:
		return (*Decoder).readUUID
	case duckdb.TYPE_SQLNULL:
		return func(*Decoder, int) table.Value { return table.Value{} }
	}
	return timeDecoder(kind)
}

func readInteger[T int8 | int16 | int32 | int64 | uint8 | uint16 | uint32](d *Decoder, row int) table.Value {
	return table.Int(int64(*valueAt[T](&d.vector, row)))
}

func (d *Decoder) readUnsigned(row int) table.Value {
	return table.Number(strconv.FormatUint(*valueAt[uint64](&d.vector, row), 10))
}

// numberValue returns a number of that many bits. A number that JSON cannot write
// is a text, as in Trino.
func numberValue(f float64, bits int) table.Value {
	switch {
	case math.IsNaN(f):
		return table.Text("NaN")
	case math.IsInf(f, 1):
		return table.Text("Infinity")
	case math.IsInf(f, -1):
		return table.Text("-Infinity")
	}
	return table.Number(strconv.FormatFloat(f, 'f', -1, bits))
}

// textBytes returns a row's bytes, which are the chunk's memory.
func (d *Decoder) textBytes(row int) []byte {
	s := valueAt[stringValue](&d.vector, row)
	if s.length <= inlineLength {
		return unsafe.Slice(&s.prefix[0], s.length)
	}
	return s.longText()
}

func (d *Decoder) readText(row int) table.Value {
	b := d.textBytes(row)
	if d.isJSON {
		return table.JSON(b)
	}
	return table.Text(unsafe.String(unsafe.SliceData(b), len(b)))
}

// readBlob writes bytes as Athena does: in hexadecimal, with spaces between.
func (d *Decoder) readBlob(row int) table.Value {
	b := d.textBytes(row)
	text := make([]byte, 0, 3*len(b))
	for i := range b {
		if i > 0 {
			text = append(text, ' ')
		}
		text = hex.AppendEncode(text, b[i:i+1])
	}
	return table.Text(string(text))
}

// hugeValue is duckdb_hugeint; upper of a UHUGEINT is unsigned.
type hugeValue struct {
	lower uint64
	upper int64
}

func (h hugeValue) bigInt(signed bool) *big.Int {
	upper := big.NewInt(h.upper)
	if !signed {
		upper.SetUint64(uint64(h.upper))
	}
	return upper.Lsh(upper, 64).Add(upper, new(big.Int).SetUint64(h.lower))
}

func (d *Decoder) readHuge(row int) table.Value {
	return table.Number(valueAt[hugeValue](&d.vector, row).bigInt(d.kind == duckdb.TYPE_HUGEINT).String())
}

// readDecimal reads an integer, some of whose digits are behind the point.
func (d *Decoder) readDecimal(row int) table.Value {
	var n *big.Int
	switch d.storage {
	case duckdb.TYPE_SMALLINT:
		n = big.NewInt(int64(*valueAt[int16](&d.vector, row)))
	case duckdb.TYPE_INTEGER:
		n = big.NewInt(int64(*valueAt[int32](&d.vector, row)))
	case duckdb.TYPE_BIGINT:
		n = big.NewInt(*valueAt[int64](&d.vector, row))
	default:
		n = valueAt[hugeValue](&d.vector, row).bigInt(true)
	}
	digits := new(big.Int).Abs(n).String()
	if d.scale > 0 {
		digits = strings.Repeat("0", max(d.scale+1-len(digits), 0)) + digits
		digits = digits[:len(digits)-d.scale] + "." + digits[len(digits)-d.scale:]
	}
	if n.Sign() < 0 {
		digits = "-" + digits
	}
	return table.Number(digits)
}

func (d *Decoder) readEnum(row int) table.Value {
	var place int
	switch d.storage {
	case duckdb.TYPE_UTINYINT:
		place = int(*valueAt[uint8](&d.vector, row))
	case duckdb.TYPE_USMALLINT:
		place = int(*valueAt[uint16](&d.vector, row))
	default:
		place = int(*valueAt[uint32](&d.vector, row))
	}
	return table.Text(d.labels[place])
}

// readUUID reads a number whose highest bit is flipped, so that it sorts.
func (d *Decoder) readUUID(row int) table.Value {
	h := *valueAt[hugeValue](&d.vector, row)
	upper := uint64(h.upper) ^ 1<<63
	return table.Text(fmt.Sprintf("%08x-%04x-%04x-%04x-%012x",
		upper>>32, upper>>16&0xffff, upper&0xffff, h.lower>>48, h.lower&(1<<48-1)))
}
