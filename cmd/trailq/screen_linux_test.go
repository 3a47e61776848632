package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// keepScreen runs as the program `screen` of the scripts: see TestScripts.
func keepScreen() {
	code, err := runOnScreen(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "screen:", err)
		code = 125
	}
	os.Exit(code)
}

// runOnScreen runs a command with a terminal of its own, and returns its exit code. It reads
// the terminal to its end: testscript's `ttyin` closes it before that, so that its `ttyout`
// can lack the last lines on a busy machine.
func runOnScreen(arguments []string) (code int, err error) {
	keys := len(arguments) > 0 && arguments[0] == "-keys"
	if keys {
		arguments = arguments[1:]
	}
	if len(arguments) < 2 {
		return 0, errors.New("usage: screen [-keys] FILE COMMAND…")
	}
	control, terminal, err := openTerminal(0) // scripts set its size with stty
	if err != nil {
		return 0, err
	}
	defer control.Close()
	command := exec.Command(arguments[1], arguments[2:]...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.ExtraFiles = []*os.File{terminal}
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 3} // as a shell starts it
	if keys {
		command.Stdin = terminal
		go io.Copy(control, os.Stdin)
	}
	var shown bytes.Buffer
	read := make(chan struct{})
	go func() {
		defer close(read)
		io.Copy(&shown, control) // ends in an error when nobody has the terminal open
	}()
	err = command.Run()
	terminal.Close()
	<-read
	if exitCode(err) < 0 {
		return 0, err
	}
	return exitCode(err), os.WriteFile(arguments[0], shown.Bytes(), 0o600)
}

// openTerminal opens a pseudo terminal of so many columns, 0 for one that does not know its
// size: see pts(4).
func openTerminal(columns int) (control, terminal *os.File, err error) {
	control, err = os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	fd := int(control.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	err = errors.Join(err, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0),
		unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 50, Col: uint16(columns)}))
	if err == nil {
		terminal, err = os.OpenFile(filepath.Join("/dev/pts", fmt.Sprint(number)), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		control.Close()
		return nil, nil, err
	}
	return control, terminal, nil
}
