package binary

import (
	"encoding/binary"
	"fmt"
	"math"
)

// WriteBigEndian64 writes a bigint as eight bytes, the highest first.
func WriteBigEndian64(n int64) ([]byte, error) {
	return binary.BigEndian.AppendUint64(nil, uint64(n)), nil
}

// WriteBigEndian32 writes an integer as four bytes, the highest first.
func WriteBigEndian32(n int64) ([]byte, error) {
	if n != int64(int32(n)) {
		return nil, fmt.Errorf("%d is no integer of 32 bits", n)
	}
	return binary.BigEndian.AppendUint32(nil, uint32(n)), nil
}

// ReadBigEndian64 reads what WriteBigEndian64 writes.
func ReadBigEndian64(data []byte) (int64, error) {
	if err := checkLength(data, 8); err != nil {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(data)), nil
}

// ReadBigEndian32 reads what WriteBigEndian32 writes.
func ReadBigEndian32(data []byte) (int64, error) {
	if err := checkLength(data, 4); err != nil {
		return 0, err
	}
	return int64(int32(binary.BigEndian.Uint32(data))), nil
}

// WriteFloat64 writes a double as IEEE 754 has it, the highest byte first.
func WriteFloat64(x float64) ([]byte, error) {
	return binary.BigEndian.AppendUint64(nil, math.Float64bits(x)), nil
}

// WriteFloat32 writes a real as IEEE 754 has it, the highest byte first.
func WriteFloat32(x float64) ([]byte, error) {
	return binary.BigEndian.AppendUint32(nil, math.Float32bits(float32(x))), nil
}

// ReadFloat64 reads what WriteFloat64 writes.
func ReadFloat64(data []byte) (float64, error) {
	if err := checkLength(data, 8); err != nil {
		return 0, err
	}
	return math.Float64frombits(binary.BigEndian.Uint64(data)), nil
}

// ReadFloat32 reads what WriteFloat32 writes.
func ReadFloat32(data []byte) (float64, error) {
	if err := checkLength(data, 4); err != nil {
		return 0, err
	}
	return float64(math.Float32frombits(binary.BigEndian.Uint32(data))), nil
}

func checkLength(data []byte, length int) error {
	if len(data) != length {
		return fmt.Errorf("%d bytes are expected, not %d", length, len(data))
	}
	return nil
}
