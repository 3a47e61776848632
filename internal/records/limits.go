package records

// Limits bounds what one file can make the reader do. A zero field means its
// default.
type Limits struct {
	// Record is the size in bytes of the largest record to read. CloudTrail's own
	// limit is 256 KB, 1 MB for some events. Default 16 MiB.
	Record int
	// Expansion is how many bytes of content one compressed byte can give, once the
	// content exceeds 64 MiB. CloudTrail's logs reach about 40; gzip's maximum is
	// 1,032. Default 400.
	Expansion int
}

func (l Limits) recordSize() int {
	if l.Record > 0 {
		return l.Record
	}
	return 16 << 20
}

// ExpansionRatio returns Expansion, or its default.
func (l Limits) ExpansionRatio() int64 {
	if l.Expansion > 0 {
		return int64(l.Expansion)
	}
	return 400
}

// expansionFloor is the size of content up to which every ratio is accepted.
const expansionFloor = 64 << 20
