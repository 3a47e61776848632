package records

// Limits bounds what one file may make the reader do. A zero field means its
// default.
type Limits struct {
	// Record is the size in bytes of the largest record that is read. CloudTrail
	// itself stops at 256 KB, 1 MB for some events. Default 16 MiB.
	Record int
	// Expansion is how many bytes of content one compressed byte may give, once
	// there are more than 64 MiB of content. CloudTrail's logs reach about 40;
	// gzip ends at 1,032. Default 400.
	Expansion int
}

func (l Limits) record() int {
	if l.Record > 0 {
		return l.Record
	}
	return 16 << 20
}

func (l Limits) expansion() int64 {
	if l.Expansion > 0 {
		return int64(l.Expansion)
	}
	return 400
}

// expansionFloor is the size of content up to which no ratio is too large.
const expansionFloor = 64 << 20
