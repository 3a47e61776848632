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

	"github.com/trailq/trailq/internal/filetime"
)

// Dir returns a folder of log files, with all its subfolders, as a source. It leaves
// out files and folders whose name begins with a dot, and links to folders. For
// anything that is neither a file nor a folder, such as a named pipe, it yields a
// [*FileError].
func Dir(folder string) Source { return dir(folder) }

type dir string

func (d dir) String() string { return string(d) }

func (d dir) Files(ctx context.Context, _ *Filter) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		if _, err := os.Stat(string(d)); err != nil {
			yield(File{}, err)
			return
		}
		walkFolder(ctx, string(d), yield)
	}
}

// walkFolder yields the files below folder in the byte order of their paths, as S3
// lists keys, and reports whether to go on.
func walkFolder(ctx context.Context, folder string, yield func(File, error) bool) bool {
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
			if !walkFolder(ctx, path, yield) {
				return false
			}
			continue
		}
		file, isFile, err := statFile(path)
		if isFile && file.Size < 0 {
			file, err = File{}, &FileError{File: path, Err: errNotRegular}
		}
		if (isFile || err != nil) && !yield(file, err) {
			return false
		}
	}
	return true
}

// errNotRegular is the error for a pipe, socket or device in a folder: opening it can
// block, and it holds no logs. A pipe that the user names is read, since shells make
// them for <(zcat …).
var errNotRegular = errors.New("a pipe, socket or device, not a file")

// sortKey returns the name by which to sort an entry: with a slash for a folder, so
// that its files are in their place among the paths.
func sortKey(entry fs.DirEntry) string {
	if entry.IsDir() {
		return entry.Name() + "/"
	}
	return entry.Name()
}

// statFile describes the file at path, following links, and reports whether it is a
// file.
func statFile(path string) (File, bool, error) {
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
	open := func(context.Context) (io.ReadCloser, error) { return os.Open(path) }
	return File{Path: path, Size: size, Modified: info.ModTime(), Changed: filetime.ChangeTime(info), Open: open}, true, nil
}
