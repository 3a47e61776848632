package main

import "testing"

func TestGarbagePercent(t *testing.T) {
	for alive, want := range map[uint64]int{0: 400, 1 << 20: 400, 24 << 20: 400, 48 << 20: 200, 96 << 20: 100, 10 << 30: 100} {
		if got := garbagePercent(alive); got != want {
			t.Errorf("beside %d bytes: %d %%, not %d", alive, got, want)
		}
	}
}
