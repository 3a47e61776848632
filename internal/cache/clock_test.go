package cache_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// setTimes gives the files times that a clock that goes wrong by so much would have given them.
func setTimes(t *testing.T, names []string, wrong time.Duration) {
	t.Helper()
	at := time.Now().Add(wrong)
	for _, name := range names {
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

const year = 365 * 24 * time.Hour

// Files that were kept while the clock was wrong are found, and do not stay in the place of those
// that are used now.
func TestWrongClock(t *testing.T) {
	for _, wrong := range []time.Duration{-40 * year, -2 * time.Hour, 2 * time.Hour, 40 * year} {
		folder := t.TempDir()
		const size, fileSize = 100_000, 1_000
		early, late := new(remote), new(remote)
		for i := range 80 {
			early.put(fmt.Sprintf("s3://bucket/early/%d", i), `"1"`, strings.Repeat("e", fileSize))
			late.put(fmt.Sprintf("s3://bucket/late/%d", i), `"1"`, strings.Repeat("l", fileSize))
		}
		readAll(t, open(t, folder, size).Source(early))
		setTimes(t, stored(t, folder), wrong)
		for _, content := range readAll(t, open(t, folder, size).Source(early)) {
			if content != strings.Repeat("e", fileSize) {
				t.Errorf("%v: %.20q", wrong, content)
			}
		}
		if n := early.fetched.Load(); n != 80 {
			t.Errorf("%v: %d fetched", wrong, n)
		}
		setTimes(t, stored(t, folder), wrong)
		for range 2 {
			readAll(t, open(t, folder, size).Source(late))
		}
		if n := late.fetched.Load(); n != 80 {
			t.Errorf("%v: %d fetched: what is used leaves", wrong, n)
		}
	}
}

// A clock that is set while a file is fetched makes the file look abandoned, to another process,
// too. The content comes all the same, and the next reading keeps it.
func TestClockSetMeanwhile(t *testing.T) {
	for _, wrong := range []time.Duration{-2 * year, 2 * year} {
		folder := t.TempDir()
		r := new(remote)
		const content = "alpha and omega"
		r.put("s3://bucket/a", `"1"`, content)
		for file, err := range open(t, folder, 0).Source(r).Files(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			body, err := file.Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			half := make([]byte, 5)
			if _, err := io.ReadFull(body, half); err != nil {
				t.Fatal(err)
			}
			setTimes(t, stored(t, folder), wrong)
			others := new(remote)
			others.put("s3://bucket/b", `"1"`, "beta")
			readAll(t, open(t, folder, 0).Source(others)) // makes room
			if names, _ := filepath.Glob(filepath.Join(folder, "*", "tmp-*")); len(names) != 0 {
				t.Errorf("%v: %q are still there", wrong, names)
			}
			rest, err := io.ReadAll(body)
			if got := string(half) + string(rest); err != nil || got != content {
				t.Errorf("%v: %q, %v", wrong, got, err)
			}
			if err := body.Close(); err != nil {
				t.Error(err)
			}
		}
		for range 2 {
			if got := readAll(t, open(t, folder, 0).Source(r)); got[0] != content {
				t.Errorf("%v: %q", wrong, got)
			}
		}
		if n := r.fetched.Load(); n != 2 {
			t.Errorf("%v: %d fetched", wrong, n)
		}
	}
}
