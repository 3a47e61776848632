package cache_test

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
)

// What was used longest ago leaves first, and others' files stay.
func TestBounded(t *testing.T) {
	folder := t.TempDir()
	other := filepath.Join(folder, "00", "notes.txt")
	if err := os.MkdirAll(filepath.Dir(other), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, make([]byte, 50_000), 0o600); err != nil {
		t.Fatal(err)
	}
	const size, fileSize = 100_000, 1_000
	r := new(remote)
	for i := range 400 {
		r.put(fmt.Sprintf("s3://bucket/%d", i), `"1"`, strings.Repeat("x", fileSize))
	}
	r.put("s3://bucket/large", `"1"`, strings.Repeat("x", size/10))
	source := open(t, folder, size).Source(r)
	next, stop := iter.Pull2(source.Files(t.Context(), nil))
	defer stop()
	first, _, _ := next()
	for i := 0; ; i++ {
		file, err, more := next()
		if !more {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		readFile(t, file)
		readFile(t, first) // used all the time
		if i%20 != 0 {
			continue
		}
		total := 0
		for _, name := range stored(t, folder) {
			if info, err := os.Stat(name); err == nil && name != other {
				total += int(info.Size())
			}
		}
		if total > size {
			t.Fatalf("%d bytes", total)
		}
	}
	if n := r.fetched.Load(); n != 401 {
		t.Errorf("%d fetched: what is used leaves", n)
	}
	if _, err := os.Stat(other); err != nil {
		t.Error(err)
	}
	if names := stored(t, folder); len(names) < 80 {
		t.Errorf("only %d are left", len(names))
	}
}

// Several caches of one folder, as processes have, fill it and make room at the
// same time.
func TestShared(t *testing.T) {
	folder := t.TempDir()
	r := new(remote)
	for i := range 200 {
		content := bytes.Repeat(fmt.Appendf(nil, "%03d ", i), 250)
		r.add(fmt.Sprintf("s3://bucket/%d", i), `"1"`, len(content), func() io.Reader { return iotest.HalfReader(bytes.NewReader(content)) })
	}
	want := readAll(t, r)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			source := open(t, folder, 100_000).Source(r)
			for range 3 {
				if !slices.Equal(readAll(t, source), want) {
					t.Error("other contents")
				}
			}
		})
	}
	readers.Wait()
	if names := stored(t, folder); len(names) > 100 || slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, "tmp-") }) {
		t.Errorf("%d files: %q", len(names), names)
	}
}

// What a process that was killed has left goes later.
func TestAbandoned(t *testing.T) {
	folder := t.TempDir()
	r := new(remote)
	r.put("s3://bucket/a", `"1"`, "alpha")
	readAll(t, open(t, folder, 0).Source(r))
	beside := filepath.Dir(stored(t, folder)[0])
	old, young := filepath.Join(beside, "tmp-1"), filepath.Join(beside, "tmp-2")
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hours := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, hours, hours); err != nil {
		t.Fatal(err)
	}
	r.put("s3://bucket/b", `"1"`, "beta")
	readAll(t, open(t, folder, 0).Source(r))
	names := stored(t, folder)
	if len(names) != 3 || !slices.Contains(names, young) {
		t.Errorf("%q", names)
	}
}
