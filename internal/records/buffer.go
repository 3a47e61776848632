package records

import (
	"errors"
	"io"
)

// pieceSize is how much content is held at a time where a file is read in
// pieces. A record that an event keeps alive keeps its piece alive.
const pieceSize = 1 << 20

// buffer holds a stretch of the content. What it has handed out is never
// overwritten: records point into it.
type buffer struct {
	data    []byte
	at      int   // where the next value begins
	base    int64 // offset in the content of data[0]
	rest    io.Reader
	pool    *Pool
	retired [][]byte // pieces that only records point into
}

// more reads on, keeping the bytes from b.at on, whose offset may change. io.EOF
// says that there is nothing more.
func (b *buffer) more() error {
	if b.rest == nil {
		return io.EOF
	}
	if len(b.data) == cap(b.data) {
		b.renew()
	}
	for range 100 { // as bufio does, so that a reader that gives nothing ends
		n, err := b.rest.Read(b.data[len(b.data):cap(b.data)])
		b.data = b.data[:len(b.data)+n]
		if err != nil {
			b.rest = failed{err}
		}
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// renew moves what is still needed to a new piece. A value that fills half of
// it gets one twice as large, so that a long one is not scanned again for each
// small read.
func (b *buffer) renew() {
	kept := b.data[b.at:]
	data := append(b.pool.Get(max(pieceSize, 2*len(kept))), kept...)
	b.retire()
	b.base += int64(b.at)
	b.data, b.at = data, 0
}

// retire sets the piece aside until the records in it are done with.
func (b *buffer) retire() {
	if b.pool != nil && cap(b.data) > 0 {
		b.retired = append(b.retired, b.data)
	}
}

// ahead returns the bytes that come next, n if there are as many.
func (b *buffer) ahead(n int) []byte {
	for len(b.data)-b.at < n && b.more() == nil {
	}
	return b.data[b.at:min(b.at+n, len(b.data))]
}

// take hands out the bytes up to end and moves behind them.
func (b *buffer) take(end int) []byte {
	raw := b.data[b.at:end:end]
	b.at = end
	return raw
}

// skip moves behind the value that begins at b.at, however long it is, keeping
// nothing of it.
func (b *buffer) skip() error {
	var s skipper
	for {
		n, done := s.skip(b.data[b.at:])
		b.at += n
		if done {
			return nil
		}
		if b.rest == nil {
			return ErrTruncated
		}
		b.retire()
		b.base += int64(b.at)
		b.data, b.at = b.pool.Get(pieceSize), 0
		if err := b.more(); errors.Is(err, io.EOF) {
			return ErrTruncated
		} else if err != nil {
			return err
		}
	}
}

// failed is a reader after its error.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) { return 0, f.err }

// skipper finds the end of a value that comes in pieces.
type skipper struct {
	depth    int
	inString bool
	escaped  bool
	begun    bool
}

// skip returns how many bytes of data belong to the value, and whether it ended
// within them.
func (s *skipper) skip(data []byte) (n int, done bool) {
	for i, c := range data {
		switch {
		case s.escaped:
			s.escaped = false
		case s.inString && c == '\\':
			s.escaped = true
		case c == '"':
			if s.inString = !s.inString; !s.inString && s.depth == 0 {
				return i + 1, true
			}
		case s.inString:
		case c == '{' || c == '[':
			s.depth++
		case c == '}' || c == ']':
			if s.depth == 0 {
				return i, true
			}
			if s.depth--; s.depth == 0 {
				return i + 1, true
			}
		case s.begun && s.depth == 0 && (c == ',' || isSpace(c)):
			return i, true
		}
		s.begun = true
	}
	return len(data), false
}
