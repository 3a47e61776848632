package rowgroup

import (
	"bufio"
	"encoding/binary"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// File is a Parquet file that is being written.
type File struct {
	table  *Table
	to     *bufio.Writer
	offset int64
	rows   int64
	groups []format.RowGroup
	blooms []*bloomFilter
	err    error
}

const magic = "PAR1"

// Begin starts on a file. The one before must have ended.
func (t *Table) Begin(to io.Writer) *File {
	f := &File{table: t, to: bufio.NewWriterSize(to, 1<<18)}
	t.forgetObjects()
	t.beginGroup()
	f.writeBytes([]byte(magic))
	return f
}

// NextRow begins a row, in which all is NULL.
func (f *File) NextRow() {
	t := f.table
	if len(t.full) > 0 {
		f.endPages()
	}
	t.rows.levels = append(t.rows.levels, 0)
}

// endPages ends the pages that have enough.
func (f *File) endPages() {
	for _, l := range f.table.full {
		if err := l.addPage(f.table.encoder); err != nil && f.err == nil {
			f.err = err
		}
	}
	f.table.full = f.table.full[:0]
}

// Rows returns how many rows the row group has so far.
func (f *File) Rows() int { return len(f.table.rows.levels) }

// EndGroup writes the rows so far as a row group.
func (f *File) EndGroup() error {
	t := f.table
	group := format.RowGroup{NumRows: int64(f.Rows()), FileOffset: f.offset, Ordinal: int16(len(f.groups))}
	for _, l := range t.leaves {
		if err := l.endGroup(t.encoder); err != nil && f.err == nil {
			f.err = err
		}
		f.addChunk(&group, l)
	}
	f.rows += group.NumRows
	f.groups = append(f.groups, group)
	t.beginGroup()
	return f.err
}

// addChunk writes the pages of a column.
func (f *File) addChunk(group *format.RowGroup, l *Leaf) {
	meta := format.ColumnMetaData{
		Type: f.table.typeOf(l), Encoding: append([]format.Encoding(nil), l.pages.encodings...), PathInSchema: l.path, Codec: format.Zstd,
		NumValues: int64(l.pages.slots), TotalUncompressedSize: int64(l.pages.uncompressed), TotalCompressedSize: int64(len(l.pages.bytes)),
		DataPageOffset: f.offset + int64(l.pages.first),
		Statistics:     format.Statistics{NullCount: int64(l.pages.slots - l.count)},
	}
	if l.bounds.known && !l.bounds.unknown {
		meta.Statistics.MinValue = append([]byte{}, l.bounds.least...)
		meta.Statistics.MaxValue = append([]byte{}, l.bounds.greatest...)
	}
	if l.pages.dictionary {
		meta.DictionaryPageOffset = f.offset
		meta.Statistics.DistinctCount = int64(l.entries.size())
		f.blooms = append(f.blooms, newBloomFilter(l, len(f.groups), len(group.Columns)))
	}
	f.writeBytes(l.pages.bytes)
	group.TotalByteSize += meta.TotalUncompressedSize
	group.TotalCompressedSize += meta.TotalCompressedSize
	group.Columns = append(group.Columns, format.ColumnChunk{MetaData: meta})
}

// End writes the last row group and the footer.
func (f *File) End() error {
	if f.Rows() > 0 {
		if err := f.EndGroup(); err != nil {
			return err
		}
	}
	f.writeBlooms()
	meta := format.FileMetaData{Version: 1, Schema: f.table.schema, NumRows: f.rows, RowGroups: f.groups, CreatedBy: "trailq version 1"}
	for range f.table.leaves {
		meta.ColumnOrders = append(meta.ColumnOrders, format.ColumnOrder{Value: new(format.TypeDefinedOrder)})
	}
	footer, err := thrift.Marshal(&f.table.encoder.protocol, &meta)
	if err != nil {
		return err
	}
	f.writeBytes(footer)
	f.writeBytes(binary.LittleEndian.AppendUint32(nil, uint32(len(footer))))
	f.writeBytes([]byte(magic))
	if f.err != nil {
		return f.err
	}
	return f.to.Flush()
}

func (f *File) writeBytes(bytes []byte) {
	f.offset += int64(len(bytes))
	if _, err := f.to.Write(bytes); err != nil && f.err == nil {
		f.err = err
	}
}

// typeOf returns how the values of a column are stored.
func (t *Table) typeOf(l *Leaf) format.Type {
	if l.isNumber() {
		return format.Int64
	}
	return format.ByteArray
}
