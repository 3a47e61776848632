//go:build unix

package cache_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A process that is killed while it fills leaves nothing but a temporary name.
func TestKill(t *testing.T) {
	const variable = "TRAILQ_TEST_CACHE"
	if folder := os.Getenv(variable); folder != "" {
		r := new(remote)
		r.add("s3://bucket/a", `"1"`, 1000, func() io.Reader {
			return io.MultiReader(bytes.NewReader(make([]byte, 900)), endless{})
		})
		readAll(t, open(t, folder, 0).Source(r))
		return
	}
	folder := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestKill$")
	child.Env = append(os.Environ(), variable+"="+folder)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); len(stored(t, folder)) == 0 && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	child.Process.Kill()
	child.Wait()
	names := stored(t, folder)
	if len(names) != 1 || !strings.HasPrefix(filepath.Base(names[0]), "tmp-") {
		t.Errorf("%q", names)
	}
}

// endless is a network that brings nothing more.
type endless struct{}

func (endless) Read([]byte) (int, error) { select {} }
