package extract

import "bytes"

// Keys is a set of object keys, each with a number that the caller gives it. Most
// keys of a record are in no set, and most of those are ruled out by their
// lengths alone. The zero value is an empty set.
type Keys struct {
	lengths  uint64          // bit n: some key is n bytes long, or for the last bit more
	byLength [][]numberedKey // the keys of each length
}

type numberedKey struct {
	name   string
	number int
}

// lengthBit returns the bit of Keys.lengths for keys of n bytes.
func lengthBit(n int) uint64 { return 1 << min(n, 63) }

// Add adds a key, which must not be in the set. Several keys can have one number.
func (k *Keys) Add(name string, number int) {
	for len(name) >= len(k.byLength) {
		k.byLength = append(k.byLength, nil)
	}
	k.byLength[len(name)] = append(k.byLength[len(name)], numberedKey{name, number})
	k.lengths |= lengthBit(len(name))
}

// Find returns the number of a key that has no escapes, and -1 for a key that is
// not in the set.
func (k *Keys) Find(key []byte) int {
	if k.lengths&lengthBit(len(key)) == 0 || len(key) >= len(k.byLength) {
		return -1
	}
	for i := range k.byLength[len(key)] {
		if known := &k.byLength[len(key)][i]; known.name == string(key) {
			return known.number
		}
	}
	return -1
}

// FindEscaped does what Find does for a key that can have escapes.
func (k *Keys) FindEscaped(key []byte) int {
	if bytes.IndexByte(key, '\\') >= 0 {
		key = Key(key)
	}
	return k.Find(key)
}
