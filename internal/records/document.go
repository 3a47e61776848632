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
	if errors.Is(err, io.EOF) {
		return Record{}, r.endContent()
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
	case ',': // between events on lines, as in a part of an array
		if r.number > 0 {
			r.at++
			return Record{}, nil
		}
	}
	return r.readText()
}

// endContent returns the error that ends content without an error of its own: io.EOF
// if all was well.
func (r *Reader) endContent() error {
	switch {
	case r.documents == 0:
		return ErrEmpty
	case r.number == 0 && len(r.held) > 0:
		return r.held[0]
	case r.damages > 1:
		return fmt.Errorf("%w, and at %d more places; all records were read", r.damage, r.damages-1)
	case r.damages == 1:
		return fmt.Errorf("%w; all records were read", r.damage)
	}
	return io.EOF
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
		if r.openEnvelope() {
			return Record{}, nil
		}
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
	if r.documents == 1 && isDigest(&record) {
		return Record{}, ErrDigest
	}
	return r.takeDocument(record)
}

// takeDocument takes a document that is one object. If it is foreign and no record came
// before it, it counts only once an event follows: until then the whole file can be
// foreign.
func (r *Reader) takeDocument(document Record) (Record, error) {
	record, err := r.takeValue(document)
	if r.number > 0 || len(r.queue) != 1 || r.queue[0].Err == nil {
		return record, err
	}
	foreign := r.queue[0].Err
	r.queue = r.queue[:0]
	return Record{}, r.holdDocument(foreign)
}

// maxHeld is how many documents at the start can be foreign.
const maxHeld = 10_000

// holdDocument keeps the error of a document until an event follows.
func (r *Reader) holdDocument(err error) error {
	if r.held = append(r.held, err); len(r.held) > maxHeld {
		return r.held[0]
	}
	return nil
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
