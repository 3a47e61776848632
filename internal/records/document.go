package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// readDocument begins the next document. If the document is a single record, it
// returns the record.
func (r *Reader) readDocument() (Record, error) {
	if r.documents == 0 {
		r.skipByteOrderMark()
	}
	c, err := r.peek()
	if errors.Is(err, io.EOF) && r.documents == 0 {
		return Record{}, ErrEmpty
	}
	if err != nil {
		return Record{}, err
	}
	r.documents++
	switch c {
	case '[':
		r.enterArray(false)
		return Record{}, nil
	case '{':
		return r.readObject()
	}
	return Record{}, r.rejectDocument(fmt.Errorf("%w: no JSON object or array begins with %s", ErrForeign, quoteExcerpt(r.peekBytes(excerptSize+1))))
}

// skipByteOrderMark skips the mark that some editors write at the start of UTF-8
// text.
func (r *Reader) skipByteOrderMark() {
	mark := []byte("\xef\xbb\xbf")
	for len(r.data) < len(mark) && r.readMore() == nil {
	}
	if bytes.HasPrefix(r.data, mark) {
		r.at = len(mark)
	}
}

// enterArray begins to read the array whose bracket is at r.at.
func (r *Reader) enterArray(inside bool) {
	r.at++
	r.state, r.inside, r.first = inArray, inside, true
}

// readObject reads an object that is a document: an envelope up to its array of
// records, or a record.
func (r *Reader) readObject() (Record, error) {
	r.atArray = false
	end, err := r.scanWhole(r.scanToArray)
	switch {
	case errors.Is(err, ErrRecordSize):
		return Record{}, r.rejectOversized(err)
	case err != nil:
		return Record{}, r.rejectDocument(err)
	case r.atArray:
		start := r.at
		r.at = end
		if isControl(&Record{Raw: r.data[start:], Fields: r.fields}) {
			r.state = inEnvelope
			return Record{}, r.skipValue()
		}
		r.enterArray(true)
		return Record{}, nil
	}
	record := Record{Raw: r.cutValue(end), Fields: r.fields}
	if isDigest(&record) {
		return Record{}, ErrDigest
	}
	record, err = unwrapEvent(record)
	if err != nil && r.number == 0 {
		return Record{}, err
	}
	return r.finishRecord(record, err)
}

// scanToArray scans an object up to its array of records, if it has one.
func (r *Reader) scanToArray(at int) int {
	var end int
	end, r.fields = r.scan.scanObject(at, r.fields[:0], func(key []byte) bool {
		r.atArray = holdsRecords(key)
		return r.atArray
	})
	return end
}

// holdsRecords reports whether key names an envelope's array: Records in a log
// file, Events in an answer of LookupEvents, logEvents in data of CloudWatch Logs.
func holdsRecords(key []byte) bool {
	switch string(key) {
	case "Records", "Events", "logEvents":
		return true
	}
	return false
}

// rejectDocument handles a document that cannot be read. If good records came
// before it and more lines follow, it was one bad line among many: it is rejected,
// and reading goes on. Otherwise the file ends here.
func (r *Reader) rejectDocument(err error) error {
	oneLine := errors.Is(err, ErrTruncated) || errors.Is(err, ErrForeign) || isSyntax(err)
	if r.number == 0 || !oneLine || !r.findNextLine() {
		return err
	}
	return r.rejectRecord(err)
}

// findNextLine moves to the next line that begins an object or array and reports
// whether there is one. It searches no further than the limit of a record.
func (r *Reader) findNextLine() bool {
	for ahead := 0; ahead <= r.limit; {
		line := bytes.IndexByte(r.data[r.at+ahead:], '\n')
		next := r.at + ahead + line + 1
		if line >= 0 && next < len(r.data) {
			if r.data[next] == '{' || r.data[next] == '[' {
				r.at = next
				return true
			}
			ahead = next - r.at
			continue
		}
		if r.readMore() != nil {
			return false
		}
	}
	return false
}
