package gen

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"slices"
)

// random is a source of random choices that makes the same ones for the same seed
// on every machine. It uses only integers: floating-point results can differ in the
// last bit between processors.
type random struct {
	source rand.PCG
	rand   *rand.Rand
}

func newRandom() *random {
	r := new(random)
	r.rand = rand.New(&r.source)
	return r
}

// reseed restarts the source. The stream separates choices made for different
// purposes from the same seed and number.
func (r *random) reseed(seed uint64, stream stream, number uint64) {
	r.source.Seed(seed^uint64(stream)<<56, number*0x9e3779b97f4a7c15)
}

type stream uint64

const (
	streamPlan stream = iota + 1
	streamWorld
	streamEvent
	streamBurst
	streamDuplicate
	streamSession
	streamObject
	streamCompanion
	streamIncident
)

// intBelow returns a number from 0 to n-1.
func (r *random) intBelow(n int) int { return r.rand.IntN(n) }

// intBetween returns a number from low to high, both included.
func (r *random) intBetween(low, high int) int { return low + r.rand.IntN(high-low+1) }

// chancePerMille returns true n times out of a thousand.
func (r *random) chancePerMille(n int) bool { return r.rand.IntN(1000) < n }

// chooseOne returns one of the choices, each as likely as the others.
func chooseOne[T any](r *random, choices []T) T { return choices[r.intBelow(len(choices))] }

const (
	upperAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	base32         = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	alphanumeric   = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
)

// appendLetters appends n characters of an alphabet.
func (r *random) appendLetters(b []byte, alphabet string, n int) []byte {
	for range n {
		b = append(b, alphabet[r.intBelow(len(alphabet))])
	}
	return b
}

// fillBytes fills b.
func (r *random) fillBytes(b []byte) {
	for len(b) > 0 {
		var word [8]byte
		binary.LittleEndian.PutUint64(word[:], r.rand.Uint64())
		b = b[copy(b, word[:]):]
	}
}

// appendHex appends n random bytes as 2n hexadecimal digits.
func (r *random) appendHex(b []byte, n int) []byte {
	var raw [256]byte
	r.fillBytes(raw[:n])
	return hex.AppendEncode(b, raw[:n])
}

// appendBase64 appends n random bytes in base64 with its padding.
func (r *random) appendBase64(b []byte, n int) []byte {
	var raw [512]byte
	r.fillBytes(raw[:n])
	return base64.StdEncoding.AppendEncode(b, raw[:n])
}

// appendUUID appends a random UUID as defined in RFC 9562, section 5.4.
func (r *random) appendUUID(b []byte) []byte {
	var raw [16]byte
	r.fillBytes(raw[:])
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80
	for i, part := range [...][]byte{raw[:4], raw[4:6], raw[6:8], raw[8:10], raw[10:]} {
		if i > 0 {
			b = append(b, '-')
		}
		b = hex.AppendEncode(b, part)
	}
	return b
}

// weights chooses among numbered things, some likelier than others.
type weights []int

// newWeights returns weights for things with the given weight each; it stores
// running totals.
func newWeights(each []int) weights {
	total := 0
	running := make(weights, len(each))
	for i, weight := range each {
		total += weight
		running[i] = total
	}
	return running
}

// zipfWeights weighs n things by Zipf's law: the second is chosen half as often as
// the first, the third a third as often.
func zipfWeights(n int) weights {
	each := make([]int, n)
	for i := range each {
		each[i] = 1_000_000 / (i + 1)
	}
	return newWeights(each)
}

// choose returns the number of one of the things.
func (w weights) choose(r *random) int {
	i, _ := slices.BinarySearch(w, r.intBelow(w[len(w)-1])+1)
	return i
}
