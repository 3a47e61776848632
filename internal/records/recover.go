package records

import (
	"bytes"
	"errors"
	"fmt"
)

// beginElement moves to the next element of an array and reports whether there is
// one; if not, it has read the closing bracket. A comma that is missing or too many
// costs no record.
func (r *Reader) beginElement() (bool, error) {
	for wantsComma := !r.first; ; wantsComma = false {
		c, err := r.peekInside()
		switch {
		case err != nil:
			return false, r.locateError(err)
		case c == ']' && !wantsComma && !r.first:
			r.noteDamage("a value")
			fallthrough
		case c == ']':
			r.at++
			return false, nil
		case c == ',' && !wantsComma:
			r.noteDamage("a value")
			r.at++
		case c == ',':
			r.at++
		case !wantsComma:
			return true, nil
		case c == '{':
			r.noteDamage("',' or ']'")
			return true, nil
		default:
			r.scan.fail(r.at, "',' or ']'")
			return false, r.passOver(r.scanError())
		}
	}
}

// noteDamage keeps that the content is damaged at r.at, without a loss.
func (r *Reader) noteDamage(wanted string) {
	r.scan.fail(r.at, wanted)
	if r.damages++; r.damages == 1 {
		r.damage = r.locateError(r.scanError())
	}
}

// passOver rejects the damaged record of an array at r.at, and moves to the next
// record that can be read. If there is none, its error ends the file.
func (r *Reader) passOver(damage error) error {
	located := r.locateError(damage)
	isArray := r.number > 0 || r.inside || r.at < len(r.data) && r.data[r.at] == '{' // a page can begin with a bracket
	if !isArray || !isSyntax(damage) && !errors.Is(damage, ErrTruncated) {
		return located
	}
	start := r.base + int64(r.at)
	if !r.findNextRecord() {
		return located
	}
	r.first = true // no comma is missing
	r.queue = append(r.queue, Found{Err: fmt.Errorf("%w; passed over bytes %d to %d of the content", damage, start, r.base+int64(r.at))})
	return nil
}

// findNextRecord moves to the next event behind r.at, and reports whether there is
// one. It recognises an event by two of the fields that every event has. The work is
// bounded: a search that has looked at several times the size of the largest record in
// vain is given up.
func (r *Reader) findNextRecord() bool {
	r.at++
	for r.canSearch() {
		open := bytes.IndexByte(r.data[min(r.at, len(r.data)):], '{')
		if open < 0 {
			if r.at = len(r.data); r.readMore() != nil {
				return false
			}
			continue
		}
		r.at += open
		isEvent, err := r.tryEvent(0)
		if isEvent || err != nil {
			return isEvent
		}
		r.at++
	}
	return false
}

// canSearch reports whether the search for records may go on.
func (r *Reader) canSearch() bool { return r.searched <= 4*r.limit }

// tryEvent reports whether an event begins ahead of r.at, by two of the fields that
// every event has, and counts what was looked at in vain. The error is one of reading.
func (r *Reader) tryEvent(ahead int) (bool, error) {
	end, err := r.scanWhole(func(at int) int { return r.scanRecord(at + ahead) })
	record := Record{Raw: r.data[r.at+ahead:], Fields: r.fields}
	switch {
	case err == nil && isEvent(&record) && countEventFields(&record) > 1:
		return true, nil
	case err == nil:
		r.searched += end - r.at
		return false, nil
	}
	return false, r.countSearched(err)
}

// countSearched counts what was looked at up to an error, and returns the error if it
// is one of reading.
func (r *Reader) countSearched(err error) error {
	switch {
	case isSyntax(err):
		r.searched += int(r.scan.bad.offset) - r.at
	case errors.Is(err, ErrTruncated), errors.Is(err, ErrRecordSize):
		r.searched += min(len(r.data)-r.at, r.limit)
	default:
		return err
	}
	return nil
}

// rejectDocument handles a document that cannot be read. If more lines follow, it was
// one bad line among many: it is rejected, and reading goes on. Otherwise the file ends
// here.
func (r *Reader) rejectDocument(err error) error {
	oneLine := errors.Is(err, ErrTruncated) || errors.Is(err, ErrForeign) || isSyntax(err)
	if !oneLine || !r.findNextLine(beginsJSON) {
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

// beginsJSON reports whether a line begins like an object or array.
func beginsJSON(line []byte) bool { return line[0] == '{' || line[0] == '[' }

// hasObject reports whether a line begins like JSON, perhaps behind some text.
func hasObject(line []byte) bool { return line[0] == '[' || prefixSize(line) >= 0 }

// prefixSize returns how many bytes precede the first object on a line, or a negative
// number.
func prefixSize(line []byte) int {
	line = line[:min(len(line), longestPrefix)]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return bytes.IndexByte(line, '{')
}

// findNextLine moves to the next line that is wanted, judged by its start, and reports
// whether there is one. It searches no further than the limit of a record.
func (r *Reader) findNextLine(isWanted func(line []byte) bool) bool {
	for ahead := 0; ahead <= r.limit; {
		line := bytes.IndexByte(r.data[r.at+ahead:], '\n')
		if line < 0 {
			if r.readMore() != nil {
				return false
			}
			continue
		}
		ahead += line + 1
		start := r.peekFrom(ahead, longestPrefix)
		if len(start) == 0 {
			return false
		}
		if isWanted(start) {
			r.at += ahead
			return true
		}
	}
	return false
}

// peekFrom returns the bytes that begin ahead of r.at, up to a line break or n of
// them.
func (r *Reader) peekFrom(ahead, n int) []byte {
	for {
		found := r.data[min(r.at+ahead, len(r.data)):]
		if len(found) >= n || bytes.IndexByte(found, '\n') >= 0 || r.readMore() != nil {
			return found[:min(len(found), n)]
		}
	}
}
