package eventid

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestSet(t *testing.T) {
	for _, memory := range []Memory{Exact, Recent} {
		s := NewSet(memory, "")
		for _, step := range []struct {
			id   string
			want bool
		}{
			{"8acca22f-ec5b-4598-9cfc-8aeb138e815b", false},
			{"8acca22f-ec5b-4598-9cfc-8aeb138e815b", true},
			{"8ACCA22F-EC5B-4598-9CFC-8AEB138E815B", false}, // another text
			{"8acca22f-ec5b-4598-9cfc-8aeb138e815c", false},
			{"00000000-0000-0000-0000-000000000000", false},
			{"00000000-0000-0000-0000-000000000000", true},
			{"not a UUID", false},
			{"not a UUID", true},
			{"8acca22f+ec5b-4598-9cfc-8aeb138e815b", false},
			{"", false},
			{"", false},
		} {
			if got := addID(t, s, step.id); got != step.want {
				t.Errorf("%q: %v, want %v", step.id, got, step.want)
			}
		}
	}
	var s *Set
	for range 2 {
		if addID(t, s, "1") {
			t.Error("a nil set remembers")
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// addID adds an ID, and returns what Add does.
func addID(t *testing.T, s *Set, id string) bool {
	t.Helper()
	found, err := s.Add([]byte(id))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Where duplicates are only counted, memory is bounded: at least the last
// million ids are known, and old ones are forgotten.
func TestSetForgets(t *testing.T) {
	if testing.Short() {
		t.Skip("three million IDs")
	}
	s := NewSet(Recent, "")
	id := func(i int) string { return fmt.Sprintf("%02x000000-0000-0000-0000-%012x", i%shardCount, i) }
	for i := range 3 * minRecentIDs {
		if addID(t, s, id(i)) {
			t.Fatalf("%s came before", id(i))
		}
	}
	if !addID(t, s, id(2*minRecentIDs)) {
		t.Error("an id among the last million is not known")
	}
	if addID(t, s, id(1)) {
		t.Error("an old id is known: memory grows")
	}
	size := 0
	for i := range s.shards {
		size += (len(s.shards[i].recent.tags) + len(s.shards[i].older.tags)) * (slotSize + 1)
	}
	if size > 54<<20 {
		t.Errorf("%d bytes kept", size)
	}
}

// An exact set gives the answers of a map, in memory and with a file, whose parts are looked
// up for each ID that came long ago. The IDs are those of one shard.
func TestSetAgreesWithMap(t *testing.T) {
	for name, folder := range map[string]string{"memory": "", "file": t.TempDir()} {
		t.Run(name, func(t *testing.T) {
			s := NewSet(Exact, folder)
			random := rand.New(rand.NewPCG(5, 6))
			want := make(map[uuid]bool)
			var past []uuid
			for len(past) < 5*generationPlaces {
				key := uuid(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, random.Uint64()%3), random.Uint64()))
				if random.IntN(shardCount) == 0 && len(past) > 0 {
					key = past[random.IntN(len(past))]
				} else if hashKey(s.seed, &key)%shardCount != 0 && len(past) > 0 {
					continue
				}
				past = append(past, key)
				if got := addID(t, s, formatUUID(key)); got != want[key] {
					t.Fatalf("%x, after %d others: %v, want %v", key, len(past), got, want[key])
				}
				want[key] = true
			}
			if moved := len(s.shards[0].moved.tables); moved < 3 && folder != "" || moved > 0 && folder == "" {
				t.Errorf("%d tables were moved to a file", moved)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if folder == "" {
				return
			}
			if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
				t.Errorf("%v %v is left", left, err)
			}
		})
	}
}

func formatUUID(key uuid) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", key[:4], key[4:6], key[6:8], key[8:10], key[10:])
}

// A set whose file takes nothing keeps all in memory; one whose file cannot be read any
// more says so, and gives no answer.
func TestSetWithoutFile(t *testing.T) {
	refused := NewSet(Exact, filepath.Join(t.TempDir(), "missing"))
	broken := NewSet(Exact, t.TempDir())
	for i := range 2 * shardCount * generationPlaces {
		key := uuid(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, 1), uint64(i)))
		for _, s := range []*Set{refused, broken} {
			if hashKey(s.seed, &key)%shardCount == 0 && addID(t, s, formatUUID(key)) {
				t.Fatalf("%x came before", key)
			}
		}
	}
	if err := broken.spill.file.Close(); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for i := range 100 * shardCount {
		key := uuid(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, 1), uint64(i)))
		if hashKey(refused.seed, &key)%shardCount == 0 && !addID(t, refused, formatUUID(key)) {
			t.Errorf("%x is forgotten", key)
		}
		if hashKey(broken.seed, &key)%shardCount != 0 {
			continue
		}
		if found, err := broken.Add([]byte(formatUUID(key))); err != nil {
			failed++
		} else if !found {
			t.Errorf("%x is forgotten without an error", key)
		}
	}
	if failed == 0 {
		t.Error("a file that cannot be read is no error")
	}
}

// Goroutines that add the same IDs agree on which came first.
func TestSetConcurrently(t *testing.T) {
	s := NewSet(Exact, t.TempDir())
	defer s.Close()
	const ids = shardCount * generationPlaces * 2
	var fresh atomic.Int64
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := 0; i < ids; i += 7 {
				key := uuid(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, 1), uint64(i)))
				if found, err := s.Add([]byte(formatUUID(key))); err != nil {
					t.Error(err)
				} else if !found {
					fresh.Add(1)
				}
			}
		})
	}
	all.Wait()
	if want := int64((ids + 6) / 7); fresh.Load() != want {
		t.Errorf("%d of %d IDs were new", fresh.Load(), want)
	}
}

func BenchmarkAdd(b *testing.B) {
	for name, memory := range map[string]Memory{"exact": Exact, "recent": Recent} {
		for _, folder := range []string{"", b.TempDir()} {
			if folder != "" {
				name += ", file"
			}
			b.Run(name, func(b *testing.B) {
				s := NewSet(memory, folder)
				defer s.Close()
				random := rand.New(rand.NewPCG(5, 6))
				ids := make([][]byte, 1<<20)
				for i := range ids {
					key := uuid(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, random.Uint64()), random.Uint64()))
					ids[i] = []byte(formatUUID(key))
				}
				b.ResetTimer()
				for i := range b.N {
					id := ids[i%len(ids)]
					id[i/len(ids)%8] = "0123456789abcdef"[i/len(ids)/8%16]
					if _, err := s.Add(id); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// Only a UUID in lower case is one, and its key has its digits.
func TestParseUUID(t *testing.T) {
	const id = "8acca22f-ec5b-4598-9cfc-0123456789ab"
	want, err := hex.DecodeString(strings.ReplaceAll(id, "-", ""))
	if err != nil {
		t.Fatal(err)
	}
	if key, ok := parseUUID([]byte(id)); !ok || !bytes.Equal(key[:], want) {
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
			if key, ok := parseUUID(changed); ok != valid || !ok && key != (uuid{}) {
				t.Errorf("%q: %x %v, want %v", changed, key, ok, valid)
			}
		}
	}
	for _, odd := range []string{"", id[1:], id + "0"} {
		if _, ok := parseUUID([]byte(odd)); ok {
			t.Errorf("%q is taken for a UUID", odd)
		}
	}
}

// The IDs are remembered until the last Adder has ended, and take no memory afterwards.
func TestAdderEnds(t *testing.T) {
	for _, memory := range []Memory{Exact, Recent} {
		s := NewSet(memory, "")
		first, last := s.NewAdder(), s.NewAdder()
		add := func(a *Adder) bool {
			t.Helper()
			found, err := a.Add([]byte("8acca22f-ec5b-4598-9cfc-8aeb138e815b"))
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		add(first)
		first.End()
		first.End()
		found := add(last)
		last.End()
		if count := last.TakeCount(); found != (memory == Exact) || count != map[Memory]int64{Recent: 1}[memory] {
			t.Errorf("%v: found %v, counted %d", memory, found, count)
		}
		for i := range s.shards {
			if part := &s.shards[i]; len(part.recent.tags)+len(part.older.tags)+len(part.moved.marks)+len(part.texts) > 0 {
				t.Fatalf("%v: shard %d still has memory", memory, i)
			}
		}
	}
	var none *Adder
	none.End()
}
