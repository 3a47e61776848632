// Package pager shows an answer on a terminal through the user's pager, as git does.
package pager

import (
	"bytes"
	"cmp"
	"io"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
)

// Pager is a standard output that starts the pager when something is written to it. Until
// the pager ends, what goes to Errors is held back: the pager has the terminal.
type Pager struct {
	// Stdout and Stderr lead to the terminal.
	Stdout, Stderr io.Writer
	// Getenv looks up a variable.
	Getenv func(name string) string
	// Off writes straight to Stdout.
	Off bool
	// Active, if not nil, is true while the pager runs.
	Active *atomic.Bool

	mu      sync.Mutex
	tried   bool
	command *exec.Cmd // nil while nothing runs
	input   io.WriteCloser
	written bool
	held    bytes.Buffer
}

// Start starts the pager, if there is one to start. It is called before the process gives
// up the right to start programs.
func (p *Pager) Start() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.startLocked()
}

func (p *Pager) startLocked() {
	if p.tried || p.Off {
		return
	}
	p.tried = true
	line := p.chooseCommand()
	if line == "" {
		return
	}
	command := exec.Command("sh", "-c", line)
	command.Stdout, command.Stderr = p.Stdout, p.Stderr
	command.Env = os.Environ()
	if p.Getenv("LESS") == "" {
		command.Env = append(command.Env, "LESS=FRX")
	}
	if p.Getenv("LESSCHARSET") == "" { // what is written is UTF-8, whatever the locale
		command.Env = append(command.Env, "LESSCHARSET=utf-8")
	}
	input, err := command.StdinPipe()
	if err == nil {
		err = command.Start()
	}
	if err == nil { // without a pager the answer goes straight to the terminal
		p.command, p.input = command, input
		p.setActive(true)
	}
}

func (p *Pager) setActive(active bool) {
	if p.Active != nil {
		p.Active.Store(active)
	}
}

// chooseCommand returns the pager's command line, empty for none: a terminal without a
// kind cannot be paged on, and cat would page nothing.
func (p *Pager) chooseCommand() string {
	if term := p.Getenv("TERM"); term == "" || term == "dumb" {
		return ""
	}
	switch line := cmp.Or(p.Getenv("PAGER"), "less -FRX"); line {
	case "cat":
		return ""
	case "less -FRX":
		if _, err := exec.LookPath("less"); err != nil {
			return ""
		}
		return line
	default:
		return line
	}
}

// Write writes to the pager, or to the terminal where there is none. After the user has
// quit the pager it fails as a pipe does that nobody reads.
func (p *Pager) Write(text []byte) (int, error) {
	p.mu.Lock()
	p.startLocked()
	input := p.input
	p.written = p.written || input != nil
	p.mu.Unlock()
	if input == nil {
		return p.Stdout.Write(text)
	}
	return input.Write(text) // it can wait for as long as the user reads
}

// IsShowing reports whether the pager shows something.
func (p *Pager) IsShowing() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.command != nil && p.written
}

// Close waits until the user quits the pager, and writes what was held back.
func (p *Pager) Close() {
	p.mu.Lock()
	command, input := p.command, p.input
	p.mu.Unlock()
	if command == nil {
		return
	}
	_ = input.Close()
	_ = command.Wait() // its exit code says nothing about the answer
	p.setActive(false)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.command, p.input, p.Off = nil, nil, true
	_, _ = p.Stderr.Write(p.held.Bytes())
	p.held.Reset()
}

// Errors is a standard error that waits while the pager shows something.
type Errors struct{ *Pager }

// Write writes to the terminal, now or when the pager has ended.
func (e Errors) Write(text []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.command != nil && e.written {
		return e.held.Write(text)
	}
	return e.Stderr.Write(text)
}
