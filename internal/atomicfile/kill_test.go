//go:build unix

package atomicfile_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/atomicfile"
)

// A process that is killed at any moment leaves a whole file or none under the name.
func TestKill(t *testing.T) {
	const variable = "TRAILQ_TEST_ATOMICFILE"
	const size = 3_000_000
	if folder := os.Getenv(variable); folder != "" {
		for i := 0; ; i++ {
			content := bytes.Repeat([]byte{byte('a' + i%26)}, size)
			if err := atomicfile.WriteFile(filepath.Join(folder, "file"), content, atomicfile.Options{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range 10 {
		folder := t.TempDir()
		child := exec.Command(os.Args[0], "-test.run=^TestKill$")
		child.Env = append(os.Environ(), variable+"="+folder)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(5+i*9) * time.Millisecond)
		child.Process.Kill()
		child.Wait()
		got, err := os.ReadFile(filepath.Join(folder, "file"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || len(got) != size || bytes.Count(got, got[:1]) != size {
			t.Errorf("after a kill: %d bytes, %v", len(got), err)
		}
	}
}
