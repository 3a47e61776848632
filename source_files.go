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

// Files returns a source of the files that match the patterns, each a path or a
// pattern of [filepath.Match]. A folder that matches is read as [Dir] reads it. A
// pattern without a match is an error.
func Files(patterns ...string) Source { return files(patterns) }

type files []string

func (f files) String() string { return strings.Join(f, " ") }

func (f files) Files(ctx context.Context, _ *Filter) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		paths, err := f.expandPatterns()
		if err != nil {
			yield(File{}, err)
			return
		}
		for _, path := range paths {
			file, isFile, err := statFile(path)
			if err == nil && !isFile {
				if !walkFolder(ctx, path, yield) {
					return
				}
				continue
			}
			file.Named = slices.Contains(f, path)
			if !yield(file, err) {
				return
			}
		}
	}
}

// expandPatterns returns the paths that match the patterns, sorted, each once.
func (f files) expandPatterns() ([]string, error) {
	var paths []string
	for _, pattern := range f {
		if _, err := os.Lstat(pattern); err == nil { // a file name can look like a pattern
			paths = append(paths, pattern)
			continue
		}
		matches, err := filepath.Glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", pattern, err)
		}
		if len(matches) == 0 {
			return nil, fmt.Errorf("%s: %w", pattern, errNoMatch)
		}
		paths = append(paths, matches...)
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}

// errNoMatch is the error for a pattern or path without a file.
var errNoMatch = fmt.Errorf("no such file or folder: %w", fs.ErrNotExist)
