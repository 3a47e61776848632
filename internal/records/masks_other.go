//go:build !amd64

package records

// hasMasks reports whether there is a fast way to find masks. Without one, masks do
// not pay: found in Go, eight bytes at a time, they made the scan take 2.5 times as
// long as byte by byte.
const hasMasks = false

func (s *stringState) findMasks([]byte, []blockMasks) { panic("records: no masks") }
