package trailq

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Files is the files that the patterns name, each a path or a glob as
// [filepath.Match] has it; a folder that one names is read as [Dir] reads it. A
// pattern that names nothing is an error.
func Files(patterns ...string) Source { return files(patterns) }

type files []string

func (f files) String() string { return strings.Join(f, " ") }

func (f files) Files(ctx context.Context, _ *Filter) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		paths, err := f.expand()
		if err != nil {
			yield(File{}, err)
			return
		}
		for _, path := range paths {
			file, isFile, err := stat(path)
			if err == nil && !isFile {
				if !walk(ctx, path, yield) {
					return
				}
				continue
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// expand returns the paths that the patterns name, each once, sorted.
func (f files) expand() ([]string, error) {
	var paths []string
	for _, pattern := range f {
		if _, err := os.Lstat(pattern); err == nil { // a name may look like a glob
			paths = append(paths, pattern)
			continue
		}
		matches, err := filepath.Glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", pattern, err)
		}
		if len(matches) == 0 {
			return nil, fmt.Errorf("%s: %w", pattern, errNothing)
		}
		paths = append(paths, matches...)
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}

// errNothing is a pattern or path that names nothing.
var errNothing = fmt.Errorf("no such file or folder: %w", fs.ErrNotExist)
