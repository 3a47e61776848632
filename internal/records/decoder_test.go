package records

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// compressors are the forms in which a file can be stored.
var compressors = map[string]func([]byte) []byte{
	"plain": func(content []byte) []byte { return content },
	"gzip":  gzipOf,
	"gzip of several members": func(content []byte) []byte {
		half := len(content) / 2
		return slices.Concat(gzipOf(content[:half]), gzipOf(nil), gzipOf(content[half:]))
	},
	"zstd": func(content []byte) []byte {
		encoder, err := zstd.NewWriter(nil)
		if err != nil {
			panic(err)
		}
		return encoder.EncodeAll(content, nil)
	},
}

func gzipOf(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(content); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// readerOf returns a reader of stored, opened as a file of the given size.
func readerOf(d *Decoder, stored []byte, size int64, limits Limits) *Reader {
	start, rest := d.Open(bytes.NewReader(stored), size, limits)
	return NewReader(start, rest, limits, nil)
}

// logFile returns the content of a log file with the given number of records.
func logFile(records int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"Records":[`)
	for i := range records {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"eventVersion":"1.09","eventID":"%d","requestParameters":{"key":"%x"}}`, i, i*i*7919)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

func TestDecoder(t *testing.T) {
	var decoder Decoder // shared by all files, as in a worker
	defer decoder.Close()
	for _, records := range []int{1, 1000, 100_000} {
		content := logFile(records)
		want := readAll(NewReader(content, nil, Limits{}, nil))
		for name, compress := range compressors {
			stored := compress(content)
			for _, size := range []int64{int64(len(stored)), -1} {
				got := readAll(readerOf(&decoder, stored, size, Limits{}))
				if !slices.Equal(got.records, want.records) || !errors.Is(got.end, io.EOF) {
					t.Errorf("%s of %d records, size %d: %d records, end %v", name, records, size, len(got.records), got.end)
				}
			}
		}
	}
}

func TestDamage(t *testing.T) {
	content := logFile(5000)
	var decoder Decoder
	defer decoder.Close()
	for name, compress := range compressors {
		stored := compress(content)
		cut := readAll(readerOf(&decoder, stored[:len(stored)*3/4], int64(len(stored)), Limits{}))
		if !errors.Is(cut.end, ErrTruncated) || len(cut.records) < 2000 {
			t.Errorf("%s, cut: %d records, then %v", name, len(cut.records), cut.end)
		}
		if name == "plain" {
			continue // it has no checksum
		}
		changed := bytes.Clone(stored)
		changed[len(changed)-6] ^= 1 // a checksum
		got := readAll(readerOf(&decoder, changed, int64(len(changed)), Limits{}))
		if got.end == nil || errors.Is(got.end, io.EOF) {
			t.Errorf("%s, changed: end %v", name, got.end)
		}
	}
}

func TestTrailingGarbage(t *testing.T) {
	var decoder Decoder
	stored := append(gzipOf(logFile(10)), "garbage"...)
	got := readAll(readerOf(&decoder, stored, int64(len(stored)), Limits{}))
	if len(got.records) != 10 || errors.Is(got.end, io.EOF) {
		t.Errorf("%d records, then %v", len(got.records), got.end)
	}
}

func TestExpansionLimit(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, `{"Records":[`+first+`,{"x":"`)
	blank := strings.Repeat(" ", 1<<20)
	for range 80 {
		io.WriteString(w, blank)
	}
	io.WriteString(w, `"}]}`)
	w.Close()
	var decoder Decoder
	for _, size := range []int64{int64(b.Len()), -1} {
		got := readAll(readerOf(&decoder, b.Bytes(), size, Limits{}))
		if len(got.records) != 1 || !errors.Is(got.end, ErrExpansion) {
			t.Errorf("%d records, then %v", len(got.records), got.end)
		}
		got = readAll(readerOf(&decoder, b.Bytes(), size, Limits{Expansion: 2000}))
		if len(got.records) != 1 || len(got.rejected) != 1 || !errors.Is(got.end, io.EOF) {
			t.Errorf("with a higher limit: %d records, rejected %q, then %v", len(got.records), got.rejected, got.end)
		}
	}
}
