package layout

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
)

// An honest file of the folder's own is at most some 15 times as large as it is packed,
// because each line has a name or a digest that no other line has.
const (
	freeExpansion = 16 << 20 // bytes
	mostExpansion = 50
)

var errPackedTooTightly = errors.New("it unpacks to far more than such a file holds")

// unpacker unpacks a gzip file, and refuses one that is made to fill the memory.
type unpacker struct {
	*gzip.Reader
	packed   *byteCounter
	unpacked int64
}

// newUnpacker returns an unpacker. With Multistream(false) it reads no further than the
// end of the first member.
func newUnpacker(packed io.Reader) (*unpacker, error) {
	u := &unpacker{packed: &byteCounter{from: packed}}
	var err error
	u.Reader, err = gzip.NewReader(bufio.NewReader(u.packed))
	return u, err
}

func (u *unpacker) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	u.unpacked += int64(n)
	if u.unpacked > freeExpansion+mostExpansion*u.packed.count {
		return 0, errPackedTooTightly
	}
	return n, err
}

// byteCounter counts the bytes that pass.
type byteCounter struct {
	from  io.Reader
	count int64
}

func (c *byteCounter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.count += int64(n)
	return n, err
}
