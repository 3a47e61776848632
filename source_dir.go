package trailq

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Dir is a folder of log files, read with all its subfolders. Files and folders
// whose name begins with a dot are left out, and so are links to folders. What is
// neither a file nor a folder, such as a named pipe, is a [FileError].
func Dir(folder string) Source { return dir(folder) }

type dir string

func (d dir) String() string { return string(d) }

func (d dir) Files(ctx context.Context, _ *Filter) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		if _, err := os.Stat(string(d)); err != nil {
			yield(File{}, err)
			return
		}
		walk(ctx, string(d), yield)
	}
}

// walk yields the files below folder in the byte order of their paths, as a
// bucket lists its keys, and reports whether to go on.
func walk(ctx context.Context, folder string, yield func(File, error) bool) bool {
	if err := ctx.Err(); err != nil {
		yield(File{}, err)
		return false
	}
	entries, err := os.ReadDir(folder)
	if err != nil && !yield(File{}, &FileError{File: folder, Err: err}) {
		return false
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(sortKey(a), sortKey(b)) })
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		if entry.IsDir() {
			if !walk(ctx, path, yield) {
				return false
			}
			continue
		}
		file, isFile, err := stat(path)
		if isFile && file.Size < 0 {
			file, err = File{}, &FileError{File: path, Err: errNoFile}
		}
		if (isFile || err != nil) && !yield(file, err) {
			return false
		}
	}
	return true
}

// errNoFile is a pipe, socket or device that lies in a folder. It would block who
// opens it, and holds no logs; one that is named itself is read, as shells make
// them for <(zcat …).
var errNoFile = errors.New("a pipe, socket or device, not a file")

// sortKey puts a folder where its files' paths stand among those of the files
// beside it.
func sortKey(entry fs.DirEntry) string {
	if entry.IsDir() {
		return entry.Name() + "/"
	}
	return entry.Name()
}

// stat describes the file at path, following links, and reports whether it is
// one.
func stat(path string) (File, bool, error) {
	info, err := os.Stat(path)
	if err != nil {
		return File{}, false, &FileError{File: path, Err: err}
	}
	if info.IsDir() {
		return File{}, false, nil
	}
	size := info.Size()
	if !info.Mode().IsRegular() { // a pipe has no size
		size = -1
	}
	return File{Path: path, Size: size, Open: func(context.Context) (io.ReadCloser, error) { return os.Open(path) }}, true, nil
}
