package inflate

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math"
)

// Header flags and sizes of RFC 1952, section 2.3.
const (
	flagHeaderCRC = 1 << 1
	flagExtra     = 1 << 2
	flagName      = 1 << 3
	flagComment   = 1 << 4

	headerSize  = 10
	trailerSize = 8
)

// Decoder decodes gzip data. The zero value is ready to use; a Decoder is worth
// keeping, because it holds some 25 KB of tables. It must not be used by two
// goroutines at once.
type Decoder struct {
	reader
	writer
	tables
}

// Gzip appends to dst the content of all members of src and returns the extended
// slice. It appends at most limit bytes.
//
// The error, if any, is an [*Error]; the content decoded before the damage is
// returned with it, so that a truncated file yields its beginning. After
// ErrChecksum the content includes the whole damaged member, which cannot be
// trusted, and nothing after it. Zero bytes after the last member are ignored;
// anything else there that is not a member is an ErrHeader.
//
// Like append, Gzip allocates only if dst lacks capacity. It uses all of the spare
// capacity of dst as scratch space, also behind the content returned.
func (d *Decoder) Gzip(dst, src []byte, limit int) ([]byte, error) {
	d.reader = reader{in: src}
	d.writer = newWriter(dst, expectedSize(src), limit)
	err := d.decodeMembers()
	content, offset := d.content(), d.pos-int(d.bits>>3)
	d.reader, d.writer = reader{}, writer{}
	if err != nil {
		return content, &Error{Offset: offset, Err: err}
	}
	return content, nil
}

func (d *Decoder) decodeMembers() error {
	for {
		if err := d.decodeMember(); err != nil {
			return err
		}
		if len(bytes.TrimLeft(d.in[d.pos:], "\x00")) == 0 {
			return nil
		}
	}
}

// decodeMember decodes one member: header, DEFLATE blocks and trailer.
func (d *Decoder) decodeMember() error {
	size, err := measureHeader(d.in[d.pos:])
	if err != nil {
		return err
	}
	d.pos += size
	d.startMember()
	if err := d.decodeBlocks(); err != nil {
		return err
	}
	d.alignToByte()
	trailer := d.in[d.pos:]
	if len(trailer) < trailerSize {
		d.pos = len(d.in)
		return ErrTruncated
	}
	if binary.LittleEndian.Uint32(trailer) != d.updateChecksum() ||
		binary.LittleEndian.Uint32(trailer[4:]) != d.memberSize() {
		return ErrChecksum
	}
	d.pos += trailerSize
	return nil
}

// measureHeader returns the size of the member header at the start of src.
func measureHeader(src []byte) (int, error) {
	magic := []byte{0x1f, 0x8b, 8}
	if n := min(len(src), len(magic)); !bytes.Equal(src[:n], magic[:n]) {
		return 0, ErrHeader
	}
	if len(src) < headerSize {
		return 0, ErrTruncated
	}
	flags, size := src[3], headerSize
	if flags&flagExtra != 0 {
		if len(src) < size+2 {
			return 0, ErrTruncated
		}
		size += 2 + int(binary.LittleEndian.Uint16(src[size:]))
	}
	for _, text := range []byte{flagName, flagComment} {
		if flags&text == 0 {
			continue
		}
		end := bytes.IndexByte(src[min(size, len(src)):], 0)
		if end < 0 {
			return 0, ErrTruncated
		}
		size += end + 1
	}
	if flags&flagHeaderCRC != 0 {
		if len(src) < size+2 {
			return 0, ErrTruncated
		}
		if binary.LittleEndian.Uint16(src[size:]) != uint16(crc32.ChecksumIEEE(src[:size])) {
			return 0, ErrHeader
		}
		size += 2
	}
	if len(src) < size {
		return 0, ErrTruncated
	}
	return size, nil
}

// SizeHint returns the capacity worth allocating for the content of src, in bytes:
// the size in the last trailer plus the scratch space with which Gzip runs at full
// speed to the end. It is at most about 64 times the length of src; Gzip makes more
// room if there is more content.
func SizeHint(src []byte) int { return expectedSize(src) + slack }

// expectedSize returns the size in the last trailer. A truncated file has other
// bytes there, and a hostile one can have any: a ratio above 64, three times that
// of the densest CloudTrail files, is replaced by a guess.
func expectedSize(src []byte) int {
	const highest, guess = 64, 12
	if len(src) < headerSize+trailerSize {
		return 0
	}
	size := int64(binary.LittleEndian.Uint32(src[len(src)-4:]))
	if size > highest*int64(len(src)) {
		size = guess * int64(len(src))
	}
	return int(min(size, math.MaxInt/2))
}
