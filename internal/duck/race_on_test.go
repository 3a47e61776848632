//go:build cgo && race

package duck

// underRace says that the race detector runs, which slows the tests down tenfold.
const underRace = true
