package inflate

import "hash/crc32"

const (
	// maxMatch is the longest match, in bytes (RFC 1951, section 3.2.5).
	maxMatch = 258
	// matchRoom is the space for a match that is copied 32 bytes at a time.
	matchRoom = (maxMatch + 31) &^ 31
	// slack is the free space in the output, in bytes, within which one round of the
	// fast loop writes without checking: eight literals and a match.
	slack = 8 + matchRoom
	// checksumStep is how much is written between two updates of the checksum:
	// little enough to still be in the processor's cache.
	checksumStep = 64 << 10
)

// writer holds the output: the caller's bytes, then content up to n.
type writer struct {
	out    []byte // every byte of it can be overwritten
	n      int    // end of the content
	limit  int    // the largest n allowed
	start  int    // where the current member's content starts in out
	summed int    // out[start:summed] is in crc
	crc    uint32
}

// newWriter returns a writer that appends to dst at most limit bytes. If dst has
// too little room for the expected size, newWriter makes room for it, within the
// limit.
func newWriter(dst []byte, expected, limit int) writer {
	const maxInt = int(^uint(0) >> 1)
	limit = min(max(limit, 0), maxInt-len(dst)-slack)
	w := writer{out: dst[:cap(dst)], n: len(dst), limit: len(dst) + limit}
	if need := len(dst) + min(expected, limit); need > len(w.out) {
		w.reallocate(need + slack)
	}
	return w
}

func (w *writer) content() []byte { return w.out[:w.n] }

func (w *writer) startMember() { w.start, w.summed, w.crc = w.n, w.n, 0 }

// memberSize returns the size of the current member in the form of a trailer.
func (w *writer) memberSize() uint32 { return uint32(w.n - w.start) }

// updateChecksum returns the CRC-32 of the current member's content.
func (w *writer) updateChecksum() uint32 {
	w.crc = crc32.Update(w.crc, crc32.IEEETable, w.out[w.summed:w.n])
	w.summed = w.n
	return w.crc
}

// makeRoom makes room for size bytes and returns for how many there is room, which
// is fewer only at the limit.
func (w *writer) makeRoom(size int) int {
	size = min(size, w.limit-w.n)
	if need := w.n + size; need > len(w.out) {
		w.reallocate(min(max(need, 2*len(w.out)), w.limit) + slack)
	}
	return size
}

func (w *writer) reallocate(size int) {
	out := make([]byte, size)
	copy(out, w.out[:w.n])
	w.out = out
}

// appendBytes appends p, or as much of it as the limit allows.
func (w *writer) appendBytes(p []byte) error {
	size := w.makeRoom(len(p))
	w.n += copy(w.out[w.n:w.n+size], p)
	if size < len(p) {
		return ErrTooLarge
	}
	return nil
}

// copyMatch appends length bytes of the content from distance bytes back.
func (w *writer) copyMatch(distance, length int) error {
	if distance > w.n-w.start {
		return ErrCorrupt
	}
	size := w.makeRoom(length)
	for end := w.n + size; w.n < end; {
		// The copied bytes continue the pattern: each round doubles its length.
		from := w.n - distance
		copied := copy(w.out[w.n:end], w.out[from:w.n])
		w.n += copied
		distance += copied
	}
	if size < length {
		return ErrTooLarge
	}
	return nil
}

// sumLongRuns updates the checksum once enough new content has been written.
func (w *writer) sumLongRuns() {
	if w.n-w.summed >= checksumStep {
		w.updateChecksum()
	}
}
