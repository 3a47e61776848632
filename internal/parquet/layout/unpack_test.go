package layout

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"testing"
)

// A file of the folder's own that unpacks to gigabytes is refused before it fills the memory.
func TestPackedTooTightly(t *testing.T) {
	var bomb bytes.Buffer
	to := gzip.NewWriter(&bomb)
	to.Comment = headMark
	spaces := bytes.Repeat([]byte(" "), 1<<20) // which JSON may have anywhere
	for range 100 {
		if _, err := to.Write(spaces); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	for name, decode := range map[string]func(io.Reader) error{
		"head":     func(r io.Reader) error { _, err := DecodeHead(r); return err },
		"record":   func(io.Reader) error { _, err := DecodeCommit(bomb.Bytes()); return err },
		"index":    func(r io.Reader) error { _, err := DecodeIndex(r); return err },
		"failures": func(r io.Reader) error { _, err := ReadFailures(r); return err },
	} {
		if err := decode(bytes.NewReader(bomb.Bytes())); !errors.Is(err, errPackedTooTightly) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
