//go:build unix

package mirror_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/mirror"
)

// largeBucket is a bucket whose copy takes a while.
func largeBucket() *bucket {
	b := &bucket{objects: make(map[string]string)}
	for i := range 300 {
		b.objects[fmt.Sprintf("AWSLogs/%d/%d.json", i%7, i)] = strings.Repeat(fmt.Sprint(i, " "), 20_000)
	}
	return b
}

func copyLarge(t *testing.T, folder string) error {
	t.Helper()
	for _, err := range mirror.Copy(t.Context(), largeBucket(), folder, mirror.Options{Base: base, Workers: 1}) {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkParts fails where a file of the copy is not whole, and returns how many are.
func checkParts(t *testing.T, folder string) int {
	t.Helper()
	objects, files := largeBucket().objects, 0
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".trailq") {
			return err
		}
		key, err := filepath.Rel(folder, name)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(name)
		if want := objects[filepath.ToSlash(key)]; string(content) != want {
			t.Errorf("%s has %d bytes, want %d", key, len(content), len(want))
		}
		files++
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return files
}

// Processes that are killed at any moment leave only whole files, another one at the
// same time is refused, and the last run completes the copy.
func TestKilled(t *testing.T) {
	const variable = "TRAILQ_TEST_MIRROR"
	if folder := os.Getenv(variable); folder != "" {
		if err := copyLarge(t, folder); err != nil {
			t.Fatal(err)
		}
		return
	}
	rounds := 6
	if os.Getenv("TRAILQ_SOAK") != "" {
		rounds = 200
	}
	folder := filepath.Join(t.TempDir(), "copy")
	between, refused := 0, 0
	for range rounds {
		child := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		child.Env = append(os.Environ(), variable+"="+folder)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+rand.IntN(150)) * time.Millisecond)
		switch err := copyLarge(t, filepath.Join(folder)); {
		case errors.Is(err, mirror.ErrBusy):
			refused++
		case err != nil:
			t.Errorf("a second run: %v", err)
		}
		child.Process.Kill()
		child.Wait()
		if n := checkParts(t, folder); n > 0 && n < 300 {
			between++
		}
		if rand.IntN(2) == 0 {
			if err := os.RemoveAll(folder); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("%d kills, %d of them with a part of the copy there; %d other runs were refused", rounds, between, refused)
	if err := copyLarge(t, folder); err != nil {
		t.Fatal(err)
	}
	if n := checkParts(t, folder); n != 300 {
		t.Errorf("%d files", n)
	}
	left, _ := filepath.Glob(filepath.Join(folder, "*", "*", ".trailq-part*"))
	if len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}
