package builtin

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"math/big"

	"github.com/cespare/xxhash/v2"
)

// CRC32 is the IEEE checksum.
func CRC32(data []byte) (int64, error) { return int64(crc32.ChecksumIEEE(data)), nil }

// XXHash64 returns a hash as bytes, the highest first.
func XXHash64(data []byte) ([]byte, error) {
	return binary.BigEndian.AppendUint64(nil, xxhash.Sum64(data)), nil
}

// textHash and numberHash return what checksum() adds for a value: its hash, and
// a prime as the factor.
func textHash(text string) (string, error) { return weightedHash(xxhash.Sum64String(text)) }

func numberHash(n int64) (string, error) {
	return weightedHash(xxhash.Sum64(binary.LittleEndian.AppendUint64(nil, uint64(n))))
}

func doubleHash(x float64) (string, error) {
	if x == 0 {
		x = 0 // without a sign
	}
	return numberHash(int64(math.Float64bits(x)))
}

// checksumPrime is also what NULL adds.
const checksumPrime = 0x9E3779B185EBCA87

func weightedHash(hash uint64) (string, error) { return fmt.Sprint(hash * checksumPrime), nil }

// checksumBytes returns a sum of hashes as checksum() does: 64 bits of it, the
// lowest byte first.
func checksumBytes(sum string) ([]byte, error) {
	n, ok := new(big.Int).SetString(sum, 10)
	if !ok {
		return nil, fmt.Errorf("%q is no number", sum)
	}
	n.And(n, new(big.Int).SetUint64(math.MaxUint64))
	return binary.LittleEndian.AppendUint64(nil, n.Uint64()), nil
}
