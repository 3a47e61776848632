package main

import "testing"

func TestGarbagePercent(t *testing.T) {
	for alive, want := range map[uint64]int{0: 400, 1 << 20: 400, 8 << 20: 400, 16 << 20: 200, 32 << 20: 100, 80 << 20: 60, 10 << 30: 60} {
		if got := garbagePercent(alive); got != want {
			t.Errorf("beside %d bytes: %d %%, not %d", alive, got, want)
		}
	}
}
