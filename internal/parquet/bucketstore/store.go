package bucketstore

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/scratch"
	"github.com/trailq/trailq/s3source"
)

// Bucket is what a store needs of a bucket; see package s3source.
type Bucket interface {
	Folders(ctx context.Context, path string) ([]string, error)
	EachObject(ctx context.Context, path string, visit func(path string, size int64)) error
	PutObject(ctx context.Context, path string, content io.ReadSeeker, condition string) (version string, err error)
	CopyObject(ctx context.Context, from, to string) error
	DeleteObject(ctx context.Context, path string) error
	StatObject(ctx context.Context, path string) (version string, age time.Duration, err error)
	OpenObject(ctx context.Context, path string) (io.ReadCloser, error)
}

// Options say how a store works. The zero value is usual.
type Options struct {
	// Bucket says how to reach it.
	Bucket s3source.Options
	// Folder is where files are kept on this machine until they are put; empty is the
	// system's folder for temporary files.
	Folder string
	// Lease is how long a lock counts that its owner does not renew; 30 s by default.
	Lease time.Duration
}

// Store is a [layout.Store] in a bucket.
type Store struct {
	interrupt context.Context // of the run
	ctx       context.Context // of the requests: a commit is finished though the run is interrupted
	url       string
	bucket    Bucket
	lease     time.Duration
	folder    string           // where local is made
	local     *scratch.Folder  // nil until the lock is held
	sizes     map[string]int64 // of the Parquet files, as they were listed
	lock      lock

	mu      sync.Mutex
	fetched map[string]string // names on this machine, by file
}

var errNoBucket = errors.New("the bucket cannot be written")

// Open returns the store of a prefix. It makes no request. Unlock removes what it keeps
// on this machine.
func Open(ctx context.Context, url string, options Options) (*Store, error) {
	url = strings.TrimSuffix(url, "/") + "/"
	source, err := s3source.New(ctx, url, options.Bucket)
	if err != nil {
		return nil, err
	}
	bucket, ok := source.(Bucket)
	if !ok {
		return nil, errNoBucket
	}
	return &Store{
		interrupt: ctx, ctx: context.WithoutCancel(ctx), url: url, bucket: bucket,
		lease: cmp.Or(options.Lease, 30*time.Second), folder: options.Folder, fetched: make(map[string]string),
	}, nil
}

// FullName implements [layout.Store].
func (s *Store) FullName(file string) string { return s.url + file }

// ListNames implements [layout.Store].
func (s *Store) ListNames(folder string) ([]string, error) {
	if folder != "" {
		folder += "/"
	} else if names, err := s.bucket.Folders(s.ctx, ""); err != nil || len(names) > 0 {
		return names, err
	}
	var names []string
	err := s.bucket.EachObject(s.ctx, folder, func(path string, _ int64) {
		if name := strings.TrimPrefix(path, folder); name != "" && !strings.Contains(name, "/") {
			names = append(names, name)
		}
	})
	return names, err
}

// ListData implements [layout.Store].
func (s *Store) ListData() (found []string, err error) {
	s.sizes = make(map[string]int64)
	err = s.bucket.EachObject(s.ctx, "", func(path string, size int64) {
		if strings.HasSuffix(path, ".parquet") && !layout.IsOwn(path) {
			s.sizes[path] = size
			found = append(found, path)
		}
	})
	return found, err
}

// ReadFile implements [layout.Store].
func (s *Store) ReadFile(file string) ([]byte, error) {
	content, err := s.bucket.OpenObject(s.ctx, file)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(content)
	return text, errors.Join(err, content.Close())
}

// WriteFile implements [layout.Store].
func (s *Store) WriteFile(file string, content []byte) error {
	return s.putContent(file, bytes.NewReader(content))
}

// CreateFile implements [layout.Store].
func (s *Store) CreateFile(file string, content []byte) error {
	if err := s.checkLock(); err != nil {
		return err
	}
	_, err := s.putOnce(s.ctx, file, content, s3source.OnlyNew)
	if errors.Is(err, s3source.ErrCondition) {
		return fmt.Errorf("%w: %w", s.inUse(), errLost)
	}
	return err
}

func (s *Store) putContent(file string, content io.ReadSeeker) error {
	if err := s.checkLock(); err != nil {
		return err
	}
	_, err := s.bucket.PutObject(s.ctx, file, content, "")
	return err
}

// requests is how many files are moved or removed at a time.
const requests = 16

// MoveFiles implements [layout.Store].
func (s *Store) MoveFiles(moves []layout.Move) error {
	return eachOf(moves, func(m layout.Move) error {
		if err := s.checkLock(); err != nil {
			return err
		}
		err := s.bucket.CopyObject(s.ctx, m.From, m.To)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return s.bucket.DeleteObject(s.ctx, m.From)
	})
}

// RemoveFiles implements [layout.Store].
func (s *Store) RemoveFiles(files ...string) error {
	return eachOf(files, func(file string) error {
		if err := s.checkLock(); err != nil {
			return err
		}
		return s.bucket.DeleteObject(s.ctx, file)
	})
}

// eachOf calls do for all elements, several at a time.
func eachOf[T any](elements []T, do func(T) error) error {
	next := make(chan T)
	errs := make(chan error, requests)
	for range requests {
		go func() {
			var err error
			for one := range next {
				if err == nil {
					err = do(one)
				}
			}
			errs <- err
		}()
	}
	for _, one := range elements {
		next <- one
	}
	close(next)
	var err error
	for range requests {
		err = errors.Join(err, <-errs)
	}
	return err
}

// CheckFile implements [layout.Store]. Without verify only the size is compared, as the
// listing of the bucket has it.
func (s *Store) CheckFile(d layout.DataFile, verify bool) error {
	if s.sizes == nil {
		if _, err := s.ListData(); err != nil {
			return err
		}
	}
	size, found := s.sizes[d.Path]
	switch {
	case !found:
		return layout.ErrMissingFile
	case size != d.Bytes:
		return layout.NewSizeError(size, d.Bytes)
	case !verify || d.SHA256 == "":
		return nil
	}
	content, err := s.bucket.OpenObject(s.ctx, d.Path)
	if err != nil {
		return err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, content)
	if err = errors.Join(err, content.Close()); err == nil && hex.EncodeToString(hash.Sum(nil)) != d.SHA256 {
		return layout.ErrOtherHash
	}
	return err
}

// StagedPath implements [layout.Store].
func (s *Store) StagedPath(name string) string { return filepath.Join(s.local.Path(), name) }

// KeepStaged implements [layout.Store].
func (s *Store) KeepStaged(name string) error {
	file, err := os.Open(s.StagedPath(name))
	if err != nil {
		return err
	}
	err = s.putContent(layout.StagedFile(name), file)
	return errors.Join(err, file.Close(), os.Remove(file.Name()))
}

// LocalPath implements [layout.Store]: the file is fetched, once.
func (s *Store) LocalPath(file string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name, found := s.fetched[file]; found {
		return name, nil
	}
	content, err := s.bucket.OpenObject(s.ctx, file)
	if err != nil {
		return "", err
	}
	defer content.Close()
	name := filepath.Join(s.local.Path(), fmt.Sprintf("fetched-%d.parquet", len(s.fetched)))
	to, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(to, content)
	if err = errors.Join(err, to.Close()); err != nil {
		return "", err
	}
	s.fetched[file] = name
	return name, nil
}
