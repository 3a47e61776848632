package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// However a command ends, no folder for temporary files stays; the one of a
// process that is killed goes with the next.
func TestTemporaryFolders(t *testing.T) {
	const logs, count, all = "../../testdata/logs", "SELECT count(*) FROM cloudtrail_logs", "SELECT * FROM cloudtrail_logs"
	parquet := filepath.Join(t.TempDir(), "parquet")
	for _, test := range []struct {
		name      string
		arguments []string
		end       func(*testing.T, *exec.Cmd, string)
		code      int
		stays     int // how many folders
	}{
		{"success", []string{"sql", logs, count}, finish, 0, 0},
		{"nothing matches", []string{"top", logs, "--account", "999999999999", "--exit-status"}, finish, 1, 0},
		{"wrong flag", []string{"sql", logs, "--threads", "x", count}, finish, 2, 0},
		{"wrong SQL", []string{"sql", logs, "SELECT nothing FROM cloudtrail_logs"}, finish, 2, 0},
		{"failing SQL", []string{"sql", logs, "SELECT 1 / 0"}, finish, 2, 0},
		{"incomplete", []string{"sql", logs, count, "--source", "main.go"}, finish, 3, 0},
		{"no such source", []string{"sql", "missing", count}, finish, 4, 0},
		{"convert", []string{"convert", logs, parquet}, finish, 0, 0},
		{"Parquet", []string{"top", parquet}, finish, 0, 0},
		{"closed pipe", []string{"sql", logs, all}, closePipe, 0, 0},
		{"interrupt", []string{"sql", "-", count}, signalled(os.Interrupt), 130, 0},
		{"termination", []string{"sql", "-", count}, signalled(syscall.SIGTERM), 130, 0},
		{"kill", []string{"sql", "-", count}, signalled(os.Kill), -1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			command := trailqCommand(t, test.arguments...)
			command.Env = append(os.Environ(), "TMPDIR="+folder)
			test.end(t, command, folder)
			if code := command.ProcessState.ExitCode(); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if left := entries(t, folder); len(left) != test.stays {
				t.Errorf("%v left, want %d", left, test.stays)
			}
			next := trailqCommand(t, "sql", logs, count)
			next.Env = command.Env
			finish(t, next, folder)
			if left := entries(t, folder); len(left) != 0 {
				t.Errorf("%v left after the next run", left)
			}
		})
	}
}

func entries(t *testing.T, folder string) []os.DirEntry {
	t.Helper()
	found, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// finish waits for the command's own end.
func finish(t *testing.T, command *exec.Cmd, _ string) {
	t.Helper()
	output, err := command.CombinedOutput()
	t.Logf("%v: %.300s", err, output)
}

// closePipe reads a line of the answer and no more.
func closePipe(t *testing.T, command *exec.Cmd, _ string) {
	t.Helper()
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Error(err)
	}
	stdout.Close()
	t.Log(command.Wait())
}

// signalled sends the signal to a command that waits for more of its standard
// input, when it has made its folder and put something there.
func signalled(signal os.Signal) func(*testing.T, *exec.Cmd, string) {
	return func(t *testing.T, command *exec.Cmd, folder string) {
		t.Helper()
		stdin, err := command.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(stdin, `{"Records":[`); err != nil {
			t.Error(err)
		}
		for start := time.Now(); ; time.Sleep(time.Millisecond) {
			if found, _ := filepath.Glob(filepath.Join(folder, "trailq-*", "stream-*")); len(found) > 0 {
				break
			}
			if time.Since(start) > 30*time.Second {
				t.Error("no folder was made")
				break
			}
		}
		if err := command.Process.Signal(signal); err != nil {
			t.Error(err)
		}
		t.Log(command.Wait())
	}
}
