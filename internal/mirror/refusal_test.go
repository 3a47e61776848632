package mirror_test

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/mirror"
)

// Keys that would leave the folder, or have names that no file system takes, are
// refused, and nothing else is: what cannot be a name is escaped.
func TestRefusals(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "in", "it")
	long := strings.Repeat("n", 256)
	b := &bucket{objects: map[string]string{
		"..": "1", "../x": "1", "a/../../x": "1", "a/..": "1", long: "1", "a/" + long + "/b": "1", strings.Repeat("\x01", 100): "1",
		".": "2", "a/./b": "2", "/etc/x": "2", "a//b": "2", "c/": "2", "nul\x00": "2", "line\n": "2", "esc\x1b[2J": "2", "c1\u0085": "2",
		`..\x`: "2", "\xff": "2", ".trailq-sync": "2", ".trailq-part-x": "2", "a/.TRAILQ-sync": "2", ".trailq/x": "2",
		"...": "2", "..a": "2", ".hidden": "2", "a/b": "2", "é": "2", long[1:]: "2", "space ": "2", "C:x": "2", "a%2Fb": "2",
	}}
	escaped := map[string]string{
		".": "%2E", "a/./b": "a/%2E/b", "/etc/x": "%2F/etc/x", "a//b": "a/%2F/b", "c/": "c/%2F", "nul\x00": "nul%00", "line\n": "line%0A",
		"esc\x1b[2J": "esc%1B[2J", "c1\u0085": "c1%C2%85", `..\x`: "%2E.%5Cx", "\xff": "%FF", ".trailq-sync": "%2Etrailq-sync",
		"...": "%2E..", "..a": "%2E.a", ".hidden": "%2Ehidden",
		".trailq-part-x": "%2Etrailq-part-x", "a/.TRAILQ-sync": "a/%2ETRAILQ-sync", ".trailq/x": "%2Etrailq/x",
	}
	want := make(map[string]string)
	for key, content := range b.objects {
		if content == "2" {
			want[cmp.Or(escaped[key], key)] = content
		}
	}
	got := b.copy(t, folder, mirror.Options{})
	checkSame(t, folder, want)
	if got.Refused != len(b.objects)-len(want) || got.Failed > 0 || len(b.fetched) != len(want) || got.Complete() {
		t.Errorf("summary %+v", got.Summary)
	}
	for _, text := range got.errors {
		if !strings.HasPrefix(text, base) || !strings.Contains(text, ": refused: the key has ") {
			t.Errorf("error %q", text)
		}
	}
	entries, err := os.ReadDir(filepath.Dir(filepath.Dir(folder)))
	if err != nil || len(entries) != 1 {
		t.Errorf("beside the folder is %v, %v", entries, err)
	}
	again := b.copy(t, folder, mirror.Options{})
	if again.Unchanged != len(want) || again.Copied > 0 {
		t.Errorf("again: summary %+v", again.Summary)
	}
}

// A key that is what another becomes, escaped, clashes with it.
func TestEscapedClash(t *testing.T) {
	folder := t.TempDir()
	b := &bucket{objects: map[string]string{"a/%2F/b": "1", "a/-/x": "3", "a//b": "2"}}
	got := b.copy(t, folder, mirror.Options{})
	if !slices.Equal(got.errors, []string{base + `a//b: refused: "a/%2F/b" was listed twice`}) {
		t.Errorf("errors %q", got.errors)
	}
	checkSame(t, folder, map[string]string{"a/%2F/b": "1", "a/-/x": "3"})
}

// A key that would be a file and a folder: the one that comes first stays, in
// every run.
func TestFileAndFolder(t *testing.T) {
	folder := t.TempDir()
	b := &bucket{objects: map[string]string{"x": "1", "x-1": "2", "x/y": "3", "x/z/y": "4", "d/e": "5"}}
	for range 2 {
		got := b.copy(t, folder, mirror.Options{})
		want := []string{base + `x/y: refused: "x" would be a file and a folder`, base + `x/z/y: refused: "x" would be a file and a folder`}
		if !slices.Equal(got.errors, want) {
			t.Errorf("errors %q", got.errors)
		}
		checkSame(t, folder, map[string]string{"x": "1", "x-1": "2", "d/e": "5"})
	}
	b.objects = map[string]string{"d": "6"}
	if got := b.copy(t, folder, mirror.Options{}); !slices.Equal(got.errors, []string{base + `d: refused: "d" would be a file and a folder`}) {
		t.Errorf("errors %q", got.errors)
	}
}

// Links in the folder lead nothing outside, and are not replaced.
func TestLinks(t *testing.T) {
	outside := t.TempDir()
	write(t, outside, "precious", "old")
	folder := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(folder, "away")); err != nil {
		t.Skip(err)
	}
	for name, to := range map[string]string{"link": filepath.Join(outside, "precious"), "up": "..", "inside": "real", ".trailq-sync": filepath.Join(outside, "precious")} {
		if err := os.Symlink(to, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	write(t, folder, "real/there", "1")
	b := &bucket{objects: map[string]string{"away/precious": "new", "away/x/y": "new", "link": "new", "up/x": "new", "inside/x": "new", "plain": "new"}}
	got := b.copy(t, folder, mirror.Options{})
	if got.Copied != 2 || got.Refused+got.Failed != 4 {
		t.Errorf("errors %q, summary %+v", got.errors, got.Summary)
	}
	checkSame(t, outside, map[string]string{"precious": "old"})
	if text, err := os.ReadFile(filepath.Join(folder, "real", "x")); string(text) != "new" || err != nil {
		t.Errorf("a link inside leads to %q, %v", text, err)
	}
}

// Two runs at a time would clean up behind each other.
func TestBusy(t *testing.T) {
	folder := t.TempDir()
	b := &bucket{objects: map[string]string{"a": "1", "b": "2"}}
	for range mirror.Copy(t.Context(), b, folder, mirror.Options{Base: base, Workers: 1}) {
		other := &bucket{objects: b.objects}
		if got := other.copyBeside(t, folder); !errors.Is(got, mirror.ErrBusy) {
			t.Errorf("error %v", got)
		}
	}
	b.copy(t, folder, mirror.Options{})
	checkSame(t, folder, b.objects)
}

func (b *bucket) copyBeside(t *testing.T, folder string) (last error) {
	for _, err := range mirror.Copy(t.Context(), b, folder, mirror.Options{Base: base, Workers: 1}) {
		last = err
	}
	return last
}

// What a run that was killed has left is removed by the next one that comes
// there.
func TestLeftovers(t *testing.T) {
	folder := t.TempDir()
	b := &bucket{objects: map[string]string{"a": "1", "b/c": "2"}}
	write(t, folder, ".trailq-part-OLD-1", "half")
	write(t, folder, "b/.trailq-part-OLD-2", "half")
	b.copy(t, folder, mirror.Options{})
	checkSame(t, folder, b.objects)
}

// A folder that cannot be one is an error of writing, at once.
func TestNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, filepath.Dir(file), "file", "stays")
	b := &bucket{objects: map[string]string{"a": "1"}}
	for _, folder := range []string{file, filepath.Join(file, "below"), "/proc/no-such-folder"} {
		var writing *mirror.WriteError
		for _, err := range mirror.Copy(t.Context(), b, folder, mirror.Options{Base: base, Workers: 1}) {
			if !errors.As(err, &writing) || !strings.Contains(err.Error(), folder) {
				t.Errorf("%s: error %v", folder, err)
			}
		}
		if writing == nil || len(b.fetched) > 0 {
			t.Errorf("%s: no error, or something was fetched", folder)
		}
	}
}
