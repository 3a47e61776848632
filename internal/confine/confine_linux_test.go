package confine

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/landlock-lsm/go-landlock/landlock/syscall"
)

// confinedFolder names, in the environment of the process that the test starts, the
// folder to work in.
const confinedFolder = "TRAILQ_TEST_CONFINED_FOLDER"

// The process writes where it can, and nowhere else, on all its threads.
func TestProcess(t *testing.T) {
	if version, err := syscall.LandlockGetABIVersion(); err != nil || version < 1 {
		t.Skipf("this system has no Landlock: %v", err)
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestConfinedProcess$", "-test.v")
	child.Env = append(os.Environ(), confinedFolder+"="+t.TempDir())
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestConfinedProcess is the process that TestProcess starts.
func TestConfinedProcess(t *testing.T) {
	folder := os.Getenv(confinedFolder)
	if folder == "" {
		t.Skip("TestProcess runs it")
	}
	at := func(name string) string { return filepath.Join(folder, name) }
	for _, name := range []string{"spill", "out", "other"} {
		if err := os.Mkdir(at(name), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, at(name+"/there"), nil)
	}
	write(t, at("out/part"), nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := Process(Writable{Folders: []string{at("spill")}, Files: []string{at("out/part")}, Renaming: []string{at("out")}}); err != nil {
		t.Fatal(err)
	}
	var threads sync.WaitGroup
	for range 20 { // more than a thread or two
		threads.Go(func() {
			for _, name := range []string{"new", "there"} {
				write(t, at("other/"+name), fs.ErrPermission)
				write(t, at("out/"+name), fs.ErrPermission)
			}
			check(t, "truncate", os.Truncate(at("other/there"), 0), fs.ErrPermission)
			check(t, "mkdir", os.Mkdir(at("other/folder"), 0o700), fs.ErrPermission)
			check(t, "remove", os.Remove(at("other/there")), fs.ErrPermission)
			check(t, "rename", os.Rename(at("other/there"), at("other/x")), fs.ErrPermission)
			check(t, "link", os.Link(at("other/there"), at("other/x")), fs.ErrPermission)
			check(t, "symlink", os.Symlink("there", at("other/x")), fs.ErrPermission)
			check(t, "program", exec.CommandContext(t.Context(), "/bin/true").Run(), fs.ErrPermission)
			if conn, err := net.Dial("tcp", listener.Addr().String()); err == nil {
				conn.Close()
				if version, _ := syscall.LandlockGetABIVersion(); version >= 4 {
					t.Error("it can connect")
				}
			}
			if _, err := os.ReadFile(at("other/there")); err != nil {
				t.Error(err)
			}
		})
	}
	threads.Wait()
	write(t, at("spill/new"), nil)
	write(t, at("out/part"), nil)
	check(t, "publish", os.Rename(at("out/part"), at("out/there")), nil)
	check(t, "remove spill", os.RemoveAll(at("spill")), nil)
}

func write(t *testing.T, name string, want error) {
	t.Helper()
	check(t, "write "+name, os.WriteFile(name, []byte("x"), 0o600), want)
}

func check(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) || got == nil && want != nil {
		t.Errorf("%s: %v", what, got)
	}
}
