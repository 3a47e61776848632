package scratch_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/trailq/trailq/internal/scratch"
)

// childVariable makes the test binary a process that makes a folder in the one
// that it names, and waits for its end.
const childVariable = "TRAILQ_TEST_SCRATCH"

func TestMain(m *testing.M) {
	if parent := os.Getenv(childVariable); parent != "" {
		folder, err := scratch.Make(parent)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder.Path(), "large"), []byte("content"), 0o600)
		}
		fmt.Println(folder.Path(), err)
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// startChild starts such a process, and returns what kills it and its folder.
func startChild(t *testing.T, parent string) (kill func(), path string) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), childVariable+"="+parent)
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	kill = sync.OnceFunc(func() {
		command.Process.Kill()
		command.Wait()
		stdin.Close()
	})
	t.Cleanup(kill)
	line, err := bufio.NewReader(stdout).ReadString('\n')
	path, made := strings.CutSuffix(line, " <nil>\n")
	if err != nil || !made {
		t.Fatalf("%q %v", line, err)
	}
	return kill, path
}

func makeFolder(t *testing.T, parent string) *scratch.Folder {
	t.Helper()
	folder, err := scratch.Make(parent)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := folder.Remove(); err != nil {
			t.Error(err)
		}
	})
	return folder
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// The folder of a killed process goes when the next one is made; those of
// processes that live stay, of this one too, and so does what only looks alike.
func TestKilledProcess(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "odd [a-z]* name")
	alike := filepath.Join(parent, "trailq-logs")
	if err := os.MkdirAll(alike, 0o700); err != nil {
		t.Fatal(err)
	}
	kill, killed := startChild(t, parent)
	_, alive := startChild(t, parent)
	mine := makeFolder(t, parent)
	if !there(filepath.Join(killed, "large")) {
		t.Fatal("the folder of a process that lives is gone")
	}
	kill()
	if !there(killed) {
		t.Fatal("the folder was gone before: the test proves nothing")
	}
	makeFolder(t, parent)
	if there(killed) {
		t.Error("the killed process's folder is still there")
	}
	for _, path := range []string{alive, mine.Path(), alike} {
		if !there(path) {
			t.Errorf("%s is gone", path)
		}
	}
}

func TestRemove(t *testing.T) {
	parent := t.TempDir()
	folder := makeFolder(t, parent)
	info, err := os.Stat(folder.Path())
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := os.WriteFile(filepath.Join(folder.Path(), "part"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := folder.Remove(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
		t.Errorf("%v %v", left, err)
	}
	if err := (*scratch.Folder)(nil).Remove(); err != nil {
		t.Error(err)
	}
	if _, err := scratch.Make(filepath.Join(parent, "missing")); err == nil {
		t.Error("a folder was made in a folder that is not there")
	}
}

// Goroutines that make folders at the same time do not take each other's.
func TestAtOnce(t *testing.T) {
	parent := t.TempDir()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				folder, err := scratch.Make(parent)
				if err != nil {
					t.Error(err)
					return
				}
				if err := os.WriteFile(filepath.Join(folder.Path(), "part"), nil, 0o600); err != nil {
					t.Error(err)
				}
				if err := folder.Remove(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
		t.Errorf("%v %v", left, err)
	}
}
