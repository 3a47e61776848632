package cache

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/trailq/trailq/internal/atomicfile"
)

// temporary is how the names of incomplete files begin.
const temporary = "tmp-"

// keepReading returns body, and keeps its content under name once all of it was read.
func (c *Cache) keepReading(body io.ReadCloser, name string, size int64) io.ReadCloser {
	folder := filepath.Dir(name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		c.warnOnce(err)
		return body
	}
	file, err := atomicfile.Create(name, atomicfile.Options{
		Temporary: func(string) string { return temporary + rand.Text() },
		Unsynced:  true, // a file that is short is fetched again
	})
	if err != nil {
		c.warnOnce(err)
		return body
	}
	return &filling{body: body, cache: c, file: file, size: size}
}

// filling is a body that is kept while it is read.
type filling struct {
	body  io.ReadCloser
	cache *Cache
	file  *atomicfile.File // nil when nothing more is kept
	size  int64            // that it must have
	count int64            // bytes so far
}

func (f *filling) Read(p []byte) (int, error) {
	n, err := f.body.Read(p)
	f.count += int64(n)
	if f.file != nil && n > 0 {
		if _, failed := f.file.Write(p[:n]); failed != nil {
			f.cache.warnOnce(failed)
			f.dropFile()
		}
	}
	switch {
	case errors.Is(err, io.EOF):
		f.keepFile()
	case err != nil:
		f.dropFile()
	}
	return n, err
}

// Close closes the body. Content that was not read to its end is not kept.
func (f *filling) Close() error {
	if f.file != nil && f.count == f.size {
		// Whoever has all bytes may not have asked for the end, where the source says
		// whether they are good.
		if n, err := f.Read(make([]byte, 1)); n > 0 || err == nil {
			f.dropFile()
		}
	}
	f.dropFile()
	return f.body.Close()
}

// keepFile gives the file its name if it is complete.
func (f *filling) keepFile() {
	if f.file == nil {
		return
	}
	if f.count != f.size {
		f.dropFile()
		return
	}
	file := f.file
	f.file = nil
	err := file.Publish()
	switch {
	case errors.Is(err, fs.ErrNotExist): // with another clock, another process has removed it as abandoned
		return
	case err != nil:
		f.cache.warnOnce(err)
		return
	}
	f.cache.addSize(f.size)
}

// dropFile removes an incomplete file.
func (f *filling) dropFile() {
	if f.file == nil {
		return
	}
	_ = f.file.Discard() // where that fails, it is removed as abandoned
	f.file = nil
}

// removeFile removes a file, and reports whether it is gone. A file that stays is
// found again, as damaged or abandoned.
func removeFile(name string) bool { return os.Remove(name) == nil }
