package inflate

import (
	"bytes"
	"compress/gzip"
	"testing"
)

// FuzzGzip decodes arbitrary bytes as the standard library does: the same
// content, and an error if and only if it has one. With an error there can be
// more content (see TestTruncated).
func FuzzGzip(f *testing.F) {
	for level := gzip.HuffmanOnly; level <= gzip.BestCompression; level++ {
		f.Add(compress(f, trailJSON(2000, 1), level))
	}
	for _, block := range edgeBlocks() {
		f.Add(member(block.bits.bytes(), nil))
	}
	f.Fuzz(func(t *testing.T, src []byte) { agree(t, src) })
}

// FuzzDeflate is FuzzGzip for the blocks of one member: mutations of the header
// teach little.
func FuzzDeflate(f *testing.F) {
	for level := gzip.HuffmanOnly; level <= gzip.BestCompression; level++ {
		file := compress(f, trailJSON(2000, 1), level)
		f.Add(file[headerSize : len(file)-trailerSize])
	}
	for _, block := range edgeBlocks() {
		f.Add(block.bits.bytes())
	}
	f.Fuzz(func(t *testing.T, deflated []byte) {
		// The content decides the trailer, so that success is reached as well.
		content, _ := reference(member(deflated, nil))
		agree(t, member(deflated, content))
		agree(t, append(member(deflated, content), make([]byte, 100)...))
	})
}

func agree(t *testing.T, src []byte) {
	t.Helper()
	want, wantErr := reference(src)
	if wantErr == gzip.ErrHeader && bytes.IndexByte(src, 0x1f) >= 0 && len(src) > 512 {
		t.Skip("may be a long file name, which only the standard library refuses")
	}
	var d Decoder
	got, err := d.Gzip(nil, src, 1<<30)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("error is %v, the standard library's %v", err, wantErr)
	}
	if !bytes.HasPrefix(got, want) || err == nil && len(got) != len(want) {
		t.Fatalf("got %d bytes (%v), the standard library %d (%v)", len(got), err, len(want), wantErr)
	}
	if len(got) > 0 {
		limited, err := d.Gzip(nil, src, len(got)-1)
		if err == nil || !bytes.Equal(limited, got[:len(got)-1]) {
			t.Fatalf("with a limit of %d: %d bytes, error %v", len(got)-1, len(limited), err)
		}
	}
}

// FuzzRoundTrip decodes what the standard library encodes, at every level.
func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte{}, uint8(1))
	f.Add(trailJSON(2000, 1), uint8(9))
	f.Add(bytes.Repeat([]byte("abc"), 1000), uint8(3))
	// These are the five ways in which compress/flate makes blocks; TestRoundTrip has every level.
	levels := []int{gzip.HuffmanOnly, gzip.NoCompression, gzip.BestSpeed, 6, gzip.BestCompression}
	var writers []*gzip.Writer
	for _, level := range levels {
		w, err := gzip.NewWriterLevel(nil, level)
		if err != nil {
			f.Fatal(err)
		}
		writers = append(writers, w)
	}
	f.Fuzz(func(t *testing.T, content []byte, repeats uint8) {
		content = bytes.Repeat(content, int(repeats%16)+1)
		var d Decoder
		for i, w := range writers {
			got, err := d.Gzip(nil, writeMember(t, w, content), len(content))
			if err != nil || !bytes.Equal(got, content) {
				t.Fatalf("level %d: got %d bytes of %d, error %v", levels[i], len(got), len(content), err)
			}
		}
	})
}
