package records

import (
	"bytes"
	"fmt"
)

// readText reads content that begins neither like an object nor like an array: a line
// whose JSON follows some text, such as the time in CloudWatch's exports, the rest of a
// log file that has lost its start, or a line that is no record.
func (r *Reader) readText() (Record, error) {
	foreign := fmt.Errorf("%w: no JSON object or array begins with %s", ErrForeign, quoteExcerpt(r.peekBytes(excerptSize+1)))
	found, err := r.readPrefixed()
	switch {
	case err != nil || found:
		return Record{}, err
	case r.documents == 1 && r.passOverHead():
		return Record{}, nil
	case r.number == 0 && (len(r.held) > 0 || !r.isOneLine()):
		return Record{}, foreign
	}
	return Record{}, r.rejectText(foreign)
}

// readPrefixed reads the line if it is some text and then an object that holds events.
func (r *Reader) readPrefixed() (bool, error) {
	start := prefixSize(r.peekBytes(longestPrefix))
	if start < 0 || !r.canSearch() {
		return false, nil
	}
	end, err := r.scanWhole(func(at int) int { return r.scanRecord(at + start) })
	if err != nil {
		return false, r.countSearched(err)
	}
	value := Record{Raw: r.data[r.at+start : end : end], Fields: r.fields}
	found := searchEvents(nil, value, r.limit)
	if len(found) > 0 && found[0].Err != nil && len(found) == 1 {
		return false, nil
	}
	size := end - r.at
	r.at += size + r.measureRest(size)
	r.queue = append(r.queue, found...)
	return true, nil
}

// measureRest returns how many bytes follow on the line, ahead of r.at, if they are
// short text without another object.
func (r *Reader) measureRest(ahead int) int {
	rest := r.peekFrom(ahead, longestPrefix)
	end := bytes.IndexByte(rest, '\n')
	if end < 0 {
		end = len(rest)
	}
	if end == longestPrefix || bytes.IndexByte(rest[:end], '{') >= 0 {
		return 0
	}
	return end
}

// maxHead is how many bytes can be left of the record in which a log file was cut.
const maxHead = 1 << 20

// passOverHead rejects the rest of a record at the start of a log file that has lost
// its beginning, and reports whether there is one: content without a line break, up to
// an event that follows another value.
func (r *Reader) passOverHead() bool {
	for at, window := 0, r.peekFrom(0, min(maxHead, r.limit)); ; {
		closing := bytes.IndexByte(window[at:], '}')
		if closing < 0 {
			return false
		}
		at += closing + 1
		if bytes.IndexByte(window[:at], '\n') >= 0 {
			return false
		}
		comma := r.skipSeparator(window, at)
		if comma < 0 {
			continue
		}
		if isEvent, err := r.tryEvent(comma); err != nil || !isEvent && !r.canSearch() {
			return false
		} else if isEvent {
			r.queue = append(r.queue, Found{Err: fmt.Errorf("%w: its start is missing; passed over %d bytes", ErrTruncated, comma)})
			r.at += comma
			r.state, r.inside, r.first = inArray, true, true
			return true
		}
	}
}

// skipSeparator returns the offset of the object that follows a comma at an offset, or
// a negative number.
func (r *Reader) skipSeparator(data []byte, at int) int {
	rest := bytes.TrimLeft(data[at:], " \t")
	if len(rest) == 0 || rest[0] != ',' {
		return -1
	}
	rest = bytes.TrimLeft(rest[1:], " \t")
	if len(rest) == 0 || rest[0] != '{' {
		return -1
	}
	return len(data) - len(rest)
}

// openEnvelope enters the first array of an object that is too long to be looked at
// whole, and reports whether there is one. An event is not entered.
func (r *Reader) openEnvelope() bool {
	at := r.at
	for outer := range searchDepth {
		r.scan.setData(r.data[:min(len(r.data), r.at+r.limit+1)], r.base)
		r.scan.cursor.end = -1
		end, fields := r.scan.scanObject(at, r.fields[:0], nil)
		record := Record{Raw: r.data[at:], Fields: fields}
		if r.fields = fields; end != short || isEvent(&record) {
			return false
		}
		if at = r.findUnfinished(at, fields); at < 0 {
			return false
		}
		if r.data[at] == '[' {
			r.at = at
			r.enterArray(true)
			r.opened, r.outer = true, outer
			return true
		}
		if r.data[at] != '{' {
			return false
		}
	}
	return false
}

// findUnfinished returns the offset of the value that follows the fields of the object
// at an offset, or a negative number.
func (r *Reader) findUnfinished(start int, fields []Field) int {
	at := r.scan.skipSpace(start + 1)
	if n := len(fields); n > 0 {
		next, more := r.scan.readComma(start+fields[n-1].Value.End, '}')
		if !more {
			return -1
		}
		at = next
	}
	_, value := r.scan.readKey(at)
	return value
}

// rejectText rejects lines that are no records, up to the next that can be one.
func (r *Reader) rejectText(err error) error {
	if !r.findNextLine(hasObject) {
		if r.number == 0 && len(r.held) > 0 {
			return r.held[0]
		}
		return err
	}
	if r.number == 0 {
		return r.holdDocument(err)
	}
	return r.rejectRecord(err)
}

// isOneLine reports whether a line of JSON follows the line: text of several lines is
// no log, though it may have an example of one.
func (r *Reader) isOneLine() bool {
	line := r.peekFrom(0, min(maxHead, r.limit))
	end := bytes.IndexByte(line, '\n')
	if end < 0 {
		return false
	}
	next := r.peekFrom(end+1, longestPrefix)
	return len(next) > 0 && hasObject(next)
}
