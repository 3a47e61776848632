package prompt

import (
	"bytes"
	"context"
	"io"
	"sync"
)

// The bytes that a terminal in raw mode sends for keys.
const (
	keyInterrupt = 3 // Ctrl-C
	keyTab       = '\t'
	// keyDropped replaces Ctrl-C for the line editor, which would end at Ctrl-C
	// itself. No key on a keyboard is needed for it.
	keyDropped = 7
)

// keyboard reads the keys that a user types. Ctrl-C stops an answer that is being
// made; at the prompt it drops the line.
type keyboard struct {
	ctx   context.Context
	abort func() // can be nil
	typed chan []byte
	rest  []byte

	mu          sync.Mutex
	stop        func() // stops the answer; nil at the prompt
	stopped     bool   // the answer was stopped, and still has to end
	interrupted bool
}

// newKeyboard reads ahead from in until ctx is done. A read that still waits then is
// abandoned and ends with the process.
func newKeyboard(ctx context.Context, options Options) *keyboard {
	k := &keyboard{ctx: ctx, abort: options.Abort, typed: make(chan []byte, 64)}
	go k.readAhead(options.In)
	return k
}

func (k *keyboard) readAhead(in io.Reader) {
	defer close(k.typed)
	buffer := make([]byte, 4096)
	for {
		n, err := in.Read(buffer)
		if keys := k.filterKeys(bytes.Clone(buffer[:n])); len(keys) > 0 {
			select {
			case k.typed <- keys:
			case <-k.ctx.Done():
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// filterKeys stops the answer if Ctrl-C is among the keys, and returns those for the
// prompt.
func (k *keyboard) filterKeys(keys []byte) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	last := bytes.LastIndexByte(keys, keyInterrupt)
	if last < 0 || k.stop == nil {
		return keys
	}
	k.stop()
	if again := k.stopped || bytes.Count(keys, []byte{keyInterrupt}) > 1; again && k.abort != nil {
		k.abort()
	}
	k.stopped = true
	return keys[last+1:]
}

// stopOnInterrupt lets Ctrl-C call stop until done is called.
func (k *keyboard) stopOnInterrupt(stop func()) (done func()) {
	k.setStop(stop)
	return func() { stop(); k.setStop(nil) }
}

func (k *keyboard) setStop(stop func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stop, k.stopped = stop, false
}

// Read passes keys to the line editor. Ctrl-C ends the line.
func (k *keyboard) Read(p []byte) (int, error) {
	if len(k.rest) == 0 {
		select {
		case keys, ok := <-k.typed:
			if !ok {
				return 0, io.EOF
			}
			k.rest = bytes.ReplaceAll(keys, []byte{keyInterrupt}, []byte{keyDropped, '\r'})
		case <-k.ctx.Done():
			return 0, io.EOF
		}
	}
	n := copy(p, k.rest)
	k.rest = k.rest[n:]
	return n, nil
}

// dropLine marks the current line as one to drop.
func (k *keyboard) dropLine() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.interrupted = true
}

// tookInterrupt reports whether the line that has just ended must be dropped.
func (k *keyboard) tookInterrupt() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	interrupted := k.interrupted
	k.interrupted = false
	return interrupted
}
