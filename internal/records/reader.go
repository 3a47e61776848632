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
	limit  int // bytes of a record
	fields []Field
	number int // records met, rejected ones included

	state     state
	documents int  // begun
	opened    bool // the scan of an envelope stopped at its array
	inside    bool // the array being read stands in an envelope
	first     bool // no element of the array has been read yet
}

// state is where in the content the reader stands.
type state int

const (
	betweenDocuments state = iota
	inArray
	inEnvelope // behind an array, before the brace that closes the envelope
)

// NewReader reads the content that begins with the bytes of start and goes on
// with those of rest, which may be nil. Records point into start. A pool, if not
// nil, lends memory for more; see [Reader.Retired].
func NewReader(start []byte, rest io.Reader, limits Limits, pool *Pool) *Reader {
	r := new(Reader)
	r.Reset(start, rest, limits, pool)
	return r
}

// Reset makes the reader read another file.
func (r *Reader) Reset(start []byte, rest io.Reader, limits Limits, pool *Pool) {
	*r = Reader{
		buffer: buffer{data: start, rest: rest, pool: pool},
		limit:  limits.record(),
		fields: r.fields[:0],
	}
}

// Retired returns the memory that the reader has finished with since the last
// call. It can go back to the pool when the records read so far are done with.
// At the end of a file, Close retires the rest.
func (r *Reader) Retired() [][]byte {
	retired := r.retired
	r.retired = nil
	return retired
}

// Close ends the reading of a file.
func (r *Reader) Close() {
	r.retire()
	r.data, r.at = nil, 0
}

// Records returns how many records were met so far, rejected ones included.
func (r *Reader) Records() int { return r.number }

// Next returns the next record. A [*RecordError] says that one record was
// rejected: call again. io.EOF is the end of a good file; any other error ends
// the file, and the records before it stand.
func (r *Reader) Next() (Record, error) {
	for {
		var record Record
		var err error
		switch r.state {
		case betweenDocuments:
			record, err = r.document()
		case inArray:
			record, err = r.element()
		case inEnvelope:
			err = r.member()
		}
		if record.Raw != nil || err != nil {
			return record, err
		}
	}
}

// element reads the next element of an array, or its end.
func (r *Reader) element() (Record, error) {
	more, err := r.separator(']', r.first)
	if err != nil {
		return Record{}, r.inRecord(err)
	}
	if !more {
		r.state = betweenDocuments
		if r.inside {
			r.state = inEnvelope
		}
		return Record{}, nil
	}
	r.first = false
	end, err := r.whole(r.object)
	if errors.Is(err, ErrRecordSize) {
		return Record{}, r.oversized(err)
	}
	if err != nil {
		return Record{}, r.inRecord(err)
	}
	return r.finish(unwrap(Record{Raw: r.take(end), Fields: r.fields}))
}

// member reads a member that stands behind an envelope's array, or the
// envelope's end.
func (r *Reader) member() error {
	more, err := r.separator('}', false)
	if err != nil {
		return err
	}
	if !more {
		r.state = betweenDocuments
		return nil
	}
	value, err := r.whole(func(at int) int {
		_, value := r.scan.key(at)
		return value
	})
	if err != nil {
		return err
	}
	r.at = value
	return r.skip()
}

// finish numbers a record, or rejects it.
func (r *Reader) finish(record Record, err error) (Record, error) {
	if err != nil {
		return Record{}, r.reject(err)
	}
	r.fields = record.Fields
	r.number++
	record.Number = r.number
	return record, nil
}

// object scans a value, noting its members where it is an object.
func (r *Reader) object(at int) int {
	r.fields = r.fields[:0]
	if r.scan.data[at] != '{' {
		return r.scan.value(at)
	}
	var end int
	end, r.fields = r.scan.object(at, r.fields, nil)
	return end
}

// separator moves to the next member or element and reports whether there is
// one; where not, the closing bracket has been read.
func (r *Reader) separator(closing byte, first bool) (bool, error) {
	c, err := r.within()
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
		return false, r.syntax()
	}
	r.at++
	_, err = r.within()
	return true, err
}

// within is peek within a document, where the content must not end.
func (r *Reader) within() (byte, error) {
	c, err := r.peek()
	if errors.Is(err, io.EOF) {
		err = ErrTruncated
	}
	return c, err
}

// peek skips white space and returns the byte that follows, io.EOF at the end.
func (r *Reader) peek() (byte, error) {
	for {
		r.scan.over(r.data, r.base)
		if r.at = r.scan.space(r.at); r.at < len(r.data) {
			return r.data[r.at], nil
		}
		if err := r.more(); err != nil {
			return 0, err
		}
	}
}

// whole calls scan, which returns an offset, short or invalid, until it has
// found the end of the value that begins at r.at, reading more as it must. It
// returns the end.
func (r *Reader) whole(scan func(at int) int) (int, error) {
	for {
		r.scan.over(r.data, r.base)
		end := scan(r.at)
		switch {
		case end == invalid && !r.isOversized(scan):
			return 0, r.syntax()
		case end == invalid:
			return 0, r.tooLong()
		case end != short && end-r.at <= r.limit:
			return end, nil
		case end != short || len(r.data)-r.at > r.limit:
			return 0, r.tooLong()
		}
		if err := r.more(); errors.Is(err, io.EOF) {
			return 0, ErrTruncated
		} else if err != nil {
			return 0, err
		}
	}
}

// isOversized reports whether an invalid value is longer than the limit before
// anything is wrong with it: then its size is, as where it comes in pieces.
func (r *Reader) isOversized(scan func(at int) int) bool {
	if len(r.data)-r.at <= r.limit+1 {
		return false
	}
	bad := r.scan.bad
	r.scan.over(r.data[:r.at+r.limit+1], r.base)
	isShort := scan(r.at) == short
	r.scan.over(r.data, r.base)
	r.scan.bad = bad
	return isShort
}

func (r *Reader) tooLong() error {
	return fmt.Errorf("%w: more than %d bytes", ErrRecordSize, r.limit)
}

// syntax is the scanner's error with its offset counted from the file's start.
func (r *Reader) syntax() error {
	bad := r.scan.bad
	bad.offset += r.base
	return bad
}

// reject counts a record that cannot be used.
func (r *Reader) reject(err error) error {
	r.number++
	return &RecordError{Number: r.number, Err: err}
}

// inRecord says in which record the file broke.
func (r *Reader) inRecord(err error) error {
	return fmt.Errorf("in record %d: %w", r.number+1, err)
}

// oversized skips a value that is too long and rejects it.
func (r *Reader) oversized(err error) error {
	if skipped := r.skip(); skipped != nil {
		return r.inRecord(skipped)
	}
	return r.reject(err)
}
