package inflate

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
)

// check decodes src with an allowance of limit bytes and compares.
func check(t *testing.T, src []byte, limit int, content []byte, want error) {
	t.Helper()
	var d Decoder
	got, err := d.Gzip([]byte("before"), src, limit)
	if !bytes.Equal(got, append([]byte("before"), content...)) {
		t.Errorf("got %d bytes of content %.60q, want %d of %.60q", len(got)-6, got[6:], len(content), content)
	}
	if !errors.Is(err, want) {
		t.Errorf("error is %v, want %v", err, want)
	}
	var located *Error
	if err != nil && (!errors.As(err, &located) || located.Offset < 0 || located.Offset > len(src)) {
		t.Errorf("error %#v is not an *Error with an offset in %d bytes of input", err, len(src))
	}
}

func TestRoundTrip(t *testing.T) {
	var d Decoder
	for _, size := range []int{1, 3000, 70000, 1 << 20} {
		content := trailJSON(size, 1)
		for level := gzip.HuffmanOnly; level <= gzip.BestCompression; level++ {
			got, err := d.Gzip(nil, compress(t, content, level), len(content))
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("size %d, level %d: got %d bytes, error %v", len(content), level, len(got), err)
			}
		}
	}
}

// Every distance up to 70 occurs with all sorts of lengths, in the fast loop as
// well as at the end of a file and of the room there is.
func TestMatches(t *testing.T) {
	pattern := []byte("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ!?+-*/=<>")
	for distance := 1; distance <= 70; distance++ {
		var content []byte
		for length := 3; length <= maxMatch; length += 1 + length/8 {
			content = append(content, fmt.Sprint("|", length, "|")...)
			period := bytes.Repeat(pattern[:distance], 2+length/distance)
			content = append(content, period[:distance+length]...)
		}
		file := compress(t, content, 9)
		check(t, file, len(content), content, nil)
		for cut := 1; cut < 400; cut += 7 {
			check(t, file, len(content)-cut, content[:len(content)-cut], ErrTooLarge)
		}
	}
}

func TestEmptyContent(t *testing.T) {
	check(t, compress(t, nil, 6), 0, nil, nil)
	check(t, compress(t, nil, 0), 0, nil, nil)
}

func TestMembers(t *testing.T) {
	first, second := trailJSON(5000, 1), trailJSON(50000, 2)
	var file, content []byte
	for _, part := range [][]byte{nil, first, nil, nil, second, first, nil} {
		file, content = append(file, compress(t, part, 6)...), append(content, part...)
	}
	check(t, file, len(content), content, nil)

	// A member must not refer to the content of the one before.
	borrowing := append(compress(t, []byte("x"), 6), member([]byte{0x03, 0x02, 0x00}, []byte("xxx"))...)
	check(t, borrowing, 100, []byte("x"), ErrCorrupt)
}

func TestAfterLastMember(t *testing.T) {
	content := []byte("content")
	file := compress(t, content, 6)
	for tail, want := range map[string]error{
		"":                               nil,
		"\x00":                           nil,
		strings.Repeat("\x00", 512):      nil,
		"garbage":                        ErrHeader,
		"\x00\x00garbage":                ErrHeader,
		"\x00\x1f\x8b\x08":               ErrHeader,
		"\x1f":                           ErrTruncated,
		"\x1f\x8b\x08\x00\x00\x00\x00":   ErrTruncated,
		"\x1f\x8b\x07\x00\x00\x00\x00":   ErrHeader,
		string(file[:len(file)-1]):       ErrTruncated,
		string(file[:headerSize]) + "\a": ErrCorrupt,
	} {
		got := content
		if len(tail) > headerSize && tail[headerSize] == file[headerSize] {
			got = []byte("contentcontent")
		}
		t.Run(fmt.Sprintf("%.20q", tail), func(t *testing.T) {
			check(t, append(file[:len(file):len(file)], tail...), 100, got, want)
		})
	}
}

func TestHeaders(t *testing.T) {
	content := []byte("some content, some more content")
	plain := compress(t, content, 6)
	for flags := range byte(32) {
		head := []byte{0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 255}
		if flags&flagExtra != 0 {
			head = append(head, "\x06\x00AB\x02\x00\x00\x00"...)
		}
		if flags&flagName != 0 {
			head = append(head, "111122223333_CloudTrail_us-east-1.json\x00"...)
		}
		if flags&flagComment != 0 {
			head = append(head, strings.Repeat("long ", 200)+"\x00"...)
		}
		if flags&flagHeaderCRC != 0 {
			head = binary.LittleEndian.AppendUint16(head, uint16(crc32.ChecksumIEEE(head)))
		}
		file := append(head, plain[headerSize:]...)
		check(t, file, 100, content, nil)
		for cut := range len(head) {
			check(t, file[:cut], 100, nil, ErrTruncated)
		}
		if flags&flagHeaderCRC != 0 {
			file[4] ^= 1
			check(t, file, 100, nil, ErrHeader)
		}
	}
	check(t, nil, 100, nil, ErrTruncated)
	check(t, []byte(`{"Records":[]}`), 100, nil, ErrHeader)
}

// A file cut anywhere gives its beginning and ErrTruncated. It gives no less
// than the standard library, which leaves the last symbols where fewer bits
// follow them than the end of a block would take.
func TestTruncated(t *testing.T) {
	for _, level := range []int{gzip.HuffmanOnly, 0, 1, 6} {
		first, second := trailJSON(1000, 1), trailJSON(5000, 2)
		file := compress(t, first, level)
		end := len(file)
		file = append(file, compress(t, second, level)...)
		content := append(first, second...)
		var d Decoder
		for cut := range file {
			got, err := d.Gzip(nil, file[:cut], len(content))
			least, _ := reference(file[:cut])
			if !bytes.HasPrefix(content, got) || !bytes.HasPrefix(got, least) || len(got) > len(least)+maxMatch {
				t.Errorf("cut at %d: got %d bytes, the standard library %d", cut, len(got), len(least))
			}
			if cut == end && err != nil || cut != end && !errors.Is(err, ErrTruncated) {
				t.Errorf("cut at %d: error is %v", cut, err)
			}
		}
	}
}

func TestLimit(t *testing.T) {
	content := trailJSON(9000, 1)
	for _, level := range []int{gzip.HuffmanOnly, 0, 6} {
		file := compress(t, content, level)
		for limit := 0; limit < len(content); limit += 1 + limit/300 {
			check(t, file, limit, content[:limit], ErrTooLarge)
		}
		check(t, file, len(content), content, nil)
		check(t, file, int(^uint(0)>>1), content, nil)
		check(t, file, -1, nil, ErrTooLarge)
	}
}

func TestChecksum(t *testing.T) {
	content := trailJSON(3000, 1)
	for back := 1; back <= trailerSize; back++ {
		file := compress(t, content, 6)
		file[len(file)-back] ^= 0x10
		check(t, file, len(content), content, ErrChecksum)
	}
}

func TestErrorText(t *testing.T) {
	file := compress(t, []byte("content"), 6)
	file[len(file)-trailerSize] ^= 1
	_, err := new(Decoder).Gzip(nil, file, 100)
	if want := fmt.Sprintf("gzip checksum or size mismatch at byte %d", len(file)-trailerSize); err == nil || err.Error() != want {
		t.Errorf("error is %v, want %q", err, want)
	}
}

// The output grows from nothing even where the trailer promises too little.
func TestGrowth(t *testing.T) {
	content := bytes.Repeat(trailJSON(100000, 1), 30)
	file := append(compress(t, content, 9), compress(t, nil, 9)...)
	check(t, file, len(content), content, nil)
	zeros := make([]byte, 10<<20)
	check(t, compress(t, zeros, 9), len(zeros), zeros, nil)
}

func TestSizeHint(t *testing.T) {
	claim := func(length int, size uint32) []byte {
		return binary.LittleEndian.AppendUint32(make([]byte, length-4), size)
	}
	for _, test := range []struct {
		src      []byte
		min, max int
	}{
		{nil, 0, slack},
		{claim(17, 1000), 0, slack},
		{claim(1000, 0), 0, slack},
		{claim(1000, 25000), 25000, 25000 + slack},
		{claim(1000, 1<<32-1), 10000, 64000},
		{claim(100, 6401), 1000, 6400},
	} {
		if got := SizeHint(test.src); got < test.min || got > test.max {
			t.Errorf("%d bytes ending in %x: hint is %d, want %d to %d",
				len(test.src), test.src[max(0, len(test.src)-4):], got, test.min, test.max)
		}
	}
}

// With the capacity that SizeHint tells, or any that suffices, nothing is
// allocated but for the error.
func TestAllocations(t *testing.T) {
	content := trailJSON(100000, 1)
	file := compress(t, content, 6)
	var d Decoder
	for _, capacity := range []int{SizeHint(file), len(content)} {
		dst := make([]byte, 0, capacity)
		allocations := testing.AllocsPerRun(10, func() {
			got, err := d.Gzip(dst, file, len(content))
			if err != nil || &got[0] != &dst[:1][0] {
				t.Errorf("error %v, or dst was not used", err)
			}
		})
		if allocations != 0 {
			t.Errorf("capacity %d: %v allocations", capacity, allocations)
		}
	}
}

// member returns a gzip member with the given DEFLATE data and a trailer for
// content.
func member(deflated, content []byte) []byte {
	file := append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255}, deflated...)
	file = binary.LittleEndian.AppendUint32(file, crc32.ChecksumIEEE(content))
	return binary.LittleEndian.AppendUint32(file, uint32(len(content)))
}
