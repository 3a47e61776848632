package records

import (
	"errors"
	"fmt"
	"io"
)

// Reader cuts the content of one file into records.
type Reader struct {
	buffer
	scan   scanner
	limit  int // in bytes, of a record
	fields []Field
	number int // records found, rejected ones included

	state     state
	documents int  // documents begun
	atArray   bool // the scan of an envelope stopped at its array
	inside    bool // the current array is in an envelope
	first     bool // no element of the array has been read yet
	opened    bool // the envelope is too long to be looked at whole
	outer     int  // how many objects are open around the envelope

	queue    []Found // found in one value, to be returned next
	held     []error // of documents before the first event, which are not CloudTrail
	damage   error   // the first damage that cost no record
	damages  int     // how many there were
	searched int     // bytes searched in vain for a next record
}

// state is the reader's place in the content.
type state int

const (
	betweenDocuments state = iota
	inArray
	inEnvelope // after an array, before the brace that closes the envelope
)

// NewReader returns a reader of the content in start followed by that of rest,
// which can be nil. Records point into start. The pool, if not nil, lends memory
// for the rest; see [Reader.Retired].
func NewReader(start []byte, rest io.Reader, limits Limits, pool *Pool) *Reader {
	r := new(Reader)
	r.Reset(start, rest, limits, pool)
	return r
}

// Reset makes the reader read another file.
func (r *Reader) Reset(start []byte, rest io.Reader, limits Limits, pool *Pool) {
	*r = Reader{
		buffer: buffer{data: start, rest: rest, pool: pool},
		limit:  limits.recordSize(),
		fields: r.fields[:0],
		queue:  r.queue[:0],
	}
}

// Retired returns the memory that the reader has finished with since the last call.
// It can go back to the pool once the records read so far are no longer in use. At
// the end of a file, Close retires the rest.
func (r *Reader) Retired() [][]byte {
	retired := r.retired
	r.retired = nil
	return retired
}

// Close ends the reading of a file.
func (r *Reader) Close() {
	r.retirePiece()
	r.data, r.at = nil, 0
}

// Records returns the number of records found so far, rejected ones included.
func (r *Reader) Records() int { return r.number }

// Next returns the next record. A [*RecordError] means that one record was
// rejected: call Next again. io.EOF is the end of a good file; any other error ends
// the file, and the records before it remain valid.
func (r *Reader) Next() (Record, error) {
	for {
		if len(r.queue) > 0 {
			return r.takeQueued()
		}
		var record Record
		var err error
		switch r.state {
		case betweenDocuments:
			record, err = r.readDocument()
		case inArray:
			record, err = r.readElement()
		case inEnvelope:
			err = r.readMember()
		}
		if record.Raw != nil || err != nil {
			return record, err
		}
	}
}

// readElement reads the next element of an array, or the array's end.
func (r *Reader) readElement() (Record, error) {
	more, err := r.beginElement()
	switch {
	case err != nil:
		return Record{}, err
	case !more:
		r.state = betweenDocuments
		if r.inside {
			r.state = inEnvelope
		}
		return Record{}, nil
	}
	r.first = false
	end, err := r.scanWhole(r.scanRecord)
	if errors.Is(err, ErrRecordSize) {
		return Record{}, r.rejectOversized(err)
	}
	if err != nil {
		return Record{}, r.passOver(err)
	}
	return r.takeValue(Record{Raw: r.cutValue(end), Fields: r.fields})
}

// takeValue returns the value if it is an event, and else what is inside it.
func (r *Reader) takeValue(value Record) (Record, error) {
	if len(value.Raw) > 0 && value.Raw[0] == '{' && isEvent(&value) {
		return r.finishRecord(value, nil)
	}
	r.queue = searchEvents(r.queue, value, r.limit)
	return Record{}, nil
}

// takeQueued returns the next Found.
func (r *Reader) takeQueued() (Record, error) {
	next := r.queue[0]
	r.queue = r.queue[1:]
	return r.finishRecord(next.Record, next.Err)
}

// readMember reads a member that follows an envelope's array, or the envelope's
// end.
func (r *Reader) readMember() error {
	more, err := r.readSeparator('}', false)
	if err != nil {
		return err
	}
	if !more {
		if r.outer--; r.outer < 0 {
			r.state, r.outer = betweenDocuments, 0
		}
		return nil
	}
	value, err := r.scanWhole(func(at int) int {
		_, value := r.scan.readKey(at)
		return value
	})
	if err != nil {
		return err
	}
	if r.at = value; r.opened && r.data[value] == '[' {
		r.enterArray(true)
		return nil
	}
	return r.skipValue()
}

// finishRecord numbers a record, or rejects it if err is not nil.
func (r *Reader) finishRecord(record Record, err error) (Record, error) {
	if len(r.held) > 0 {
		r.releaseHeld(Found{record, err})
		return r.takeQueued()
	}
	if err != nil {
		return Record{}, r.rejectRecord(err)
	}
	if r.number == 0 && isAggregated(&record) {
		return Record{}, ErrAggregated
	}
	r.fields = record.Fields
	r.number++
	record.Number = r.number
	return record, nil
}

// releaseHeld puts the errors of the documents at the start, which are rejected now,
// and the finding that follows them at the start of the queue.
func (r *Reader) releaseHeld(next Found) {
	queue := make([]Found, 0, len(r.held)+1+len(r.queue))
	for _, err := range r.held {
		queue = append(queue, Found{Err: err})
	}
	r.queue, r.held = append(append(queue, next), r.queue...), nil
}

// scanRecord scans a value and notes its members if it is an object.
func (r *Reader) scanRecord(at int) int {
	r.fields = r.fields[:0]
	if r.scan.data[at] != '{' {
		return r.scan.skipValue(at)
	}
	var end int
	end, r.fields = r.scan.scanObject(at, r.fields, nil)
	return end
}

// readSeparator moves to the next member or element and reports whether there is
// one; if not, it has read the closing bracket.
func (r *Reader) readSeparator(closing byte, first bool) (bool, error) {
	c, err := r.peekInside()
	if err != nil {
		return false, err
	}
	if c == closing {
		r.at++
		return false, nil
	}
	if first {
		return true, nil
	}
	if c != ',' {
		r.scan.fail(r.at, "',' or '"+string(closing)+"'")
		return false, r.scanError()
	}
	r.at++
	_, err = r.peekInside()
	return true, err
}

// peekInside is peek inside a document, where the content must not end.
func (r *Reader) peekInside() (byte, error) {
	c, err := r.peek()
	if errors.Is(err, io.EOF) {
		err = ErrTruncated
	}
	return c, err
}

// peek skips white space and returns the next byte, or io.EOF at the end.
func (r *Reader) peek() (byte, error) {
	for {
		r.scan.setData(r.data, r.base)
		if r.at = r.scan.skipSpace(r.at); r.at < len(r.data) {
			return r.data[r.at], nil
		}
		if err := r.readMore(); err != nil {
			return 0, err
		}
	}
}

// scanWhole returns the end of the value that begins at r.at. It reads more content
// until scan, which returns an offset, short or invalid, finds the end.
func (r *Reader) scanWhole(scan func(at int) int) (int, error) {
	for {
		r.scan.setData(r.data, r.base)
		end := scan(r.at)
		switch {
		case end == invalid && !r.isOversized(scan):
			return 0, r.scanError()
		case end == invalid:
			return 0, r.tooLong()
		case end != short && end-r.at <= r.limit:
			return end, nil
		case end != short || len(r.data)-r.at > r.limit:
			return 0, r.tooLong()
		}
		if err := r.readMore(); errors.Is(err, io.EOF) {
			return 0, ErrTruncated
		} else if err != nil {
			return 0, err
		}
	}
}

// isOversized reports whether an invalid value exceeds the limit before its first
// error: then its size is the error to report, as it would be if the value came in
// pieces.
func (r *Reader) isOversized(scan func(at int) int) bool {
	if len(r.data)-r.at <= r.limit+1 {
		return false
	}
	bad := r.scan.bad
	r.scan.setData(r.data[:r.at+r.limit+1], r.base)
	isShort := scan(r.at) == short
	r.scan.setData(r.data, r.base)
	r.scan.bad = bad
	return isShort
}

func (r *Reader) tooLong() error {
	return fmt.Errorf("%w: more than %d bytes", ErrRecordSize, r.limit)
}

// scanError returns the scanner's error with its offset counted from the start of
// the content.
func (r *Reader) scanError() error {
	bad := r.scan.bad
	bad.offset += r.base
	return bad
}

// rejectRecord counts a record that cannot be used and returns its error.
func (r *Reader) rejectRecord(err error) error {
	r.number++
	return &RecordError{Number: r.number, Err: err}
}

// locateError adds to err the record in which the file broke.
func (r *Reader) locateError(err error) error {
	return fmt.Errorf("in record %d: %w", r.number+1, err)
}

// rejectOversized skips a value that is too long and rejects it.
func (r *Reader) rejectOversized(err error) error {
	if skipped := r.skipValue(); skipped != nil {
		return r.locateError(skipped)
	}
	r.queue = append(r.queue, Found{Err: err})
	return nil
}
