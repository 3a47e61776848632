package records

// hasMasks says that there is a fast way to find masks: that CPU and operating
// system have what maskAVX2 uses, as nearly all do since 2015.
var hasMasks = detectAVX2()

// mask finds the masks of the blocks that data begins with, as many as there is
// room for in masks.
func (s *stringState) mask(data []byte, masks []blockMasks) {
	if len(masks) > 0 {
		_ = data[len(masks)*blockSize-1]
		maskAVX2(&data[0], &masks[0], len(masks), s)
	}
}

// maskAVX2 is mask in assembly.
//
//go:noescape
func maskAVX2(data *byte, masks *blockMasks, blocks int, state *stringState)

// detectAVX2 asks the CPU. It is here because the only ways to ask in Go are
// packages internal to the standard library and a module that trailq would
// depend on for this alone, golang.org/x/sys/cpu.
func detectAVX2() bool
