package gen

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"slices"
)

// random is a source of random choices that gives the same ones for the same
// seed on every machine. It stays with whole numbers: floating-point results
// may differ in the last bit between processors.
type random struct {
	source rand.PCG
	rand   *rand.Rand
}

func newRandom() *random {
	r := new(random)
	r.rand = rand.New(&r.source)
	return r
}

// reseed restarts the source. The stream keeps apart what is drawn for
// different purposes from the same seed and the same number.
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

// below returns a number from 0 to n-1.
func (r *random) below(n int) int { return r.rand.IntN(n) }

// between returns a number from low to high, both included.
func (r *random) between(low, high int) int { return low + r.rand.IntN(high-low+1) }

// perMille reports true n times out of a thousand.
func (r *random) perMille(n int) bool { return r.rand.IntN(1000) < n }

// one returns one of the choices, each as likely as the others.
func one[T any](r *random, choices []T) T { return choices[r.below(len(choices))] }

const (
	upperAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	base32         = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	alphanumeric   = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
)

// letters appends n characters of an alphabet.
func (r *random) letters(b []byte, alphabet string, n int) []byte {
	for range n {
		b = append(b, alphabet[r.below(len(alphabet))])
	}
	return b
}

// bytes fills b.
func (r *random) bytes(b []byte) {
	for len(b) > 0 {
		var word [8]byte
		binary.LittleEndian.PutUint64(word[:], r.rand.Uint64())
		b = b[copy(b, word[:]):]
	}
}

// hex appends n random bytes as 2n hexadecimal digits.
func (r *random) hex(b []byte, n int) []byte {
	var raw [256]byte
	r.bytes(raw[:n])
	return hex.AppendEncode(b, raw[:n])
}

// base64 appends n random bytes in base64 with its padding.
func (r *random) base64(b []byte, n int) []byte {
	var raw [512]byte
	r.bytes(raw[:n])
	return base64.StdEncoding.AppendEncode(b, raw[:n])
}

// uuid appends a random UUID as of RFC 9562, section 5.4.
func (r *random) uuid(b []byte) []byte {
	var raw [16]byte
	r.bytes(raw[:])
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

// weights chooses among numbered things some of which are likelier than others.
type weights []int

// newWeights takes the weight of each thing; what is kept are running totals.
func newWeights(each []int) weights {
	total := 0
	running := make(weights, len(each))
	for i, weight := range each {
		total += weight
		running[i] = total
	}
	return running
}

// zipf weighs n things by Zipf's law: the second is chosen half as often as the
// first, the third a third as often.
func zipf(n int) weights {
	each := make([]int, n)
	for i := range each {
		each[i] = 1_000_000 / (i + 1)
	}
	return newWeights(each)
}

// choose returns the number of one of the things.
func (w weights) choose(r *random) int {
	i, _ := slices.BinarySearch(w, r.below(w[len(w)-1])+1)
	return i
}
