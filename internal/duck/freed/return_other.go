//go:build cgo && !linux

package freed

// Return does nothing: the system takes what was freed when it lacks memory.
func Return() {}
