package main

import "testing"

func TestGarbagePercent(t *testing.T) {
	for alive, want := range map[uint64]int{0: 400, 1 << 20: 400, 20 << 20: 400, 40 << 20: 200, 80 << 20: 100, 10 << 30: 60} {
		if got := garbagePercent(alive); got != want {
			t.Errorf("beside %d bytes: %d %%, not %d", alive, got, want)
		}
	}
}
