package cache_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/cache"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/gen"
)

// remote is a source of a few files, and counts how often they are fetched.
type remote struct {
	files   []trailq.File
	fetched atomic.Int64
}

func (*remote) String() string { return "remote" }

func (r *remote) Files(context.Context, *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for _, file := range r.files {
			if !yield(file, nil) {
				return
			}
		}
	}
}

// add adds a file whose content comes from open.
func (r *remote) add(path, version string, size int, open func() io.Reader) {
	r.files = append(r.files, trailq.File{Path: path, Version: version, Size: int64(size), Open: func(context.Context) (io.ReadCloser, error) {
		r.fetched.Add(1)
		return io.NopCloser(open()), nil
	}})
}

func (r *remote) put(path, version, content string) {
	r.add(path, version, len(content), func() io.Reader { return strings.NewReader(content) })
}

// open opens a cache in a folder that has room for so many bytes, by default
// enough.
func open(t testing.TB, folder string, size int64) *cache.Cache {
	t.Helper()
	c, err := cache.Open(folder, cache.Options{Size: size, Warn: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// readAll reads all files of the source and returns their contents and errors.
func readAll(t testing.TB, source trailq.Source) []string {
	t.Helper()
	var contents []string
	for file, err := range source.Files(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		contents = append(contents, readFile(t, file))
	}
	return contents
}

func readFile(t testing.TB, file trailq.File) string {
	t.Helper()
	body, err := file.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(body)
	if failed := body.Close(); failed != nil {
		t.Error(failed)
	}
	if err != nil {
		return fmt.Sprintf("%s and %v", content, err)
	}
	return string(content)
}

// stored are the names of the files below a folder.
func stored(t testing.TB, folder string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestReadTwice(t *testing.T) {
	r := new(remote)
	r.put("s3://bucket/a", `"1"`, "alpha")
	r.put("s3://bucket/b", `"1"`, "beta")
	r.put("s3://bucket/empty", `"1"`, "")
	r.put("s3://bucket/no version", "", "gamma")
	r.files = append(r.files, trailq.File{Path: "no size", Version: "1", Size: -1, Open: r.files[0].Open})
	want := []string{"alpha", "beta", "", "gamma", "alpha"}
	folder := filepath.Join(t.TempDir(), "new", "cache")
	for i, fetches := range []int64{5, 7, 9} { // of the two that cannot be kept again
		if got := readAll(t, open(t, folder, 0).Source(r)); !slices.Equal(got, want) {
			t.Errorf("run %d: %q", i, got)
		}
		if n := r.fetched.Load(); n != fetches {
			t.Errorf("run %d: %d fetched, want %d", i, n, fetches)
		}
	}
	names := stored(t, folder)
	if len(names) != 3 {
		t.Errorf("%q", names)
	}
	for _, name := range append(names, filepath.Dir(names[0]), folder) {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestVersion(t *testing.T) {
	folder := t.TempDir()
	for i, content := range []string{"one", "two", "three"} { // the same path, size or not
		r := new(remote)
		r.put("s3://bucket/a", fmt.Sprintf(`"%d"`, i), content)
		if got := readAll(t, open(t, folder, 0).Source(r)); got[0] != content {
			t.Errorf("got %q, want %q", got, content)
		}
	}
}

// What does not come whole is not kept.
func TestCutOff(t *testing.T) {
	broken := errors.New("broken")
	for name, body := range map[string]func() io.Reader{
		"error":            func() io.Reader { return io.MultiReader(strings.NewReader("12345"), iotest.ErrReader(broken)) },
		"error at the end": func() io.Reader { return io.MultiReader(strings.NewReader("1234567890"), iotest.ErrReader(broken)) },
		"too short":        func() io.Reader { return strings.NewReader("12345") },
		"too long":         func() io.Reader { return strings.NewReader("123456789012345") },
		"error with content": func() io.Reader {
			return iotest.DataErrReader(io.MultiReader(strings.NewReader("12345"), iotest.ErrReader(broken)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			r := new(remote)
			r.add("s3://bucket/a", `"1"`, 10, body)
			readAll(t, open(t, folder, 0).Source(r))
			if names := stored(t, folder); len(names) != 0 {
				t.Errorf("%q", names)
			}
		})
	}
}

// A reader that stops leaves nothing, but one that has all bytes need not ask for
// the end.
func TestClosedEarly(t *testing.T) {
	for size, kept := range map[int]int{0: 0, 1: 0, 9: 0, 10: 1} {
		folder := t.TempDir()
		r := new(remote)
		r.put("s3://bucket/a", `"1"`, "1234567890")
		for file := range open(t, folder, 0).Source(r).Files(t.Context(), nil) {
			body, err := file.Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(body, make([]byte, size)); err != nil {
				t.Fatal(err)
			}
			body.Close()
		}
		if names := stored(t, folder); len(names) != kept {
			t.Errorf("after %d bytes: %q", size, names)
		}
	}
}

func TestDamaged(t *testing.T) {
	folder := t.TempDir()
	r := new(remote)
	r.put("s3://bucket/a", `"1"`, "1234567890")
	readAll(t, open(t, folder, 0).Source(r))
	if err := os.Truncate(stored(t, folder)[0], 5); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := readAll(t, open(t, folder, 0).Source(r)); got[0] != "1234567890" {
			t.Errorf("%q", got)
		}
	}
	if n := r.fetched.Load(); n != 2 {
		t.Errorf("%d fetched, want 2", n)
	}
}

// Whatever a key is, its file is in the folder.
func TestHostileKeys(t *testing.T) {
	parent := t.TempDir()
	folder := filepath.Join(parent, "a", "cache")
	r := new(remote)
	for _, key := range []string{"../../x", "/etc/passwd", "a\x00b", strings.Repeat("x", 5000), "con", "..", "tmp-1", "\xff"} {
		r.put("s3://bucket/"+key, `"../1"`, "content of "+key)
	}
	want := readAll(t, r)
	for range 2 {
		if got := readAll(t, open(t, folder, 0).Source(r)); !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	}
	if all, inside := stored(t, parent), stored(t, folder); len(all) != len(r.files) || len(inside) != len(all) {
		t.Errorf("%d files, %d of them inside", len(all), len(inside))
	}
	if n := r.fetched.Load(); n != int64(2*len(r.files)) {
		t.Errorf("%d fetched", n)
	}
}

// The events of a source are those of it in the cache, twice.
func TestSource(t *testing.T) {
	trailtest.TestSource(t, func(t *testing.T, tree trailtest.Tree) trailq.Source {
		folder := t.TempDir()
		tree.Write(t, folder)
		return open(t, t.TempDir(), 1<<30).Source(versioned{trailq.Dir(folder)})
	})
}

// Files that are kept and files that are not come in order, from many workers.
func TestPartlyKept(t *testing.T) {
	folder := t.TempDir()
	_, err := gen.Generate(t.Context(), folder, gen.Options{Events: 20_000, EventsPerFile: 40})
	if err != nil {
		t.Fatal(err)
	}
	source := open(t, t.TempDir(), 1<<30).Source(versioned{trailq.Dir(folder)})
	some := trailq.Options{Filter: trailq.Filter{Regions: []string{"eu-west-1"}}, Tally: new(trailq.Tally)}
	for _, err := range trailq.Events(t.Context(), source, some) {
		if err != nil {
			t.Fatal(err)
		}
	}
	local, all := 0, 0
	for file, err := range source.Files(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		all++
		if file.Local {
			local++
		}
	}
	if local != some.Tally.Summary().Files.Read || local == 0 || local == all {
		t.Errorf("%d of %d files are local", local, all)
	}
	trailtest.TestSameEvents(t, folder, source)
	trailtest.TestSameEvents(t, folder, source)
}

// versioned gives the files of a source a version.
type versioned struct{ trailq.Source }

func (v versioned) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range v.Source.Files(ctx, filter) {
			file.Version = `"1"`
			if !yield(file, err) {
				return
			}
		}
	}
}
