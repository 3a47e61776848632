package digest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/records"
)

// unreadError is a failure to get at the bytes of a file, such as that of a network. It
// says nothing about the file.
type unreadError struct{ err error }

func (e *unreadError) Error() string { return e.err.Error() }

func (e *unreadError) Unwrap() error { return e.err }

var errNoOpen = errors.New("the source cannot open it")

// reader reads files one after another; it is for one goroutine.
type reader struct{ decoder records.Decoder }

// readWhole reads the decompressed content of a file into use, and returns the
// signature in the metadata of its object, if there is one. An error after the content
// is about the compressed bytes: what use got is still all that could be decompressed.
func (r *reader) readWhole(ctx context.Context, file trailq.File, use func([]byte) error) (signature string, err error) {
	if file.Open == nil {
		return "", &unreadError{errNoOpen}
	}
	body, err := file.Open(ctx)
	if err != nil {
		return "", &unreadError{err}
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	stored := &storedReader{body: body}
	start, rest := r.decoder.Open(stored, file.Size, records.Limits{})
	defer r.decoder.Pool.Put(start)
	if err := use(start); err != nil {
		return "", err
	}
	if rest != nil {
		_, err = io.Copy(useWriter(use), rest)
	}
	if stored.err != nil {
		return "", &unreadError{stored.err}
	}
	return FindSignature(body), err
}

// storedReader keeps an error of the stored bytes, to tell it from one in them.
type storedReader struct {
	body io.Reader
	err  error
}

func (s *storedReader) Read(p []byte) (int, error) {
	n, err := s.body.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

type useWriter func([]byte) error

func (w useWriter) Write(p []byte) (int, error) { return len(p), w(p) }

// mostDigest bounds the content of a digest in bytes. An entry has some 500 bytes, and a
// digest covers an hour.
const mostDigest = 256 << 20

var errLargeDigest = fmt.Errorf("more than %d MB, too large for a digest", mostDigest>>20)

// readDigest reads and parses a digest, and returns the signature in its metadata.
func (r *reader) readDigest(ctx context.Context, file trailq.File) (*content, string, error) {
	var text []byte
	signature, err := r.readWhole(ctx, file, func(part []byte) error {
		if len(text)+len(part) > mostDigest {
			return errLargeDigest
		}
		text = append(text, part...)
		return nil
	})
	if err != nil {
		return nil, signature, err
	}
	parsed, err := parseContent(text)
	return parsed, signature, err
}

// hashFile returns the hash of a file's decompressed content. With an error that is no
// unreadError, it is the hash of what could be decompressed.
func (r *reader) hashFile(ctx context.Context, file trailq.File) (sum [sha256.Size]byte, err error) {
	hash := sha256.New()
	_, err = r.readWhole(ctx, file, func(part []byte) error {
		hash.Write(part)
		return nil
	})
	return [sha256.Size]byte(hash.Sum(nil)), err
}

// describeCause returns the text of an error about a file without the file's path.
func describeCause(err error) string {
	var named *fs.PathError
	if errors.As(err, &named) {
		err = named.Err
	}
	return err.Error()
}

// pickClosest returns those of the files with the name of a key whose paths have the
// most of it.
func pickClosest(files []trailq.File, key string) []trailq.File {
	most := 0
	for _, file := range files {
		most = max(most, countCommonTail(file.Path, key))
	}
	return slices.DeleteFunc(slices.Clone(files), func(file trailq.File) bool { return countCommonTail(file.Path, key) < most })
}
