//go:build cgo

package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// typist is a terminal: keys typed by a test, and a screen that it watches.
type typist struct {
	t      *testing.T
	keys   *io.PipeWriter
	mu     sync.Mutex
	screen strings.Builder
	seen   int
}

func (y *typist) Write(p []byte) (int, error) {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.screen.Write(p)
}

// types types keys once the screen shows text, after what it has waited for before.
func (y *typist) types(text, keys string) {
	y.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		y.mu.Lock()
		screen := y.screen.String()
		at := strings.Index(screen[y.seen:], text)
		if at >= 0 {
			y.seen += at + len(text)
		}
		y.mu.Unlock()
		if at >= 0 {
			break
		}
		if time.Now().After(deadline) {
			y.t.Fatalf("%q does not come:\n%s", text, screen)
		}
	}
	if _, err := io.WriteString(y.keys, keys); err != nil {
		y.t.Fatal(err)
	}
}

// startPrompt runs a prompt on a terminal of a test that shows no progress.
func startPrompt(t *testing.T, ctx context.Context, state string, arguments ...string) (*typist, <-chan int) {
	t.Helper()
	return startPromptOn(t, ctx, "dumb", state, arguments...)
}

// startPromptOn runs a prompt on a terminal of some kind.
func startPromptOn(t *testing.T, ctx context.Context, kind, state string, arguments ...string) (*typist, <-chan int) {
	t.Helper()
	in, keys := io.Pipe()
	y := &typist{t: t, keys: keys}
	env := Environment{
		Stdin: in, Stdout: y, Stderr: y,
		Getenv:   func(name string) string { return map[string]string{"XDG_STATE_HOME": state, "TERM": kind}[name] },
		Terminal: func(any) (int, bool) { return 120, true },
	}
	code := make(chan int, 1)
	go func() { code <- Main(ctx, env, append([]string{"sql"}, arguments...)) }()
	return y, code
}

func logs(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.json"), []byte(`{"eventName":"GetObject"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

const ctrlC, ctrlD, up = "\x03", "\x04", "\x1b[A"

// The prompt answers statements of several lines, is not ended by mistakes, and
// brings back what was entered.
func TestPrompt(t *testing.T) {
	state := t.TempDir()
	y, code := startPrompt(t, t.Context(), state, logs(t), "-q")
	y.types("trailq> ", "SELECT count(*) + 41 AS n\r")
	y.types("   ...> ", "FROM cloudtrail_logs;\r")
	y.types("42\r\n", "SELECT nothing FROM cloudtrail_logs;\r")
	y.types("error: line 1, column 8: there is no column nothing", "")
	y.types("trailq> ", up+up+"\r")
	y.types("42\r\n", ".frob\r")
	y.types("unknown command .frob; try .help or .quit", ".help\r")
	y.types("Ctrl-C", "help;\r")
	y.types("Ctrl-C", "SELECT ';' AS a; SELECT 'b'\r")
	y.types("   ...> ", "AS c;\r")
	y.types("b\r\n", "SELECT eventn\t FROM cloudtrail_logs;\r")
	y.types("GetObject\r\n", ctrlD)
	if got := <-code; got != 0 {
		t.Errorf("exit code %d", got)
	}

	// Another one knows what this one was told.
	y, code = startPrompt(t, t.Context(), state, logs(t), "-q")
	y.types("trailq> ", up+"\r")
	y.types("GetObject\r\n", "exit\r")
	if got := <-code; got != 0 {
		t.Errorf("exit code %d", got)
	}
	if info, err := os.Stat(filepath.Join(state, "trailq", "history")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("history: %v %v", info.Mode(), err)
	}
}

// Ctrl-C drops what was typed, and stops an answer; neither ends the prompt.
func TestPromptInterrupt(t *testing.T) {
	y, code := startPrompt(t, t.Context(), t.TempDir(), logs(t), "-q")
	y.types("trailq> ", "SELECT 1\r")
	y.types("   ...> ", "gibberish"+ctrlC)
	y.types("trailq> ", "SELECT count(*) FROM cloudtrail_logs, UNNEST(sequence(1, 10000)) AS a(x), UNNEST(sequence(1, 10000)) AS b(y), UNNEST(sequence(1, 10000)) AS c(z) WHERE x * y * z % 7 = 8;\r")
	y.types("= 8;\r\n", "")
	time.Sleep(100 * time.Millisecond) // let it begin
	y.types("", ctrlC)
	y.types("error: interrupted", "SELECT 'still here' AS word;\r")
	y.types("still here\r\n", ctrlD)
	if got := <-code; got != 0 {
		t.Errorf("exit code %d", got)
	}
}

// A signal ends it.
func TestPromptSignal(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	y, code := startPrompt(t, ctx, t.TempDir(), logs(t))
	y.types("trailq> ", "SELECT 1;\r")
	y.types("1\r\n", "")
	cancel()
	if got := <-code; got != int(exitInterrupted) {
		t.Errorf("exit code %d", got)
	}
}

// Each statement has its own account.
func TestPromptAccount(t *testing.T) {
	folder := logs(t)
	if err := os.WriteFile(filepath.Join(folder, "b.json"), []byte("no log"), 0o600); err != nil {
		t.Fatal(err)
	}
	y, code := startPrompt(t, t.Context(), t.TempDir(), folder)
	for range 2 {
		y.types("trailq> ", "SELECT count(*) AS n FROM logs;\r")
		y.types("note: some files or records could not be used: the answer covers the rest\r\n", "")
		y.types("1 event from 2 files (1 failed), ", "")
	}
	y.types("trailq> ", ctrlD)
	if got := <-code; got != 0 {
		t.Errorf("exit code %d", got)
	}
	if got := strings.Count(y.screen.String(), "logs is taken as the logs"); got != 1 {
		t.Errorf("said %d times that logs is taken as the logs", got)
	}
}

// A statement that takes a while shows how far it is.
func TestPromptProgress(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "a.json")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no named pipes: ", err)
	}
	y, code := startPromptOn(t, t.Context(), "xterm", t.TempDir(), pipe)
	y.types("trailq> ", "SELECT count(*) AS n FROM cloudtrail_logs;\r")
	writer, err := os.OpenFile(pipe, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	y.types("0 of 1 files", "")
	if _, err := io.WriteString(writer, `{"eventName":"GetObject"}`); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	y.types("1 event from 1 file, ", "")
	y.types("trailq> ", ctrlD)
	if got := <-code; got != 0 {
		t.Errorf("exit code %d", got)
	}
}
