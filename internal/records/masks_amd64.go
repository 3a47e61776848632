package records

// hasMasks reports whether there is a fast way to find masks: whether CPU and
// operating system support what maskAVX2 uses, as nearly all have since 2015.
var hasMasks = detectAVX2()

// findMasks finds the masks of the first blocks of data, one for each element of
// masks.
func (s *stringState) findMasks(data []byte, masks []blockMasks) {
	if len(masks) > 0 {
		_ = data[len(masks)*blockSize-1]
		maskAVX2(&data[0], &masks[0], len(masks), s)
	}
}

// maskAVX2 is findMasks in assembly.
//
//go:noescape
func maskAVX2(data *byte, masks *blockMasks, blocks int, state *stringState)

// detectAVX2 asks the CPU. It is here because Go offers only packages internal to
// the standard library and golang.org/x/sys/cpu, on which trailq would depend for
// this alone.
func detectAVX2() bool
