package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// document begins the next document, or returns the record that is one.
func (r *Reader) document() (Record, error) {
	if r.documents == 0 {
		r.byteOrderMark()
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
		r.enter(false)
		return Record{}, nil
	case '{':
		return r.outermost()
	}
	return Record{}, r.strange(fmt.Errorf("%w: no JSON object or array begins with %s", ErrForeign, excerpt(r.ahead(excerptSize+1))))
}

// byteOrderMark skips the one that some editors put before UTF-8.
func (r *Reader) byteOrderMark() {
	mark := []byte("\xef\xbb\xbf")
	for len(r.data) < len(mark) && r.more() == nil {
	}
	if bytes.HasPrefix(r.data, mark) {
		r.at = len(mark)
	}
}

// enter begins to read the array whose bracket is at r.at.
func (r *Reader) enter(inside bool) {
	r.at++
	r.state, r.inside, r.first = inArray, inside, true
}

// outermost reads an object that stands for itself: an envelope, of which it
// reads up to the array, or else a record.
func (r *Reader) outermost() (Record, error) {
	r.opened = false
	end, err := r.whole(r.untilArray)
	switch {
	case errors.Is(err, ErrRecordSize):
		return Record{}, r.oversized(err)
	case err != nil:
		return Record{}, r.strange(err)
	case r.opened:
		start := r.at
		r.at = end
		if isControl(&Record{Raw: r.data[start:], Fields: r.fields}) {
			r.state = inEnvelope
			return Record{}, r.skip()
		}
		r.enter(true)
		return Record{}, nil
	}
	record := Record{Raw: r.take(end), Fields: r.fields}
	if isDigest(&record) {
		return Record{}, ErrDigest
	}
	record, err = unwrap(record)
	if err != nil && r.number == 0 {
		return Record{}, err
	}
	return r.finish(record, err)
}

// untilArray scans an object up to an array of records in it.
func (r *Reader) untilArray(at int) int {
	var end int
	end, r.fields = r.scan.object(at, r.fields[:0], func(key []byte) bool {
		r.opened = holdsRecords(key)
		return r.opened
	})
	return end
}

// holdsRecords tells the envelopes' keys: a log file's Records, Events of
// LookupEvents, logEvents of CloudWatch Logs.
func holdsRecords(key []byte) bool {
	switch string(key) {
	case "Records", "Events", "logEvents":
		return true
	}
	return false
}

// strange handles a document that cannot be read. Where good ones came before
// it and lines follow, it was one line among many: it is rejected and the rest
// goes on. Else the file ends here.
func (r *Reader) strange(err error) error {
	oneLine := errors.Is(err, ErrTruncated) || errors.Is(err, ErrForeign) || isSyntax(err)
	if r.number == 0 || !oneLine || !r.nextLine() {
		return err
	}
	return r.reject(err)
}

// nextLine moves to the next line that begins an object or array, if one comes
// before the limit of a record, and reports whether there is one.
func (r *Reader) nextLine() bool {
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
		if r.more() != nil {
			return false
		}
	}
	return false
}
