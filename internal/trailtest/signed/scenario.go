package signed

import (
	"crypto/rsa"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/trailtest"
)

// Scenario alters a bucket in one way. Want lists the problems that a verification must
// find: the states, and the names as [Altered.ShortName] has them.
type Scenario struct {
	Name  string
	Alter func(b *Altered)
	Want  []string
	// Broken says that something must count as altered or missing.
	Broken bool
	// Unlike says what the AWS CLI 1.46 does, where it is not an error for an altered
	// bucket and none for another.
	Unlike string
}

// Altered is a chain of 12 hours with two log files each; two backfill digests; a second
// key from hour 6 on.
type Altered struct {
	*Chain
	t      *testing.T
	Keys   []PublicKey
	before []string // the keys of all objects before they were altered
}

// NewAltered makes the bucket, before it is altered. The signers can be nil.
func NewAltered(t *testing.T, signers []*rsa.PrivateKey) *Altered {
	c := NewChain(t, Options{Hours: 12, LogsPerHour: 2, Backfill: true, RotateAt: 6, Signers: signers})
	return &Altered{Chain: c, t: t, Keys: c.PublicKeys(), before: c.Tree.Paths()}
}

// log returns the key of the nth log file of hour 5.
func (b *Altered) log(n int) string { return b.Logs(b.t, b.Digests[5])[n] }

// edit changes the content of an object.
func (b *Altered) edit(key string, edit func(content string) string) {
	b.Tree[key] = trailtest.Gzip(edit(b.Content(b.t, key)))
}

// editStored changes the stored bytes of a log file.
func (b *Altered) editStored(edit func(stored []byte) []byte) {
	b.Tree[b.log(0)] = edit(slices.Clone(b.Tree[b.log(0)]))
}

func keepContent(content string) string { return content }

// removeDigests removes the digests of these hours.
func (b *Altered) removeDigests(hours ...int) {
	for _, hour := range hours {
		b.Remove(b.Digests[hour])
	}
}

// removeHours removes the digests of these hours and what they list.
func (b *Altered) removeHours(hours ...int) {
	for _, hour := range hours {
		for _, key := range b.Logs(b.t, b.Digests[hour]) {
			b.Remove(key)
		}
		b.removeDigests(hour)
	}
}

// ShortName returns "digest 5", "backfill 0", "log 05x00", or a whole name that was not
// there before.
func (b *Altered) ShortName(name string) string {
	name = path.Base(name)
	isIt := func(key string) bool { return path.Base(key) == name }
	if i := slices.IndexFunc(b.Digests, isIt); i >= 0 {
		return fmt.Sprint("digest ", i)
	}
	if i := slices.IndexFunc(b.Backfills, isIt); i >= 0 {
		return fmt.Sprint("backfill ", i)
	}
	id, found := strings.CutSuffix(name[strings.LastIndex(name, "_")+1:], "EXAMPLE.json.gz")
	if found && slices.ContainsFunc(b.before, isIt) {
		return "log " + id
	}
	return name
}

func Scenarios() []Scenario {
	return []Scenario{
		{Name: "clean", Alter: func(*Altered) {}},
		{Name: "log byte changed", Broken: true, Want: []string{"altered: log 05x00"}, Alter: func(b *Altered) {
			b.edit(b.log(0), func(content string) string { return strings.Replace(content, "192.0.2.7", "192.0.2.8", 1) })
		}},
		{Name: "log deleted", Broken: true, Want: []string{"missing: log 05x00"}, Alter: func(b *Altered) { b.Remove(b.log(0)) }},
		{Name: "log recompressed", Alter: func(b *Altered) { b.edit(b.log(0), keepContent) }},
		{Name: "log recompressed by zstd", Unlike: "takes it for damaged", Alter: func(b *Altered) { b.Tree[b.log(0)] = trailtest.Zstd(b.Content(b.t, b.log(0))) }},
		{Name: "log decompressed", Unlike: "takes it for damaged", Alter: func(b *Altered) { b.Tree[b.log(0)] = []byte(b.Content(b.t, b.log(0))) }},
		{Name: "log gzip member appended", Broken: true, Want: []string{"altered: log 05x00"}, Alter: func(b *Altered) {
			b.editStored(func(stored []byte) []byte { return append(stored, trailtest.Gzip(`{"Records":[]}`)...) })
		}},
		{Name: "log bytes appended", Want: []string{"damaged: log 05x00"}, Alter: func(b *Altered) {
			b.editStored(func(stored []byte) []byte { return append(stored, "{}"...) })
		}},
		{Name: "log cut", Broken: true, Want: []string{"altered: log 05x00"}, Alter: func(b *Altered) {
			b.editStored(func(stored []byte) []byte { return stored[:len(stored)-40] })
		}},
		{Name: "log cut before its trailer", Unlike: "says nothing", Want: []string{"damaged: log 05x00"}, Alter: func(b *Altered) {
			b.editStored(func(stored []byte) []byte { return stored[:len(stored)-8] })
		}},
		{Name: "log cut in its trailer", Unlike: "says nothing", Want: []string{"damaged: log 05x00"}, Alter: func(b *Altered) {
			b.editStored(func(stored []byte) []byte { return stored[:len(stored)-6] })
		}},
		{Name: "log checksum wrong", Want: []string{"damaged: log 05x00"}, Alter: func(b *Altered) {
			b.editStored(func(stored []byte) []byte { stored[len(stored)-6] ^= 1; return stored })
		}},
		{Name: "log emptied", Broken: true, Want: []string{"altered: log 05x00"}, Alter: func(b *Altered) { b.Tree[b.log(0)] = nil }},
		{Name: "log planted", Unlike: "says nothing", Want: []string{"unlisted: 111122223333_CloudTrail_eu-west-1_20260301T0512Z_planted.json.gz"}, Alter: func(b *Altered) {
			b.Tree[strings.Replace(b.log(0), "05x00EXAMPLE", "planted", 1)] = trailtest.Gzip(`{"Records":[]}`)
		}},
		{Name: "logs swapped", Broken: true, Want: []string{"altered: log 05x00", "altered: log 05x01"}, Alter: func(b *Altered) {
			b.Tree[b.log(0)], b.Tree[b.log(1)] = b.Tree[b.log(1)], b.Tree[b.log(0)]
		}},
		{Name: "digest entry removed", Broken: true, Want: []string{"altered: digest 5"}, Alter: func(b *Altered) {
			b.edit(b.Digests[5], func(content string) string { return content[:strings.LastIndex(content, `,{"s3Bucket"`)] + "]}" })
		}},
		{Name: "digest recompressed", Alter: func(b *Altered) { b.edit(b.Digests[5], keepContent) }},
		{Name: "digest gzip member appended", Unlike: "says nothing", Broken: true, Want: []string{"altered: digest 5"}, Alter: func(b *Altered) {
			b.Tree[b.Digests[5]] = append(slices.Clone(b.Tree[b.Digests[5]]), trailtest.Gzip(" ")...)
		}},
		{Name: "digest not gzip", Broken: true, Want: []string{"damaged: digest 5"}, Alter: func(b *Altered) { b.Tree[b.Digests[5]] = []byte("{}") }},
		{Name: "digest deleted", Broken: true, Want: []string{"missing: digest 5"}, Alter: func(b *Altered) { b.removeDigests(5) }},
		{Name: "two digests deleted", Broken: true, Want: []string{"missing: digest 5", "missing: digest 6"}, Alter: func(b *Altered) { b.removeDigests(5, 6) }},
		{Name: "five digests deleted", Broken: true, Want: []string{"missing: digest 3", "missing: digest 4", "missing: digest 5", "missing: digest 6", "missing: digest 7"},
			Alter: func(b *Altered) { b.removeDigests(3, 4, 5, 6, 7) }},
		{Name: "oldest digest deleted", Broken: true, Want: []string{"missing: digest 0"}, Alter: func(b *Altered) { b.removeDigests(0) }},
		{Name: "newest digest deleted", Unlike: "says nothing", Want: []string{"hour without digest: 11:07-12:07"}, Alter: func(b *Altered) { b.removeDigests(11) }},
		{Name: "newest three digests and their logs deleted", Unlike: "says nothing",
			// The backfill digest of hour 11 is there, but covers no hour.
			Want: []string{"hour without digest: 09:07-12:07"}, Alter: func(b *Altered) { b.removeHours(9, 10, 11) }},
		{Name: "all digests deleted", Unlike: "finds no digests", Want: []string{"hour without digest: 00:07-12:07"}, Alter: func(b *Altered) {
			b.removeDigests(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
			b.Remove(b.Backfills[0])
			b.Remove(b.Backfills[1])
		}},
		{Name: "digest renamed", Broken: true,
			Want: []string{"altered: 111122223333_CloudTrail-Digest_eu-west-1_management_events_eu-west-1_20260301T060732Z.json.gz", "missing: digest 5"},
			Alter: func(b *Altered) {
				renamed := strings.Replace(b.Digests[5], "T060731Z", "T060732Z", 1)
				b.Tree[renamed], b.Signatures[renamed] = b.Tree[b.Digests[5]], b.Signatures[b.Digests[5]]
				b.removeDigests(5)
			}},
		{Name: "all signatures lost", Want: []string{"unsigned: backfill 1", "unsigned: digest 11"}, Alter: func(b *Altered) { clear(b.Signatures) }},
		{Name: "first key missing", Want: []string{"no key: backfill 0", "no key: digest 0 and 5 more"}, Alter: func(b *Altered) { b.Keys = b.Keys[1:] }},
		{Name: "another key under the first one's fingerprint", Want: []string{"no key: backfill 0", "no key: digest 0 and 5 more"},
			Alter: func(b *Altered) { b.Keys[0].Value = b.Keys[1].Value }},
		{Name: "newest backfill digest deleted", Unlike: "says nothing", Want: []string{"unlisted: log 11late"}, Alter: func(b *Altered) { b.Remove(b.Backfills[1]) }},
		{Name: "chain restart hides a deletion", Unlike: "says that no log files were delivered", Want: []string{"hour without digest: 03:07-06:07"}, Alter: func(b *Altered) {
			b.Restart(b.t, 6)
			b.removeHours(3, 4, 5)
		}},
		{Name: "newest digest signed by a foreign key", Broken: true, Want: []string{"altered: digest 11"}, Alter: func(b *Altered) {
			b.Sign(b.t, b.Digests[11], b.Content(b.t, b.Digests[11]), NewKey(b.t))
		}},
	}
}
