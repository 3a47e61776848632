package casefile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// notes returns the notes of a case's pins, in their order.
func notes(f *File) []string {
	var all []string
	for _, pin := range f.Pins() {
		all = append(all, pin.Note)
	}
	return all
}

// Pins can be added, moved, changed and removed, and are there when the file is opened
// again. Only its owner can read it.
func TestFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "case.json")
	f, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, note := range []string{"a", "b", "c"} {
		if err := f.Add(Pin{Kind: Event, File: "x.json.gz", Number: 3, Note: note}); err != nil {
			t.Fatal(err)
		}
	}
	pins := f.Pins()
	if err := errors.Join(f.Move(pins[2].ID, 0), f.SetNote(pins[0].ID, "A\u202e<b>"), f.Remove(pins[1].ID), f.Move(pins[0].ID, 99)); err != nil {
		t.Fatal(err)
	}
	again, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"c", "A\u202e<b>"}, notes(again)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(f.Pins(), again.Pins()); diff != "" {
		t.Error(diff)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := f.Remove("other"); !errors.Is(err, ErrNoPin) {
		t.Error(err)
	}
}

// Another file is not overwritten.
func TestOtherFile(t *testing.T) {
	for _, text := range []string{"", "{}", `{"Records":[]}`, "notes", `{"form":"trailq case 2","pins":[]}`} {
		name := filepath.Join(t.TempDir(), "other.json")
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(name); !errors.Is(err, ErrNotCase) {
			t.Errorf("%q: %v", text, err)
		}
		if got, _ := os.ReadFile(name); string(got) != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// A change that cannot be written is none.
func TestUnwritable(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "folder")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := Open(filepath.Join(folder, "case.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := f.Add(Pin{Note: "a"}); err == nil || len(f.Pins()) != 0 {
		t.Errorf("%v, %v", err, f.Pins())
	}
}
