package cache

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/atomicfile"
)

// Where nothing more can be written, as on a full disk, the content comes all the
// same, and there is one warning.
func TestCannotWrite(t *testing.T) {
	folder := t.TempDir()
	warnings := 0
	c, err := Open(folder, Options{Warn: func(err error) { warnings++ }})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		file, err := atomicfile.Create(filepath.Join(folder, "x"), atomicfile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		file.Close() // so that nothing can be written
		body := &filling{body: io.NopCloser(strings.NewReader("content")), cache: c, file: file, size: 7}
		got, err := io.ReadAll(body)
		if err != nil || string(got) != "content" {
			t.Errorf("%q, %v", got, err)
		}
		body.Close()
	}
	if left, _ := os.ReadDir(folder); len(left) != 0 || warnings != 1 {
		t.Errorf("%d files, %d warnings", len(left), warnings)
	}
}
