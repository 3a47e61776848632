//go:build unix

package cache_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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

// Processes that are killed at any moment while they fill a folder leave whole files
// and temporary ones, and the next reader gets what the source has.
func TestKillAnywhere(t *testing.T) {
	const variable = "TRAILQ_TEST_CACHE_ANYWHERE"
	large := func() *remote {
		r := new(remote)
		for i := range 200 {
			r.put(fmt.Sprintf("s3://bucket/%d", i), `"1"`, strings.Repeat(fmt.Sprint(i, " "), 20_000))
		}
		return r
	}
	if folder := os.Getenv(variable); folder != "" {
		readAll(t, open(t, folder, 0).Source(large()))
		return
	}
	rounds := 5
	if os.Getenv("TRAILQ_SOAK") != "" {
		rounds = 200
	}
	want := readAll(t, large())
	between := 0
	for range rounds {
		folder := t.TempDir()
		child := exec.Command(os.Args[0], "-test.run=^TestKillAnywhere$")
		child.Env = append(os.Environ(), variable+"="+folder)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(10+rand.IntN(100)) * time.Millisecond)
		child.Process.Kill()
		child.Wait()
		if n := len(stored(t, folder)); n > 0 && n < 200 {
			between++
		}
		if got := readAll(t, open(t, folder, 0).Source(large())); !slices.Equal(got, want) {
			t.Error("other contents after a kill")
		}
	}
	t.Logf("%d kills, %d of them with a part of the files there", rounds, between)
}

// endless is a network that brings nothing more.
type endless struct{}

func (endless) Read([]byte) (int, error) { select {} }
