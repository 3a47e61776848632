package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"trailq": main, "screen": keepScreen})
}

// TestScripts runs the scripts that tell how the command behaves. Besides what
// testscript has, they can say
//
//	exits CODE COMMAND…       the command ends with this exit code
//	interrupt COMMAND…        the command, whose standard input stays open after
//	                          what stdin gave, is interrupted behind its first
//	                          line of output, and ends with exit code 130
//	bytes FILE TEXT           makes a file; both are as Go strings are written, for
//	                          what no script can hold
//
// and with exec or exits (on Linux only)
//
//	screen FILE COMMAND…      keeps what the command wrote to its terminal, /dev/tty, in FILE;
//	                          with -keys, what stdin gave is typed there
func TestScripts(t *testing.T) {
	scriptFolder(t)
	testscript.Run(t, testscript.Params{
		Dir: "../../internal/cli/testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"interrupt": interrupt,
			"bytes":     makeBytes,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// scriptFolder gives scripts a folder that goes with the test. The one that
// testscript makes otherwise stays where -run chooses some scripts only.
func scriptFolder(t *testing.T) { t.Setenv("GOTMPDIR", t.TempDir()) }

func exits(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) < 2 {
		script.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(arguments[0])
	script.Check(err)
	if got := exitCode(script.Exec(arguments[1], arguments[2:]...)); got != want {
		script.Fatalf("exit code %d, want %d", got, want)
	}
}

// exitCode is the one that err stands for, -1 where the process did not exit.
func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

func interrupt(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) < 1 {
		script.Fatalf("usage: interrupt COMMAND…")
	}
	command := exec.Command(arguments[0], arguments[1:]...)
	command.Dir = script.Getenv("PWD")
	stdin, err := command.StdinPipe()
	script.Check(err)
	stdout, err := command.StdoutPipe()
	script.Check(err)
	stderr, err := os.Create(script.MkAbs("stderr.txt"))
	script.Check(err)
	defer stderr.Close()
	command.Stderr = stderr
	script.Check(command.Start())
	_, err = io.WriteString(stdin, script.ReadFile("stdin"))
	script.Check(err)
	if _, err := stdout.Read(make([]byte, 1)); err != nil {
		script.Fatalf("no output before the end of the input: %v", err)
	}
	script.Check(command.Process.Signal(syscall.SIGINT))
	_, err = io.Copy(io.Discard, stdout)
	script.Check(err)
	if got := exitCode(command.Wait()); got != 130 {
		script.Fatalf("exit code %d, want 130", got)
	}
}

func makeBytes(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) != 2 {
		script.Fatalf("usage: bytes FILE TEXT")
	}
	var texts [2]string
	for i, argument := range arguments {
		var err error
		texts[i], err = strconv.Unquote(`"` + argument + `"`)
		script.Check(err)
	}
	script.Check(os.WriteFile(script.MkAbs(texts[0]), []byte(texts[1]), 0o666))
}
