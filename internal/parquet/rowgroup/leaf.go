package rowgroup

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/trailq/trailq/internal/extract"
)

// Leaf is a column of values.
type Leaf struct {
	slots
	field Field
	path  []string
	trace *trace // of the struct around, nil where nobody remembers that

	count   int        // values in the row group
	numbers []int32    // of these, in the dictionary
	values  []byte     // in the page that is being filled, where there is no dictionary
	isFull  bool       // these are enough for a page
	inPage  int        // slots in the pages before
	entries dictionary // of the row group
	plain   bool       // the row group has no dictionary
	rest    int        // row groups that are yet to be written without trying one
	bounds  valueRange
	number  [8]byte // that is put

	table *Table
	pages chunk
}

const (
	// leastTried is how many values are needed to tell that they hardly repeat.
	leastTried = 512
	// largestDictionary is as much as readers can be expected to keep at hand.
	largestDictionary = 1 << 20
	// restAfter is how many row groups do without a dictionary after one for which it did
	// not pay.
	restAfter = 15
	// pageSize is how many bytes of values a page has, at least, before the next one begins.
	pageSize = 1 << 20
)

// Put puts the raw JSON of a text, a number or a time. A value of another kind is NULL.
func (l *Leaf) Put(raw []byte) {
	switch l.field.Kind {
	case Text:
		if text := plainText(raw); text != nil {
			l.PutBytes(text)
		}
	case Number:
		if n, err := strconv.ParseInt(string(raw), 10, 64); err == nil {
			l.PutInt(n)
		}
	case LocalTime, Instant:
		if t, err := time.Parse(time.RFC3339, string(extract.Text(raw))); err == nil {
			l.PutInt(t.UnixMicro())
		}
	}
}

// plainText returns the text of a raw value, nil for NULL.
func plainText(raw []byte) []byte {
	if len(raw) >= 2 && raw[0] == '"' {
		if text := raw[1 : len(raw)-1]; extract.IsPlain(text) {
			return text
		}
	}
	return extract.Text(raw)
}

// PutInt puts a number.
func (l *Leaf) PutInt(n int64) {
	binary.LittleEndian.PutUint64(l.number[:], uint64(n))
	l.PutBytes(l.number[:])
}

// PutBytes puts a value as it is: text is UTF-8.
func (l *Leaf) PutBytes(value []byte) {
	if l.trace != nil {
		l.trace.noteValue(&l.slots, l, value)
	}
	l.putValue(value)
}

// putValue puts a value that is noted, if it has to be.
func (l *Leaf) putValue(value []byte) {
	l.addAt(len(l.around.levels) - 1)
	l.keepValue(value)
}

// PutBytesAt puts a value into a row of the group, behind those that have one. It is for
// columns that are late.
func (l *Leaf) PutBytesAt(row int, value []byte) {
	l.addAt(row)
	l.keepValue(value)
}

// PutIntAt does with a number what PutBytesAt does.
func (l *Leaf) PutIntAt(row int, n int64) {
	binary.LittleEndian.PutUint64(l.number[:], uint64(n))
	l.PutBytesAt(row, l.number[:])
}

// keepValue keeps a value whose slot is there.
func (l *Leaf) keepValue(value []byte) {
	l.count++
	if l.plain {
		l.bounds.extendBy(value, l.isNumber())
		l.values = appendPlain(l.values, value, l.lengthBytes())
		l.reportFull()
		return
	}
	l.numbers = append(l.numbers, l.entries.numberValue(value))
	if n := l.entries.size(); n >= leastTried && 2*n > l.count || len(l.entries.values) > largestDictionary {
		l.dropDictionary()
	}
}

// reportFull tells the table once that the values are enough for a page.
func (l *Leaf) reportFull() {
	if len(l.values) >= pageSize && !l.isFull && !l.field.Late {
		l.isFull = true
		l.table.full = append(l.table.full, l)
	}
}

func (l *Leaf) isNumber() bool { return l.field.Kind != Text && l.field.Kind != Blob }

// lengthBytes returns how many bytes before a value tell its length.
func (l *Leaf) lengthBytes() int {
	if l.isNumber() {
		return 0
	}
	return lengthSize
}

// dropDictionary writes the values down themselves.
func (l *Leaf) dropDictionary() {
	l.plain, l.rest = true, restAfter
	for _, number := range l.numbers {
		l.values = appendPlain(l.values, l.entries.valueAt(number), l.lengthBytes())
	}
	for number := range l.entries.size() {
		l.bounds.extendBy(l.entries.valueAt(int32(number)), l.isNumber())
	}
	l.numbers = l.numbers[:0]
	l.reportFull()
}

// beginGroup starts on a row group.
func (l *Leaf) beginGroup() {
	l.slots.clearSlots()
	l.rest = max(0, l.rest-1)
	l.plain = l.field.Unique || l.rest > 0
	l.entries.clearValues()
	l.numbers, l.values = l.numbers[:0], l.values[:0]
	l.count, l.inPage, l.isFull = 0, 0, false
	l.bounds.clearBounds()
	l.pages.clearPages()
}

// endGroup completes the pages of the row group.
func (l *Leaf) endGroup(e *encoder) error {
	if l.count == 0 || l.plain {
		return l.addPage(e)
	}
	for number := range l.entries.size() {
		l.bounds.extendBy(l.entries.valueAt(int32(number)), l.isNumber())
	}
	return cmp.Or(l.addDictionary(e), l.addPage(e))
}

// addDictionary adds the page that has the different values.
func (l *Leaf) addDictionary(e *encoder) error {
	l.pages.dictionary = true
	l.pages.encodings = append(l.pages.encodings, format.Plain)
	return l.pages.addPage(e, format.PageHeader{Type: format.DictionaryPage, DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{
		NumValues: int32(l.entries.size()), Encoding: format.Plain,
	})}, l.entries.values)
}

// addPage adds the page that has the slots since the page before, and their values.
func (l *Leaf) addPage(e *encoder) error {
	l.followAll()
	page, encoding := e.page[:0], format.Plain
	var err error
	if list := l.listAround(); list != nil {
		page, err = e.appendLevels(page, list.starts[l.inPage:], 1)
	}
	if err == nil {
		page, err = e.appendLevels(page, l.levels[l.inPage:], l.level)
	}
	switch {
	case err != nil:
		return err
	case l.count > 0 && !l.plain:
		encoding = format.RLEDictionary
		page, err = e.appendNumbers(page, l.numbers, l.entries.size())
	default:
		page = append(page, l.values...)
	}
	if err != nil {
		return err
	}
	e.page = page
	slots := len(l.levels) - l.inPage
	l.inPage, l.values, l.isFull = len(l.levels), l.values[:0], false
	l.pages.slots += slots
	if !slices.Contains(l.pages.encodings, encoding) {
		l.pages.encodings = append(l.pages.encodings, encoding)
	}
	return l.pages.addPage(e, format.PageHeader{Type: format.DataPage, DataPageHeader: thrift.New(format.DataPageHeader{
		NumValues: int32(slots), Encoding: encoding, DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE,
	})}, page)
}
