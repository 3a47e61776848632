package mirror

import (
	"errors"
	"testing"
)

// A file system that takes two names for the same shows it by finding a name
// that no folder lists.
func TestNamesTakenForTheSame(t *testing.T) {
	tree, err := openTree(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.close()
	top := tree.current()
	if err := top.root.WriteFile("LOG", []byte("precious"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := top.root.Mkdir("DIR", 0o777); err != nil {
		t.Fatal(err)
	}
	// Neither was there when the folder was read, as it is for "log" and "dir"
	// where case does not count.
	var refusal *Refusal
	j := job{folder: top, name: "LOG"}
	if err := j.comparePlace(); !errors.As(err, &refusal) {
		t.Errorf("error %v", err)
	}
	part, err := tree.createPart(top, "LOG")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Discard()
	if err := top.publishPart(part, "LOG", fetched{}); !errors.As(err, &refusal) {
		t.Errorf("error %v", err)
	}
	if _, err := tree.enterFolder("DIR/x"); !errors.As(err, &refusal) {
		t.Errorf("error %v", err)
	}
	made, err := tree.enterFolder("made")
	if err != nil {
		t.Fatal(err)
	}
	if err := top.root.Mkdir("made", 0o777); err != nil {
		t.Fatal(err)
	}
	if err := made.createFolder(); !errors.As(err, &refusal) {
		t.Errorf("error %v", err)
	}
	if text, err := top.root.ReadFile("LOG"); string(text) != "precious" {
		t.Errorf("the file holds %q, %v", text, err)
	}
}

func TestNamesOnWindows(t *testing.T) {
	for name, escaped := range map[string]string{"a:b": "a%3Ab", "a.": "a%2E", "a ": "a%20", "a?": "a%3F", "a.b": "a.b", " a": " a"} {
		if got := escapeName(name, true); got != escaped {
			t.Errorf("%q: %q", name, got)
		}
		if got := escapeName(name, false); got != name {
			t.Errorf("%q elsewhere: %q", name, got)
		}
	}
}
