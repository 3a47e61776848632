package records

import "sync"

// Pool recycles memory for content, which is much cheaper than allocating it for
// each file: page faults and cache misses of fresh memory took a third of the time
// to decompress a log file of 4 MB. The zero value is ready to use, and a nil Pool
// always allocates. A Pool is safe for concurrent use.
type Pool struct{ free sync.Pool }

// Get lends a slice of length 0 whose capacity is at least size.
func (p *Pool) Get(size int) []byte {
	if p != nil {
		if lent, ok := p.free.Get().(*[]byte); ok && cap(*lent) >= size {
			return (*lent)[:0]
		}
	}
	return make([]byte, 0, size)
}

// Put takes back memory that is no longer in use.
func (p *Pool) Put(memory []byte) {
	if p != nil && cap(memory) > 0 {
		p.free.Put(&memory)
	}
}
