//go:build cgo

package tuple

import (
	"github.com/trailq/trailq/internal/extract"
)

// Identities number the userIdentities of records, as trino_tuple numbers the texts of
// report.IdentityTexts. Each thread of a scan has its own.
type Identities struct {
	set    *Set
	texts  *extract.Identity
	known  map[string]int32 // numbers by raw userIdentities
	size   int              // of what is known, in bytes
	packed []byte
}

// mostKnown is how many bytes of userIdentities a thread remembers as they are written. Most
// records have one that came before.
const mostKnown = 8 << 20

// NewIdentities returns Identities whose tuples are in the set.
func NewIdentities(set *Set) *Identities {
	return &Identities{set: set, texts: extract.NewIdentity(), known: make(map[string]int32)}
}

// Number returns the number of a raw userIdentity. The error is [ErrFull].
func (i *Identities) Number(raw []byte) (int32, error) {
	if n, found := i.known[string(raw)]; found {
		return n, nil
	}
	i.packed = i.packed[:0]
	i.texts.EachText(raw, func(text []byte) {
		if text == nil {
			i.packed = appendNull(i.packed)
		} else {
			i.packed = appendText(i.packed, text)
		}
	})
	n, err := i.set.addTuple(i.packed)
	if err != nil {
		return 0, err
	}
	if i.size += len(raw) + entrySize; i.size > mostKnown {
		clear(i.known)
		i.size = len(raw) + entrySize
	}
	i.known[string(raw)] = n
	return n, nil
}
