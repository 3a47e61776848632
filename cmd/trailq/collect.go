package main

import (
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Collecting at each doubling of the memory took a third of the time on files of
// 20 KB, when little is alive beside what passes. Where much is alive, such as the
// eventIDs of millions of events, five times of it would be hundreds of megabytes.
const (
	mostGarbage  = 400     // percent of what is alive, where that is little
	leastGarbage = 60      // percent, where it is much
	littleAlive  = 8 << 20 // bytes
	tunePace     = 200 * time.Millisecond
)

// garbagePercent returns how much garbage can gather beside so much that is alive.
func garbagePercent(alive uint64) int {
	return int(max(leastGarbage, mostGarbage*littleAlive/max(alive, littleAlive)))
}

// tuneCollection adjusts the collection to what is alive, for as long as the process
// runs.
func tuneCollection() {
	percent := mostGarbage
	debug.SetGCPercent(percent)
	alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	for range time.Tick(tunePace) {
		metrics.Read(alive)
		if alive[0].Value.Kind() != metrics.KindUint64 {
			return
		}
		if next := garbagePercent(alive[0].Value.Uint64()); next < percent*4/5 || next > percent*5/4 {
			percent = next
			debug.SetGCPercent(percent)
		}
	}
}
