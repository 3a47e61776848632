package cli

import (
	"bytes"
	"context"
	"io"
	"sync"
)

// What a terminal in raw mode gives for keys.
const (
	keyInterrupt = 3 // Ctrl-C
	keyTab       = '\t'
	// keyDropped is no key that means anything: it stands for Ctrl-C in what the
	// line editor gets, which for Ctrl-C itself would end.
	keyDropped = 7
)

// keyboard is what a user types. While an answer is made Ctrl-C stops that;
// at the prompt it drops the line.
type keyboard struct {
	ctx   context.Context
	typed chan []byte
	rest  []byte

	mu          sync.Mutex
	stop        func() // of the answer, nil at the prompt
	interrupted bool
}

// newKeyboard reads ahead from in until ctx is done. A read that waits is then
// left behind, to end with the process.
func newKeyboard(ctx context.Context, in io.Reader) *keyboard {
	k := &keyboard{ctx: ctx, typed: make(chan []byte, 64)}
	go k.pump(in)
	return k
}

func (k *keyboard) pump(in io.Reader) {
	defer close(k.typed)
	buffer := make([]byte, 4096)
	for {
		n, err := in.Read(buffer)
		if keys := k.take(bytes.Clone(buffer[:n])); len(keys) > 0 {
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

// take stops the answer if the keys say so, and returns those for the prompt.
func (k *keyboard) take(keys []byte) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	last := bytes.LastIndexByte(keys, keyInterrupt)
	if last < 0 || k.stop == nil {
		return keys
	}
	k.stop()
	return keys[last+1:]
}

// whileBusy lets Ctrl-C call stop, until the function that it returns is called.
func (k *keyboard) whileBusy(stop func()) (done func()) {
	k.setStop(stop)
	return func() { stop(); k.setStop(nil) }
}

func (k *keyboard) setStop(stop func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stop = stop
}

// Read gives the keys to the line editor. For Ctrl-C it ends the line.
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

// drop notes that the line is to be dropped.
func (k *keyboard) drop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.interrupted = true
}

// tookInterrupt reports whether the line that has just ended is to be dropped.
func (k *keyboard) tookInterrupt() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	interrupted := k.interrupted
	k.interrupted = false
	return interrupted
}
