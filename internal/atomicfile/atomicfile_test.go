package atomicfile_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/trailq/trailq/internal/atomicfile"
)

// namesIn returns the names in a folder.
func namesIn(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func checkContent(t *testing.T, name, want string) {
	t.Helper()
	got, err := os.ReadFile(name)
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", name, got, err, want)
	}
	info, err := os.Stat(name)
	if err == nil && runtime.GOOS != "windows" && info.Mode() != fs.FileMode(0o600) {
		t.Errorf("%s has mode %v", name, info.Mode())
	}
}

// What has the name stays until Publish, and Discard leaves nothing.
func TestPublishAndDiscard(t *testing.T) {
	folder := t.TempDir()
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	name := filepath.Join(folder, "file")
	for i, options := range []atomicfile.Options{
		{}, {Unsynced: true}, {Temporary: atomicfile.PartName}, {Root: root}, {Root: root, Unsynced: true, Temporary: atomicfile.PartName},
	} {
		if err := os.WriteFile(name, []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, publish := range []bool{false, true} {
			given := name
			if options.Root != nil {
				given = "file"
			}
			file, err := atomicfile.Create(given, options)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := file.WriteString("after"); err != nil {
				t.Fatal(err)
			}
			checkContent(t, name, "before")
			if names := namesIn(t, folder); len(names) != 2 {
				t.Errorf("%d: while it is written: %q", i, names)
			}
			if publish {
				if err := file.Publish(); err != nil {
					t.Error(err)
				}
				checkContent(t, name, "after")
			}
			for range 2 {
				if err := file.Discard(); err != nil {
					t.Error(err)
				}
			}
			if names := namesIn(t, folder); !slices.Equal(names, []string{"file"}) {
				t.Errorf("%d: at the end: %q", i, names)
			}
		}
	}
}

// A file that cannot get its name is removed, and the error says so.
func TestPublishFails(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "file")
	if err := os.MkdirAll(filepath.Join(name, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.WriteFile(name, []byte("content"), atomicfile.Options{}); err == nil {
		t.Error("a folder was replaced")
	}
	part := filepath.Join(folder, "part")
	if err := atomicfile.Reserve(part); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Publish(part, name); err == nil {
		t.Error("a folder was replaced")
	}
	closed, err := atomicfile.Create(filepath.Join(folder, "closed"), atomicfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	if err := closed.Publish(); err == nil {
		t.Error("a file that could not be written was published")
	}
	if names := namesIn(t, folder); !slices.Equal(names, []string{"file"}) {
		t.Errorf("left: %q", names)
	}
	if _, err := atomicfile.Create(filepath.Join(folder, "missing", "file"), atomicfile.Options{}); err == nil {
		t.Error("a folder that is missing took a file")
	}
}

// What a killed process left under a temporary name gives way, whatever its mode.
func TestLeftover(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "file")
	if err := os.WriteFile(name+".part", bytes.Repeat([]byte("x"), 1000), 0o444); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.WriteFile(name, []byte("new"), atomicfile.Options{Temporary: atomicfile.PartName}); err != nil {
		t.Fatal(err)
	}
	checkContent(t, name, "new")
	if err := os.WriteFile(name+".part", []byte("left"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Reserve(name + ".part"); err != nil {
		t.Fatal(err)
	}
	checkContent(t, name+".part", "")
	if err := atomicfile.Publish(name+".part", name); err != nil {
		t.Fatal(err)
	}
	checkContent(t, name, "")
	for range 2 {
		if err := atomicfile.Remove(name); err != nil {
			t.Error(err)
		}
	}
}

// Writers of one name do not mix their contents, and readers see one of them whole.
func TestWritersAtOnce(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "file")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			content := bytes.Repeat([]byte{byte('a' + i)}, 100_000)
			for range 5 {
				if err := atomicfile.WriteFile(name, content, atomicfile.Options{Unsynced: true}); err != nil {
					t.Error(err)
				}
				got, err := os.ReadFile(name)
				if err != nil || len(got) != len(content) || bytes.Count(got, got[:1]) != len(got) {
					t.Errorf("%d bytes, %v", len(got), err)
				}
			}
		})
	}
	all.Wait()
	if names := namesIn(t, folder); len(names) != 1 {
		t.Errorf("left: %q", names)
	}
}
