//go:build cgo

package duck

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

// scalarDecoder returns how values of a type without parts are read, nil for
// other types.
func scalarDecoder(kind duckdb.Type) func(d *decoder, row int) table.Value {
	switch kind {
	case duckdb.TYPE_VARCHAR:
		return (*decoder).text
	case duckdb.TYPE_BIGINT:
		return integer[int64]
	case duckdb.TYPE_INTEGER:
		return integer[int32]
	case duckdb.TYPE_SMALLINT:
		return integer[int16]
	case duckdb.TYPE_TINYINT:
		return integer[int8]
	case duckdb.TYPE_UINTEGER:
		return integer[uint32]
	case duckdb.TYPE_USMALLINT:
		return integer[uint16]
	case duckdb.TYPE_UTINYINT:
		return integer[uint8]
	case duckdb.TYPE_UBIGINT:
		return (*decoder).unsigned
	case duckdb.TYPE_HUGEINT, duckdb.TYPE_UHUGEINT:
		return (*decoder).huge
	case duckdb.TYPE_BOOLEAN:
		return func(d *decoder, row int) table.Value { return table.Bool(*at[bool](&d.vectorData, row)) }
	case duckdb.TYPE_DOUBLE:
		return func(d *decoder, row int) table.Value { return number(*at[float64](&d.vectorData, row), 64) }
	case duckdb.TYPE_FLOAT:
		return func(d *decoder, row int) table.Value {
			return number(float64(*at[float32](&d.vectorData, row)), 32)
		}
	case duckdb.TYPE_BLOB:
		return (*decoder).blob
	case duckdb.TYPE_UUID:
		return (*decoder).uuid
	case duckdb.TYPE_SQLNULL:
		return func(*decoder, int) table.Value { return table.Value{} }
	}
	return timeDecoder(kind)
}

func integer[T int8 | int16 | int32 | int64 | uint8 | uint16 | uint32](d *decoder, row int) table.Value {
	return table.Int(int64(*at[T](&d.vectorData, row)))
}

func (d *decoder) unsigned(row int) table.Value {
	return table.Number(strconv.FormatUint(*at[uint64](&d.vectorData, row), 10))
}

// number is a number of that many bits. What JSON cannot write is a text, as
// Trino has it.
func number(f float64, bits int) table.Value {
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

// bytes returns a row's bytes, which are the chunk's memory.
func (d *decoder) bytes(row int) []byte {
	s := at[stringValue](&d.vectorData, row)
	if s.length <= inlineLength {
		return unsafe.Slice(&s.prefix[0], s.length)
	}
	return s.text()
}

func (d *decoder) text(row int) table.Value {
	b := d.bytes(row)
	if d.isJSON {
		return table.JSON(b)
	}
	return table.Text(unsafe.String(unsafe.SliceData(b), len(b)))
}

// blob writes bytes as Athena does: in hexadecimal, with spaces between.
func (d *decoder) blob(row int) table.Value {
	b := d.bytes(row)
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

func (h hugeValue) number(signed bool) *big.Int {
	upper := big.NewInt(h.upper)
	if !signed {
		upper.SetUint64(uint64(h.upper))
	}
	return upper.Lsh(upper, 64).Add(upper, new(big.Int).SetUint64(h.lower))
}

func (d *decoder) huge(row int) table.Value {
	return table.Number(at[hugeValue](&d.vectorData, row).number(d.kind == duckdb.TYPE_HUGEINT).String())
}

// decimal is an integer with some of its digits behind the point.
func (d *decoder) decimal(row int) table.Value {
	var n *big.Int
	switch d.storage {
	case duckdb.TYPE_SMALLINT:
		n = big.NewInt(int64(*at[int16](&d.vectorData, row)))
	case duckdb.TYPE_INTEGER:
		n = big.NewInt(int64(*at[int32](&d.vectorData, row)))
	case duckdb.TYPE_BIGINT:
		n = big.NewInt(*at[int64](&d.vectorData, row))
	default:
		n = at[hugeValue](&d.vectorData, row).number(true)
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

func (d *decoder) enum(row int) table.Value {
	var place int
	switch d.storage {
	case duckdb.TYPE_UTINYINT:
		place = int(*at[uint8](&d.vectorData, row))
	case duckdb.TYPE_USMALLINT:
		place = int(*at[uint16](&d.vectorData, row))
	default:
		place = int(*at[uint32](&d.vectorData, row))
	}
	return table.Text(d.labels[place])
}

// uuid is a number whose highest bit is flipped, so that it sorts.
func (d *decoder) uuid(row int) table.Value {
	h := *at[hugeValue](&d.vectorData, row)
	upper := uint64(h.upper) ^ 1<<63
	return table.Text(fmt.Sprintf("%08x-%04x-%04x-%04x-%012x",
		upper>>32, upper>>16&0xffff, upper&0xffff, h.lower>>48, h.lower&(1<<48-1)))
}
