package eventid

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

func TestSet(t *testing.T) {
	for _, memory := range []Memory{Exact, Recent} {
		s := NewSet(memory)
		for _, step := range []struct {
			id   string
			want bool
		}{
			{"8acca22f-ec5b-4598-9cfc-8aeb138e815b", false},
			{"8acca22f-ec5b-4598-9cfc-8aeb138e815b", true},
			{"8ACCA22F-EC5B-4598-9CFC-8AEB138E815B", false}, // another text
			{"8acca22f-ec5b-4598-9cfc-8aeb138e815c", false},
			{"not a UUID", false},
			{"not a UUID", true},
			{"8acca22f+ec5b-4598-9cfc-8aeb138e815b", false},
			{"", false},
			{"", false},
		} {
			if got := s.Add(step.id); got != step.want {
				t.Errorf("%q: %v, want %v", step.id, got, step.want)
			}
		}
	}
	var s *Set
	for range 2 {
		if s.Add("1") {
			t.Error("a nil set remembers")
		}
	}
}

// Where duplicates are only counted, memory is bounded: at least the last
// million ids are known, and old ones are forgotten.
func TestSetForgets(t *testing.T) {
	if testing.Short() {
		t.Skip("three million IDs")
	}
	s := NewSet(Recent)
	id := func(i int) string { return fmt.Sprintf("%02x000000-0000-0000-0000-%012x", i%shardCount, i) }
	for i := range 3 * minRecentIDs {
		if s.Add(id(i)) {
			t.Fatalf("%s came before", id(i))
		}
	}
	if !s.Add(id(2 * minRecentIDs)) {
		t.Error("an id among the last million is not known")
	}
	if s.Add(id(0)) {
		t.Error("an old id is known: memory grows")
	}
	known := 0
	for i := range s.shards {
		known += len(s.shards[i].recent) + len(s.shards[i].older)
	}
	if known > 5*minRecentIDs/2+shardCount {
		t.Errorf("%d ids kept", known)
	}
}

// Only a UUID in lower case is one, and its key has its digits.
func TestParseUUID(t *testing.T) {
	const id = "8acca22f-ec5b-4598-9cfc-0123456789ab"
	want, err := hex.DecodeString(strings.ReplaceAll(id, "-", ""))
	if err != nil {
		t.Fatal(err)
	}
	if key, ok := parseUUID(id); !ok || !bytes.Equal(key[:], want) {
		t.Errorf("%x %v, want %x", key, ok, want)
	}
	for at := range id {
		for c := range 256 {
			changed := []byte(id)
			changed[at] = byte(c)
			valid := strings.IndexByte("0123456789abcdef", byte(c)) >= 0
			if id[at] == '-' {
				valid = c == '-'
			}
			if key, ok := parseUUID(string(changed)); ok != valid || !ok && key != (uuid{}) {
				t.Errorf("%q: %x %v, want %v", changed, key, ok, valid)
			}
		}
	}
	for _, odd := range []string{"", id[1:], id + "0"} {
		if _, ok := parseUUID(odd); ok {
			t.Errorf("%q is taken for a UUID", odd)
		}
	}
}
