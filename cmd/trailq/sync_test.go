package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

const syncBucket = "amzn-s3-demo-bucket"

// trailqCommand is this test's binary as the command trailq: see TestMain.
func trailqCommand(t *testing.T, arguments ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "trailq")
	if err := os.Symlink(self, name); err != nil {
		t.Skip(err)
	}
	return exec.Command(name, arguments...)
}

// A copying that is killed at any moment leaves whole files only, and the next
// run makes the folder that an undisturbed one makes.
func TestSyncKilled(t *testing.T) {
	tree := make(trailtest.Tree)
	for i := range 300 {
		tree[fmt.Sprintf("AWSLogs/%d/%03d.json.gz", i%7, i)] = bytes.Repeat([]byte{byte(i)}, 50_000+i)
	}
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.MakeBucket(t, syncBucket, tree)
	proxy := s3test.StartFaultProxy(t, server.Endpoint)
	// The parts of some bodies come late, so that something is always half-way.
	proxy.Add(s3test.Both(s3test.IsKind(s3test.GetRequest), s3test.Sometimes(0.3, 1)), -1, s3test.Pause(20_000, 50*time.Millisecond))
	folder := t.TempDir()
	arguments := []string{"sync", "s3://" + syncBucket, folder, "--endpoint-url", proxy.URL, "--workers", "8"}

	parts, visible := 0, 0
	for kill := range 8 {
		command := trailqCommand(t, arguments...)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		for start := time.Now(); len(copied(t, folder)) <= visible && time.Since(start) < 20*time.Second; {
			time.Sleep(time.Duration(kill) * time.Millisecond)
		}
		command.Process.Kill()
		command.Wait()
		parts += len(filesNamed(t, folder, ".trailq-part"))
		visible = len(checkCopied(t, folder, tree))
	}
	if parts == 0 || visible == len(tree) {
		t.Errorf("%d parts were left and %d files copied: nothing was killed half-way", parts, visible)
	}
	before := proxy.Count(s3test.GetRequest)
	output, err := trailqCommand(t, arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	if got := checkCopied(t, folder, tree); len(got) != len(tree) {
		t.Errorf("%d files, want %d", len(got), len(tree))
	}
	if left := filesNamed(t, folder, ".trailq-part"); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
	if gets := proxy.Count(s3test.GetRequest) - before; gets != len(tree)-visible {
		t.Errorf("%d files were fetched, %d were missing", gets, len(tree)-visible)
	}
}

// An interrupt ends it with 130, an account and nothing half done.
func TestSyncInterrupted(t *testing.T) {
	tree := make(trailtest.Tree)
	for i := range 40 {
		tree[fmt.Sprintf("%02d", i)] = bytes.Repeat([]byte{byte(i)}, 30_000)
	}
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.MakeBucket(t, syncBucket, tree)
	proxy := s3test.StartFaultProxy(t, server.Endpoint)
	proxy.Add(s3test.IsObject("20"), -1, s3test.Stall(10_000))
	folder := t.TempDir()
	command := trailqCommand(t, "sync", "s3://"+syncBucket, folder, "--endpoint-url", proxy.URL, "--workers", "4")
	var stderr strings.Builder
	command.Stderr = &stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for start := time.Now(); len(copied(t, folder)) < 39 && time.Since(start) < 20*time.Second; {
		time.Sleep(5 * time.Millisecond)
	}
	command.Process.Signal(syscall.SIGINT)
	if code := exitCode(command.Wait()); code != 130 {
		t.Errorf("exit code %d", code)
	}
	const want = "copied 39 of 40 files, 1.2 MB; 1 not read to the end; "
	if !strings.Contains(stderr.String(), want) || !strings.HasSuffix(stderr.String(), "\nerror: interrupted\n") {
		t.Errorf("stderr %q", stderr.String())
	}
	checkCopied(t, folder, tree)
	if left := filesNamed(t, folder, ".trailq-part"); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}

// copied are the files in a folder that are not trailq's own.
func copied(t *testing.T, folder string) []string {
	t.Helper()
	var found []string
	for _, path := range filesNamed(t, folder, "") {
		if !strings.HasPrefix(filepath.Base(path), ".trailq") {
			found = append(found, path)
		}
	}
	return found
}

// filesNamed are those below the folder whose names begin so. What is renamed
// meanwhile may be missing.
func filesNamed(t *testing.T, folder, start string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasPrefix(entry.Name(), start) {
			found = append(found, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// checkCopied fails the test unless each file has the content of its object.
func checkCopied(t *testing.T, folder string, tree trailtest.Tree) []string {
	t.Helper()
	found := copied(t, folder)
	for _, path := range found {
		key, err := filepath.Rel(folder, path)
		if err != nil {
			t.Fatal(err)
		}
		if content, err := os.ReadFile(path); err != nil || !bytes.Equal(content, tree[filepath.ToSlash(key)]) {
			t.Errorf("%s has %d bytes that are not those of the object, %v", key, len(content), err)
		}
	}
	return found
}
