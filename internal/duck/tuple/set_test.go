//go:build cgo

package tuple

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

// Tuples that look alike have numbers of their own, and give back what was put in.
func TestSet(t *testing.T) {
	long := strings.Repeat("a", 300)
	null := "\x00null"
	tuples := [][]string{
		{}, {""}, {null}, {"", ""}, {"", null}, {null, ""}, {null, null}, {"ab", "c"}, {"a", "bc"}, {"abc"}, {"\x01"}, {"\x00"}, {"\x00", "\x00"},
		{long}, {long, null, "é"}, {"\x80"}, {long + long}, {"\x02a"}, {"a\x02"}, {"a", null, "a"},
	}
	pack := func(texts []string) []byte {
		var packed []byte
		for _, text := range texts {
			if text == null {
				packed = appendNull(packed)
			} else {
				packed = appendText(packed, []byte(text))
			}
		}
		return packed
	}
	set := NewSet(1 << 20)
	numbers := make(map[int32]int)
	for i, texts := range tuples {
		n, err := set.addTuple(pack(texts))
		if again, err := set.addTuple(pack(texts)); err != nil || again != n {
			t.Errorf("%q: %d and then %d, %v", texts, n, again, err)
		}
		if other, taken := numbers[n]; err != nil || taken {
			t.Errorf("%q has the number of %q, %v", texts, tuples[other], err)
		}
		numbers[n] = i
	}
	for n, i := range numbers {
		packed, found := set.tupleOf(int64(n))
		for place, text := range tuples[i] {
			got, isText := textAt(packed, int64(place))
			if !found || isText != (text != null) || isText && got != text {
				t.Errorf("%q: text %d is %q, %v", tuples[i], place, got, isText)
			}
		}
		for _, place := range []int64{-1, int64(len(tuples[i]))} {
			if got, isText := textAt(packed, place); isText {
				t.Errorf("%q: text %d is %q", tuples[i], place, got)
			}
		}
	}
	for _, n := range []int64{-1, int64(len(tuples))} {
		if _, found := set.tupleOf(n); found {
			t.Errorf("there is a tuple %d", n)
		}
	}
}

// Goroutines that add the same tuples get the same numbers, until there is no room.
func TestSetIsShared(t *testing.T) {
	const each = 1000
	set := NewSet(each * (entrySize + 3))
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range each {
				text := []byte{byte(i), byte(i >> 8)}
				n, err := set.addTuple(appendText(nil, text))
				set.mu.RLock()
				packed, _ := set.tupleOf(int64(n))
				set.mu.RUnlock()
				if got, _ := textAt(packed, 0); err != nil || got != string(text) {
					t.Errorf("%q is %q, %v", text, got, err)
				}
			}
		})
	}
	wait.Wait()
	if set.IsFull() || len(set.tuples) != each {
		t.Errorf("%d tuples, full: %v", len(set.tuples), set.IsFull())
	}
	if _, err := set.addTuple(appendText(nil, []byte("more"))); !errors.Is(err, ErrFull) || !set.IsFull() {
		t.Errorf("%v, full: %v", err, set.IsFull())
	}
	if set.Clear(); set.IsFull() || len(set.numbers) > 0 {
		t.Errorf("%d tuples are left", len(set.numbers))
	}
}
