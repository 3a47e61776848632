package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The release is one file that needs nothing else: it answers in a folder that
// holds nothing but it and the logs, which is its whole file system.
func TestReleaseRunsInEmptyRoot(t *testing.T) {
	if testing.Short() {
		t.Skip("linking the release takes half a minute")
	}
	if os.Getuid() != 0 {
		t.Skip("only root can change the root folder")
	}
	build := exec.Command("make", "-C", "../..", "release", "VERSION=v0.0.0-test")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	root := t.TempDir()
	copyFile(t, "../../dist/trailq", filepath.Join(root, "trailq"))
	if err := os.CopyFS(filepath.Join(root, "logs"), os.DirFS("../../testdata/logs")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(root, "tmp"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ arguments, want string }{
		{"--version", "v0.0.0-test"},
		{"events /logs --event-name CreateAccessKey --fields eventName", `{"eventName":"CreateAccessKey"}`},
		{"top /logs -n 1 --quiet", `"eventName":"GetObject","events":5214`},
	} {
		command := exec.Command("/trailq", strings.Fields(test.arguments)...)
		command.Dir = "/"
		command.Env = []string{}
		command.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
		out, err := command.CombinedOutput()
		if err != nil || !strings.Contains(string(out), test.want) {
			t.Errorf("trailq %s: %v, want %s\n%s", test.arguments, err, test.want, out)
		}
	}
}

// copyFile copies a program.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
}
