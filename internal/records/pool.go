package records

import "sync"

// Pool lends memory for content and takes it back, which is much cheaper than
// new memory for each file: of the time to decompress a log file of 4 MB, a
// third went into page faults and cache misses of fresh memory. The zero value
// is ready, and a nil Pool lends new memory always. It is safe for concurrent
// use.
type Pool struct{ free sync.Pool }

// Get lends a slice of length 0 and at least that capacity.
func (p *Pool) Get(size int) []byte {
	if p != nil {
		if lent, ok := p.free.Get().(*[]byte); ok && cap(*lent) >= size {
			return (*lent)[:0]
		}
	}
	return make([]byte, 0, size)
}

// Put takes memory back that nobody looks at any more.
func (p *Pool) Put(memory []byte) {
	if p != nil && cap(memory) > 0 {
		p.free.Put(&memory)
	}
}
