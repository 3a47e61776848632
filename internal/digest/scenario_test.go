package digest_test

import (
	"crypto/rsa"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/digest"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/signed"
)

// scenario alters a bucket in one way. Want lists the problems that a verification must
// find: the states, and the names as [bucket.shortName] has them.
type scenario struct {
	name  string
	alter func(b *bucket)
	want  []string
	// broken says that something must count as altered or missing.
	broken bool
}

// bucket is a chain of 12 hours with two log files each; two backfill digests; a second
// key from hour 6 on.
type bucket struct {
	*signed.Chain
	t      *testing.T
	keys   []signed.PublicKey
	before []string // the keys of all objects before they were altered
}

func newBucket(t *testing.T, signers []*rsa.PrivateKey) *bucket {
	c := signed.NewChain(t, signed.Options{Hours: 12, LogsPerHour: 2, Backfill: true, RotateAt: 6, Signers: signers})
	return &bucket{Chain: c, t: t, keys: c.PublicKeys(), before: c.Tree.Paths()}
}

// log returns the key of the nth log file of hour 5.
func (b *bucket) log(n int) string { return b.Logs(b.t, b.Digests[5])[n] }

// edit changes the content of an object.
func (b *bucket) edit(key string, edit func(content string) string) {
	b.Tree[key] = trailtest.Gzip(edit(b.Content(b.t, key)))
}

// editStored changes the stored bytes of a log file.
func (b *bucket) editStored(edit func(stored []byte) []byte) {
	b.Tree[b.log(0)] = edit(slices.Clone(b.Tree[b.log(0)]))
}

func keepContent(content string) string { return content }

// removeDigests removes the digests of these hours.
func (b *bucket) removeDigests(hours ...int) {
	for _, hour := range hours {
		b.Remove(b.Digests[hour])
	}
}

// removeHours removes the digests of these hours and what they list.
func (b *bucket) removeHours(hours ...int) {
	for _, hour := range hours {
		for _, key := range b.Logs(b.t, b.Digests[hour]) {
			b.Remove(key)
		}
		b.removeDigests(hour)
	}
}

// shortName returns "digest 5", "backfill 0", "log 05x00", or a whole name that was not
// there before.
func (b *bucket) shortName(name string) string {
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

// describeProblems returns the problems as scenarios want them.
func (b *bucket) describeProblems(result *digest.Result) []string {
	var texts []string
	for _, p := range result.Problems {
		name := b.shortName(p.Name)
		switch {
		case p.Subject == digest.Hours:
			name = p.From.Format("15:04") + "-" + p.To.Format("15:04")
		case p.Count > 1:
			name += fmt.Sprintf(" and %d more", p.Count-1)
		}
		texts = append(texts, string(p.State)+": "+name)
	}
	slices.Sort(texts)
	return texts
}

func scenarios() []scenario {
	return []scenario{
		{name: "clean", alter: func(*bucket) {}},
		{name: "log byte changed", broken: true, want: []string{"altered: log 05x00"}, alter: func(b *bucket) {
			b.edit(b.log(0), func(content string) string { return strings.Replace(content, "192.0.2.7", "192.0.2.8", 1) })
		}},
		{name: "log deleted", broken: true, want: []string{"missing: log 05x00"}, alter: func(b *bucket) { b.Remove(b.log(0)) }},
		{name: "log recompressed", alter: func(b *bucket) { b.edit(b.log(0), keepContent) }},
		{name: "log recompressed by zstd", alter: func(b *bucket) { b.Tree[b.log(0)] = trailtest.Zstd(b.Content(b.t, b.log(0))) }},
		{name: "log decompressed", alter: func(b *bucket) { b.Tree[b.log(0)] = []byte(b.Content(b.t, b.log(0))) }},
		{name: "log gzip member appended", broken: true, want: []string{"altered: log 05x00"}, alter: func(b *bucket) {
			b.editStored(func(stored []byte) []byte { return append(stored, trailtest.Gzip(`{"Records":[]}`)...) })
		}},
		{name: "log bytes appended", want: []string{"damaged: log 05x00"}, alter: func(b *bucket) {
			b.editStored(func(stored []byte) []byte { return append(stored, "{}"...) })
		}},
		{name: "log cut", broken: true, want: []string{"altered: log 05x00"}, alter: func(b *bucket) {
			b.editStored(func(stored []byte) []byte { return stored[:len(stored)-40] })
		}},
		{name: "log cut before its trailer", want: []string{"damaged: log 05x00"}, alter: func(b *bucket) {
			b.editStored(func(stored []byte) []byte { return stored[:len(stored)-8] })
		}},
		{name: "log cut in its trailer", want: []string{"damaged: log 05x00"}, alter: func(b *bucket) {
			b.editStored(func(stored []byte) []byte { return stored[:len(stored)-6] })
		}},
		{name: "log checksum wrong", want: []string{"damaged: log 05x00"}, alter: func(b *bucket) {
			b.editStored(func(stored []byte) []byte { stored[len(stored)-6] ^= 1; return stored })
		}},
		{name: "log emptied", broken: true, want: []string{"altered: log 05x00"}, alter: func(b *bucket) { b.Tree[b.log(0)] = nil }},
		{name: "log planted", want: []string{"unlisted: 111122223333_CloudTrail_eu-west-1_20260301T0512Z_planted.json.gz"}, alter: func(b *bucket) {
			b.Tree[strings.Replace(b.log(0), "05x00EXAMPLE", "planted", 1)] = trailtest.Gzip(`{"Records":[]}`)
		}},
		{name: "logs swapped", broken: true, want: []string{"altered: log 05x00", "altered: log 05x01"}, alter: func(b *bucket) {
			b.Tree[b.log(0)], b.Tree[b.log(1)] = b.Tree[b.log(1)], b.Tree[b.log(0)]
		}},
		{name: "digest entry removed", broken: true, want: []string{"altered: digest 5"}, alter: func(b *bucket) {
			b.edit(b.Digests[5], func(content string) string { return content[:strings.LastIndex(content, `,{"s3Bucket"`)] + "]}" })
		}},
		{name: "digest recompressed", alter: func(b *bucket) { b.edit(b.Digests[5], keepContent) }},
		{name: "digest gzip member appended", broken: true, want: []string{"altered: digest 5"}, alter: func(b *bucket) {
			b.Tree[b.Digests[5]] = append(slices.Clone(b.Tree[b.Digests[5]]), trailtest.Gzip(" ")...)
		}},
		{name: "digest not gzip", broken: true, want: []string{"damaged: digest 5"}, alter: func(b *bucket) { b.Tree[b.Digests[5]] = []byte("{}") }},
		{name: "digest deleted", broken: true, want: []string{"missing: digest 5"}, alter: func(b *bucket) { b.removeDigests(5) }},
		{name: "two digests deleted", broken: true, want: []string{"missing: digest 5", "missing: digest 6"}, alter: func(b *bucket) { b.removeDigests(5, 6) }},
		{name: "five digests deleted", broken: true, want: []string{"missing: digest 3", "missing: digest 4", "missing: digest 5", "missing: digest 6", "missing: digest 7"},
			alter: func(b *bucket) { b.removeDigests(3, 4, 5, 6, 7) }},
		{name: "oldest digest deleted", broken: true, want: []string{"missing: digest 0"}, alter: func(b *bucket) { b.removeDigests(0) }},
		{name: "newest digest deleted", want: []string{"hour without digest: 11:07-12:07"}, alter: func(b *bucket) { b.removeDigests(11) }},
		{name: "newest three digests and their logs deleted",
			// The backfill digest of hour 11 is there, but covers no hour.
			want: []string{"hour without digest: 09:07-12:07"}, alter: func(b *bucket) { b.removeHours(9, 10, 11) }},
		{name: "all digests deleted", want: []string{"hour without digest: 00:07-12:07"}, alter: func(b *bucket) {
			b.removeDigests(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
			b.Remove(b.Backfills[0])
			b.Remove(b.Backfills[1])
		}},
		{name: "digest renamed", broken: true,
			want: []string{"altered: 111122223333_CloudTrail-Digest_eu-west-1_management_events_eu-west-1_20260301T060732Z.json.gz", "missing: digest 5"},
			alter: func(b *bucket) {
				renamed := strings.Replace(b.Digests[5], "T060731Z", "T060732Z", 1)
				b.Tree[renamed], b.Signatures[renamed] = b.Tree[b.Digests[5]], b.Signatures[b.Digests[5]]
				b.removeDigests(5)
			}},
		{name: "all signatures lost", want: []string{"unsigned: backfill 1", "unsigned: digest 11"}, alter: func(b *bucket) { clear(b.Signatures) }},
		{name: "first key missing", want: []string{"no key: backfill 0", "no key: digest 0 and 5 more"}, alter: func(b *bucket) { b.keys = b.keys[1:] }},
		{name: "another key under the first one's fingerprint", want: []string{"no key: backfill 0", "no key: digest 0 and 5 more"},
			alter: func(b *bucket) { b.keys[0].Value = b.keys[1].Value }},
		{name: "newest backfill digest deleted", want: []string{"unlisted: log 11late"}, alter: func(b *bucket) { b.Remove(b.Backfills[1]) }},
		{name: "chain restart hides a deletion", want: []string{"hour without digest: 03:07-06:07"}, alter: func(b *bucket) {
			b.Restart(b.t, 6)
			b.removeHours(3, 4, 5)
		}},
		{name: "newest digest signed by a foreign key", broken: true, want: []string{"altered: digest 11"}, alter: func(b *bucket) {
			b.Sign(b.t, b.Digests[11], b.Content(b.t, b.Digests[11]), signed.NewKey(b.t))
		}},
	}
}

// Each way to alter a bucket is found and named, and nothing else is.
func TestScenarios(t *testing.T) {
	signers := []*rsa.PrivateKey{signed.NewKey(t), signed.NewKey(t)}
	for _, s := range scenarios() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			b := newBucket(t, signers)
			s.alter(b)
			keys, _ := digest.ParseKeys(signed.MarshalKeys(t, b.keys)) // a mislabelled one is a scenario
			result := verifyAll(t, b.Source(), digest.Options{Keys: keys, Filter: trailq.Filter{From: signed.Start(), To: signed.Start().Add(12 * time.Hour)}})
			if diff := cmp.Diff(s.want, b.describeProblems(result)); diff != "" {
				t.Errorf("problems: want (-), got (+):\n%s", diff)
			}
			if result.IsBroken() != s.broken {
				t.Errorf("broken: %v, want %v", result.IsBroken(), s.broken)
			}
			if want := len(s.want) == 0; result.IsProven() != want {
				t.Errorf("proven: %v, want %v; %+v", result.IsProven(), want, result.Places)
			}
		})
	}
}

func verifyAll(t *testing.T, source trailq.Source, options digest.Options) *digest.Result {
	t.Helper()
	result, err := digest.Verify(t.Context(), source, options)
	if err != nil {
		t.Fatal(err)
	}
	return result
}
