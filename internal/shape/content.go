package shape

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/trailq/trailq/internal/records"
)

// content is what a file holds, decompressed: its first bytes, and a reader of the
// others, which is nil if there are none.
type content struct {
	start []byte
	rest  io.Reader
}

// openWhole returns a reader of the whole content.
func (c content) openWhole() io.Reader {
	if c.rest == nil {
		return bytes.NewReader(c.start)
	}
	return io.MultiReader(bytes.NewReader(c.start), c.rest)
}

// sniffSize is how many bytes tell what content is: a tar has its mark at byte 257.
const sniffSize = 512

// peekStart returns at least the first n bytes, or all of the content.
func (c *content) peekStart(n int) []byte {
	for len(c.start) < n && c.rest != nil {
		more := make([]byte, n-len(c.start))
		read, err := c.rest.Read(more)
		c.start = append(c.start[:len(c.start):len(c.start)], more[:read]...)
		if errors.Is(err, io.EOF) {
			c.rest = nil
		} else if err != nil {
			c.rest = failedReader{err}
			break
		}
	}
	return c.start
}

// failedReader returns its error from every Read.
type failedReader struct{ err error }

func (f failedReader) Read([]byte) (int, error) { return 0, f.err }

// form is the form of content.
type form int

const (
	jsonForm form = iota // or text that package records reads
	zipForm
	tarForm
	csvForm
)

// beginsJSON reports whether the content begins with an object or array. This is asked
// first, since it is true for logs, and asks for no more than the first bytes.
func (c *content) beginsJSON() bool {
	for n := 2; ; n++ {
		head := c.peekStart(n)
		text := bytes.TrimLeft(head, " \t\r\n")
		if len(text) > 1 {
			return (text[0] == '{' || text[0] == '[') && text[1] != 0
		}
		if len(head) < n || n > sniffSize {
			return len(text) == 1 && text[0] != 0
		}
		n = max(n, len(head))
	}
}

// maxLayers is how often content can be compressed or encoded in another way.
const maxLayers = 4

var errLayers = fmt.Errorf("%w: compressed more than %d times", records.ErrExpansion, maxLayers)

// removeLayers removes layers of compression and encoding, and returns the form of what is
// inside. Bytes beyond the first are asked for only if they decide.
func (c *content) removeLayers(limits records.Limits) (form, error) {
	for range maxLayers {
		if c.beginsJSON() {
			return jsonForm, nil
		}
		head := c.peekStart(sniffSize)
		switch order := utf16Order(head); {
		case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
			return zipForm, nil
		case len(head) >= 262 && string(head[257:262]) == "ustar":
			return tarForm, nil
		case bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")):
			return jsonForm, errXZ
		case records.IsCompressed(head):
			var decoder records.Decoder
			c.start, c.rest = decoder.Open(c.openWhole(), -1, limits)
		case order != nil:
			c.start, c.rest = nil, &utf16Reader{source: c.openWhole(), order: order}
		case looksLikeTable(head):
			return csvForm, nil
		default:
			return jsonForm, nil
		}
	}
	return jsonForm, errLayers
}

var errXZ = errors.New("compressed with xz, which is not read: unpack it with xz -d")
