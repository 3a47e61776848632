package ask

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/cache"
	"github.com/trailq/trailq/internal/interruptible"
	"github.com/trailq/trailq/internal/remote"
	"github.com/trailq/trailq/s3source"
)

// Sources are open sources of logs, for one run after another or several at a time.
type Sources struct {
	env       Environment
	access    Access
	names     []string
	opened    []trailq.Source
	table     *remote.Table  // of an engine elsewhere; nil where the sources are files
	shared    bool           // runs leave the connection to it open
	listCalls s3source.Calls // of all buckets
	cache     *cache.Cache   // nil until a bucket needs it
}

// Open opens sources by their names. Nothing is read yet. Streams among them, such
// as standard input, end when ctx is done.
func Open(ctx context.Context, names []string, access Access, env Environment) (*Sources, error) {
	s := &Sources{env: env, access: access, names: names}
	if err := s.openTable(ctx); err != nil || s.table != nil {
		return s, err
	}
	stdin := false
	for _, name := range names {
		if name == "-" && stdin {
			return nil, usagef("standard input can be read only once: give - once")
		}
		stdin = stdin || name == "-"
		source, err := s.openSource(ctx, name)
		if err != nil {
			return nil, err
		}
		s.opened = append(s.opened, source)
	}
	return s, nil
}

func (s *Sources) openSource(ctx context.Context, name string) (trailq.Source, error) {
	scheme, _, isURL := strings.Cut(name, "://")
	switch {
	case name == "":
		return nil, usagef("an empty SOURCE").withHint("is a variable unset?")
	case name == "-" && s.env.Stdin == nil:
		return nil, usagef("there is no standard input here").withHint(sourceForms)
	case name == "-":
		open := func() (io.ReadCloser, error) { return io.NopCloser(s.env.Stdin), nil }
		return trailq.Stream("standard input", interruptible.NewReader(ctx, open)), nil
	case IsBucket(name):
		return s.openBucket(ctx, name)
	case isURL:
		return nil, usagef("SOURCE %q: no such kind of source: %s", name, scheme).withHint(sourceForms)
	}
	source, err := openLocal(ctx, name)
	if err != nil {
		return nil, err
	}
	return s.withoutWriting(source), nil
}

// openLocal opens a folder, a file, a pipe or a glob, which must match something. A
// file can have the name of a glob.
func openLocal(ctx context.Context, name string) (trailq.Source, error) {
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return trailq.Dir(name), nil
	case err == nil && !info.Mode().IsRegular():
		open := func() (io.ReadCloser, error) { return os.Open(name) }
		return trailq.Stream(name, interruptible.NewReader(ctx, open)), nil
	case err == nil:
		return trailq.Files(name), nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, sourceFailure(err)
	}
	matches, err := filepath.Glob(name)
	if err != nil {
		return nil, usagef("SOURCE %q: %w", name, err).withHint("a glob has *, ? and [a-z]")
	}
	if len(matches) == 0 {
		return nil, sourceFailure(fmt.Errorf("%s: %w", name, errNothingThere))
	}
	return trailq.Files(name), nil
}

// IsSource reports whether there is something to read at name: a bucket, which is not
// looked at, standard input, a file, a folder, or files that match a glob.
func IsSource(name string) bool {
	if IsBucket(name) || name == "-" {
		return true
	}
	_, err := os.Stat(name)
	matches, _ := filepath.Glob(name)
	return err == nil || len(matches) > 0
}

// missingError is the absence of a source, in the words of users.
type missingError struct{}

func (missingError) Error() string { return "no such file or folder" }

func (missingError) Is(target error) bool { return target == fs.ErrNotExist }

var errNothingThere error = missingError{}
