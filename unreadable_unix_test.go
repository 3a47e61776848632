//go:build unix

package trailq_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
)

// What a user cannot read is named, and the rest is read. Root can read everything,
// so that the test runs itself again as nobody.
func TestUnreadableFiles(t *testing.T) {
	if folder := os.Getenv("TRAILQ_TEST_UNREADABLE"); folder != "" {
		printUnreadable(t, folder)
		return
	}
	folder, err := os.MkdirTemp("", "trailq-unreadable")
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(folder) })
	content := trailtest.Gzip(trailtest.Envelope(trailtest.Record("one", time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC))))
	trailtest.Tree{
		"logs/a.json.gz": content, "logs/b.json.gz": content, "logs/closed/c.json.gz": content, "logs/listed/d.json.gz": content, "logs/z.json.gz": content,
	}.Write(t, folder)
	check(t, os.Symlink("nowhere", filepath.Join(folder, "logs", "e.json.gz")))
	for name, mode := range map[string]os.FileMode{"": 0o755, "logs": 0o755, "logs/b.json.gz": 0, "logs/closed": 0, "logs/listed": 0o444} {
		check(t, os.Chmod(filepath.Join(folder, name), mode))
	}
	t.Cleanup(func() {
		os.Chmod(filepath.Join(folder, "logs/closed"), 0o700)
		os.Chmod(filepath.Join(folder, "logs/listed"), 0o700)
	})
	logs := filepath.Join(folder, "logs")
	program := copyOfTest(t, folder)
	command := exec.Command(program, "-test.run=^TestUnreadableFiles$", "-test.v")
	command.Env = append(os.Environ(), "TRAILQ_TEST_UNREADABLE="+logs)
	command.Dir = folder
	if os.Getuid() == 0 {
		const nobody = 65534
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, want := range []string{
		"event " + logs + "/a.json.gz\n", "event " + logs + "/z.json.gz\n",
		"error " + logs + "/b.json.gz: open ", "error " + logs + "/closed: open ", "error " + logs + "/listed/d.json.gz: stat ", "error " + logs + "/e.json.gz: stat ",
		"2 read, 1 failed, 3 unlisted, complete false\n",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
}

// copyOfTest copies the test's program to where every user can run it.
func copyOfTest(t *testing.T, folder string) string {
	t.Helper()
	program, err := os.Executable()
	check(t, err)
	content, err := os.ReadFile(program)
	check(t, err)
	name := filepath.Join(folder, "trailq.test")
	check(t, os.WriteFile(name, content, 0o755))
	return name
}

// printUnreadable prints what is read of the folder.
func printUnreadable(t *testing.T, folder string) {
	var tally trailq.Tally
	for event, err := range trailq.Events(t.Context(), trailq.Dir(folder), trailq.Options{Tally: &tally}) {
		if err != nil {
			fmt.Println("error", err)
			continue
		}
		fmt.Println("event", event.File)
	}
	summary := tally.Summary()
	if err := summary.Reconcile(); err != nil {
		t.Error(err)
	}
	fmt.Printf("%d read, %d failed, %d unlisted, complete %v\n", summary.Files.Read, summary.Files.Failed, summary.Files.Unlisted, summary.Complete())
}
