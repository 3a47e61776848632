package records

import (
	"errors"
	"io"
)

// pieceSize is how much content is in memory at a time when a file is read in
// pieces. A record that an event keeps alive keeps its whole piece alive.
const pieceSize = 1 << 20

// buffer holds a piece of the content. Bytes that it has handed out are never
// overwritten, because records point to them.
type buffer struct {
	data    []byte
	at      int   // where the next value begins
	base    int64 // offset of data[0] in the content
	rest    io.Reader
	pool    *Pool
	retired [][]byte // pieces used only by records now
}

// readMore reads more content and keeps the bytes from b.at on, whose offset can
// change. It returns io.EOF at the end of the content.
func (b *buffer) readMore() error {
	if b.rest == nil {
		return io.EOF
	}
	if len(b.data) == cap(b.data) {
		b.beginPiece()
	}
	for range 100 { // as bufio does, to give up on a reader that returns nothing
		n, err := b.rest.Read(b.data[len(b.data):cap(b.data)])
		b.data = b.data[:len(b.data)+n]
		if err != nil {
			b.rest = failedReader{err}
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

// beginPiece moves the bytes still needed to a new piece. If they fill more than
// half of it, the new piece is twice their size, so that a long value is not
// scanned again after every small read.
func (b *buffer) beginPiece() {
	kept := b.data[b.at:]
	data := append(b.pool.Get(max(pieceSize, 2*len(kept))), kept...)
	b.retirePiece()
	b.base += int64(b.at)
	b.data, b.at = data, 0
}

// retirePiece sets the piece aside until its records are no longer in use.
func (b *buffer) retirePiece() {
	if b.pool != nil && cap(b.data) > 0 {
		b.retired = append(b.retired, b.data)
	}
}

// peekBytes returns the next n bytes, or fewer at the end of the content.
func (b *buffer) peekBytes(n int) []byte {
	for len(b.data)-b.at < n && b.readMore() == nil {
	}
	return b.data[b.at:min(b.at+n, len(b.data))]
}

// cutValue returns the bytes up to end and moves behind them.
func (b *buffer) cutValue(end int) []byte {
	raw := b.data[b.at:end:end]
	b.at = end
	return raw
}

// skipValue moves behind the value that begins at b.at, whatever its length, and
// keeps none of it.
func (b *buffer) skipValue() error {
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
		b.retirePiece()
		b.base += int64(b.at)
		b.data, b.at = b.pool.Get(pieceSize), 0
		if err := b.readMore(); errors.Is(err, io.EOF) {
			return ErrTruncated
		} else if err != nil {
			return err
		}
	}
}

// failedReader returns its error from every Read.
type failedReader struct{ err error }

func (f failedReader) Read([]byte) (int, error) { return 0, f.err }

// skipper finds the end of a value that arrives in pieces.
type skipper struct {
	depth    int
	inString bool
	escaped  bool
	begun    bool
}

// skip returns how many bytes of data belong to the value, and whether the value
// ends within them.
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
