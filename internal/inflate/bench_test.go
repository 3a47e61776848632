package inflate

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"testing"

	klauspost "github.com/klauspost/compress/gzip"
)

// BenchmarkGzip compares decoders over log files of several sizes, in bytes of
// content. All of them reuse what they can. They go through many files, so that
// the processor cannot learn one by heart.
func BenchmarkGzip(b *testing.B) {
	for _, size := range []int{2 << 10, 20 << 10, 200 << 10, 5 << 20} {
		files := logFiles(b, size, max(3, min(500, 20<<20/size)))
		b.Run(fmt.Sprintf("size=%d/by=trailq", size), func(b *testing.B) {
			var d Decoder
			run(b, files, func(file, out []byte) ([]byte, error) { return d.Gzip(out, file, cap(out)) })
		})
		b.Run(fmt.Sprintf("size=%d/by=klauspost", size), func(b *testing.B) {
			run(b, files, readerDecoder(new(klauspost.Reader)))
		})
		b.Run(fmt.Sprintf("size=%d/by=standard", size), func(b *testing.B) {
			run(b, files, readerDecoder(new(gzip.Reader)))
		})
	}
}

type logFile struct{ compressed, content []byte }

func logFiles(b *testing.B, size, count int) []logFile {
	b.Helper()
	files := make([]logFile, count)
	for i := range files {
		content := trailJSON(size, uint64(i))
		files[i] = logFile{compress(b, content, 6), content}
	}
	return files
}

// readerDecoder returns a function that decodes file with z, appending to out,
// which has the capacity that io.Reader's contract takes.
func readerDecoder(z interface {
	io.Reader
	Reset(io.Reader) error
}) func(file, out []byte) ([]byte, error) {
	in := new(bytes.Reader)
	return func(file, out []byte) ([]byte, error) {
		in.Reset(file)
		if err := z.Reset(in); err != nil {
			return nil, err
		}
		b := bytes.NewBuffer(out)
		_, err := b.ReadFrom(z)
		return b.Bytes(), err
	}
}

// run decodes one file after the other into the same memory.
func run(b *testing.B, files []logFile, decode func(file, out []byte) ([]byte, error)) {
	b.Helper()
	total, largest := 0, 0
	for _, file := range files {
		total, largest = total+len(file.content), max(largest, len(file.content))
	}
	out := make([]byte, 0, largest+bytes.MinRead)
	b.SetBytes(int64(total / len(files)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		file := files[i%len(files)]
		got, err := decode(file.compressed, out)
		if err != nil || len(got) != len(file.content) || got[len(got)/2] != file.content[len(got)/2] {
			b.Fatalf("got %d bytes of %d, error %v", len(got), len(file.content), err)
		}
	}
}
