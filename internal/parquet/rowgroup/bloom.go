package rowgroup

import (
	"github.com/cespare/xxhash/v2"
	"github.com/parquet-go/parquet-go/bloom"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// bloomFilter tells of most values that a column of a row group has not that it has not.
type bloomFilter struct {
	group, column int
	blocks        bloom.SplitBlockFilter
}

// bloomBits is how many bits of the filter there are for each value: one in a hundred values
// that the column has not is taken for one that it could have.
const bloomBits = 10

// newBloomFilter returns the filter of the values in a dictionary.
func newBloomFilter(l *Leaf, group, column int) *bloomFilter {
	f := &bloomFilter{group: group, column: column, blocks: make(bloom.SplitBlockFilter, max(1, bloom.NumSplitBlocksOf(int64(l.entries.size()), bloomBits)))}
	for number := range l.entries.size() {
		f.blocks.Insert(xxhash.Sum64(l.entries.valueAt(int32(number))))
	}
	return f
}

// writeBlooms writes the filters of all row groups behind these.
func (f *File) writeBlooms() {
	for _, one := range f.blooms {
		header := format.BloomFilterHeader{
			NumBytes:    int32(len(one.blocks.Bytes())),
			Algorithm:   format.BloomFilterAlgorithm{Value: new(format.SplitBlockAlgorithm)},
			Hash:        format.BloomFilterHash{Value: new(format.XxHash)},
			Compression: format.BloomFilterCompression{Value: new(format.BloomFilterUncompressed)},
		}
		head, err := thrift.Marshal(&f.table.encoder.protocol, &header)
		if err != nil && f.err == nil {
			f.err = err
		}
		meta := &f.groups[one.group].Columns[one.column].MetaData
		meta.BloomFilterOffset, meta.BloomFilterLength = f.offset, int32(len(head)+len(one.blocks.Bytes()))
		f.writeBytes(head)
		f.writeBytes(one.blocks.Bytes())
	}
}
