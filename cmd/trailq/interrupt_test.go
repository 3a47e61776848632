package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A write that nobody reads cannot be stopped: the first interrupt waits for it, and
// the second one ends the process at once.
func TestSecondInterrupt(t *testing.T) {
	log := filepath.Join(t.TempDir(), "a.jsonl")
	line := `{"eventName":"GetObject","requestParameters":{"key":"` + strings.Repeat("x", 1000) + `"}}` + "\n"
	if err := os.WriteFile(log, []byte(strings.Repeat(line, 2000)), 0o600); err != nil {
		t.Fatal(err)
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	command := trailqCommand(t, "events", log)
	command.Stdout = writer
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Read(make([]byte, 1)); err != nil { // it has begun
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	time.Sleep(200 * time.Millisecond) // let the pipe fill up
	command.Process.Signal(syscall.SIGINT)
	select {
	case err := <-ended:
		t.Fatalf("ended at the first interrupt: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	command.Process.Signal(syscall.SIGINT)
	select {
	case err := <-ended:
		if code := exitCode(err); code != 130 {
			t.Errorf("exit code %d", code)
		}
	case <-time.After(5 * time.Second):
		t.Error("still running")
		command.Process.Kill()
	}
}
