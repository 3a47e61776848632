package rowgroup

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// encoder encodes and compresses pages.
type encoder struct {
	zstd       *zstd.Encoder
	page       []byte // that is made
	encoded    []byte
	compressed []byte
	protocol   thrift.CompactProtocol
}

// newEncoder returns an encoder. Its compression is the fastest: where similar records are
// next to each other, files are as small as at the next level.
func newEncoder() (*encoder, error) {
	compressor, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false),
		zstd.WithAllLitEntropyCompression(true)) // IDs have digits at random, and no two alike
	return &encoder{zstd: compressor}, err
}

// appendLevels appends levels of which most is the greatest, behind their size.
func (e *encoder) appendLevels(page []byte, levels []uint8, most uint8) ([]byte, error) {
	if most == 0 {
		return page, nil
	}
	encoding := rle.Encoding{BitWidth: bits.Len8(most)}
	encoded, err := encoding.EncodeLevels(e.encoded, levels)
	e.encoded = encoded
	page = binary.LittleEndian.AppendUint32(page, uint32(len(encoded)))
	return append(page, encoded...), err
}

// appendNumbers appends numbers of values in a dictionary of a size.
func (e *encoder) appendNumbers(page []byte, numbers []int32, size int) ([]byte, error) {
	encoding := rle.Encoding{BitWidth: max(1, bits.Len(uint(size-1)))}
	encoded, err := encoding.EncodeInt32(e.encoded, numbers)
	e.encoded = encoded
	return append(append(page, byte(encoding.BitWidth)), encoded...), err
}

// chunk is the pages of a column in a row group.
type chunk struct {
	bytes        []byte
	uncompressed int // their size, with their headers
	slots        int
	dictionary   bool // the first page is one
	first        int  // where the first page of data is
	encodings    []format.Encoding
}

// addPage adds a page.
func (c *chunk) addPage(e *encoder, header format.PageHeader, page []byte) error {
	if header.Type == format.DataPage && c.first < 0 {
		c.first = len(c.bytes)
	}
	e.compressed = e.zstd.EncodeAll(page, e.compressed[:0])
	header.UncompressedPageSize, header.CompressedPageSize = int32(len(page)), int32(len(e.compressed))
	header.CRC = int32(crc32.ChecksumIEEE(e.compressed))
	head, err := thrift.Marshal(&e.protocol, &header)
	if err != nil {
		return err
	}
	c.bytes = append(append(c.bytes, head...), e.compressed...)
	c.uncompressed += len(head) + len(page)
	return nil
}

func (c *chunk) clearPages() {
	*c = chunk{bytes: c.bytes[:0], first: -1, encodings: append(c.encodings[:0], format.RLE)}
}
