package cache

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/peek"
)

// Options say how to keep files. The zero value works.
type Options struct {
	// Size is how many bytes are kept at most; each process that shares the folder can
	// exceed it by a sixteenth for a while. Zero is 10 GB. A file larger than a sixteenth
	// is not kept.
	Size int64
	// Warn, if not nil, is called once with the reason why files are not kept. They are
	// read nevertheless.
	Warn func(error)
}

// DefaultSize is how many bytes are kept by default.
const DefaultSize = 10e9

// Cache is a folder of files that were fetched. It is for any goroutine.
type Cache struct {
	folder  string
	size    int64
	warn    func(error)
	warning sync.Once

	mu       sync.Mutex
	added    int64 // bytes since the folder was looked through
	tidying  bool
	tidiedUp bool // once, at least
}

// part is the share of the size that can be added before the folder is scanned again.
const part = 16

// Open opens the cache in a folder, and creates the folder if it is missing.
func Open(folder string, options Options) (*Cache, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	c := &Cache{folder: folder, size: options.Size, warn: options.Warn}
	if c.size <= 0 {
		c.size = DefaultSize
	}
	return c, nil
}

// Source returns the source with its files kept. Files are opened from the cache or,
// the first time, from the source.
func (c *Cache) Source(source trailq.Source) trailq.Source { return kept{source, c} }

type kept struct {
	trailq.Source
	cache *Cache
}

// First returns the first file of the source itself.
func (k kept) First(ctx context.Context) (trailq.File, bool, error) {
	return peek.First(ctx, k.Source)
}

func (k kept) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range k.Source.Files(ctx, filter) {
			if err == nil && file.Version != "" && file.Size >= 0 && file.Size <= k.cache.size/part {
				name := k.cache.fileName(file)
				_, missing := os.Lstat(name)
				file.Local = missing == nil
				file.Open = k.cache.openFile(file, name)
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// openFile returns a function that opens the file which is or will be kept under
// name.
func (c *Cache) openFile(file trailq.File, name string) func(context.Context) (io.ReadCloser, error) {
	return func(ctx context.Context) (io.ReadCloser, error) {
		if kept := c.openKept(name, file.Size); kept != nil {
			return kept, nil
		}
		body, err := file.Open(ctx)
		if err != nil {
			return nil, err
		}
		return c.keepReading(body, name, file.Size), nil
	}
}

// fileName returns where the file is kept. No part of the file's own name is in it.
func (c *Cache) fileName(file trailq.File) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %d", file.Path, file.Version, file.Size))
	name := hex.EncodeToString(sum[:])
	return filepath.Join(c.folder, name[:2], name[2:])
}

// openKept opens a kept file. It returns nil if the file is not there, and removes a
// file of another size.
func (c *Cache) openKept(name string, size int64) *os.File {
	file, err := os.Open(name)
	if err != nil {
		return nil
	}
	info, err := file.Stat()
	if err != nil || info.Size() != size {
		_ = file.Close() // nothing was written
		removeFile(name)
		return nil
	}
	now := time.Now()
	_ = os.Chtimes(name, now, now) // which fails where the folder is only to be read
	return file
}

// warnOnce warns why files are not kept.
func (c *Cache) warnOnce(err error) {
	c.warning.Do(func() {
		if c.warn != nil {
			c.warn(fmt.Errorf("the cache keeps nothing: %w", err))
		}
	})
}
