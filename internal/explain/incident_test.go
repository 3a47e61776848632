package explain_test

import (
	"flag"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/explain"
)

// cause is a planted cause: the values of its events.
type cause map[int]string

func (c cause) meets(v *values) bool {
	for d, value := range c {
		if v[d] != value {
			return false
		}
	}
	return true
}

func (c cause) String() string {
	var parts []string
	for _, d := range slices.Sorted(maps.Keys(c)) {
		parts = append(parts, fmt.Sprintf("%d=%q", d, c[d]))
	}
	return strings.Join(parts, " ")
}

// incident plants its causes into the world, or none if nothing is to be found.
type incident struct {
	name    string
	plant   func(*world) []cause
	nothing bool
}

func incidents() []incident {
	return []incident{
		{"a caller makes more calls", func(w *world) []cause { return w.grow(w.pick(dimCaller)) }, false},
		{"a caller stops", func(w *world) []cause { return w.stop(w.pick(dimCaller)) }, false},
		{"a new caller", (*world).plantCaller, false},
		{"a caller at one prefix", func(w *world) []cause { return w.grow(w.pick(dimCaller, dimPrefix)) }, false},
		{"a caller stops at one prefix", func(w *world) []cause { return w.stop(w.pick(dimCaller, dimPrefix)) }, false},
		{"one call of a caller at one prefix", func(w *world) []cause { return w.grow(w.pick(dimCaller, dimCall, dimPrefix)) }, false},
		{"a new address range", (*world).plantNetwork, false},
		{"errors of one kind of a caller", (*world).plantErrors, false},
		{"errors of one kind at a bucket", (*world).plantBucketErrors, false},
		{"a bucket is dropped", func(w *world) []cause { return w.stop(w.pick(dimBucket)) }, false},
		{"two callers", func(w *world) []cause {
			return append(w.grow(w.pick(dimCaller)), w.plantCaller()...)
		}, false},
		{"one grows, one stops", func(w *world) []cause {
			first := w.grow(w.pick(dimCaller, dimPrefix))
			for {
				second := w.pick(dimCaller)
				if second[dimCaller] != first[0][dimCaller] {
					return append(first, w.stop(second)...)
				}
			}
		}, false},
		{"nothing but noise", func(*world) []cause { return nil }, true},
		{"all grows alike", func(w *world) []cause { return w.scale(w.uniform(1.5, 4)) }, true},
		{"all shrinks alike", func(w *world) []cause { return w.scale(w.uniform(0.2, 0.6)) }, true},
	}
}

// scale multiplies everything.
func (w *world) scale(factor float64) []cause {
	for i := range w.flows {
		w.flows[i].after *= factor
	}
	return nil
}

// weight returns the part of all calls that belong to a cause.
func (w *world) weight(c cause) float64 {
	sum := 0.0
	for i := range w.flows {
		if c.meets(&w.flows[i].values) {
			sum += w.flows[i].before
		}
	}
	return sum / w.total
}

// pick chooses values that some calls have: from 4 to 40 % of all, so that they
// matter, or the largest part that exists.
func (w *world) pick(by ...int) cause {
	var most cause
	largest := 0.0
	for range 300 {
		f := w.flows[w.IntN(len(w.flows))]
		c := make(cause)
		for _, d := range by {
			c[d] = f.values[d]
		}
		weight := w.weight(c)
		if weight > 0.04 && weight < 0.4 {
			return c
		}
		if weight > largest && weight < 0.4 {
			most, largest = c, weight
		}
	}
	return most
}

// grow multiplies the calls, by three or more.
func (w *world) grow(c cause) []cause {
	factor := w.uniform(3, 12)
	for i := range w.flows {
		if c.meets(&w.flows[i].values) {
			w.flows[i].after *= factor
		}
	}
	return []cause{c}
}

// stop removes all or nearly all of the calls.
func (w *world) stop(c cause) []cause {
	rest := []float64{0, 0, 0.1}[w.IntN(3)]
	for i := range w.flows {
		if c.meets(&w.flows[i].values) {
			w.flows[i].after *= rest
		}
	}
	return []cause{c}
}

// plantCaller adds a caller that differs from others only by its name.
func (w *world) plantCaller() []cause {
	part := w.uniform(0.15, 0.5)
	for _, f := range w.caller("role-new") {
		f.before, f.after = 0, part*w.total*f.before
		w.flows = append(w.flows, f)
	}
	return []cause{{dimCaller: "role-new"}}
}

// plantNetwork adds calls of known callers from a range of addresses.
func (w *world) plantNetwork() []cause {
	callers := w.uniform(1, 6)
	part := w.uniform(0.12, 0.5)
	var network string
	for range int(callers) {
		f := w.flows[w.IntN(len(w.flows))]
		for range 40 {
			f.setAddress(fmt.Sprintf("203.0.113.%d", w.IntN(250)))
			f.values[dimEndpoint] = ""
			network = f.values[dimNetwork]
			added := f
			added.before, added.after = 0, part*w.total/callers/40
			w.flows = append(w.flows, added)
		}
	}
	return []cause{{dimNetwork: network}}
}

// plantErrors makes a caller fail and retry, or fail in addition.
func (w *world) plantErrors() []cause {
	c := w.pick(dimCaller)
	instead := w.chance(0.5)
	more := w.uniform(3, 8)
	for i := range w.flows {
		f := &w.flows[i]
		if !c.meets(&f.values) || f.values[dimError] != "" {
			continue
		}
		failed := *f
		failed.values[dimError] = "ThrottlingException"
		failed.before, failed.after = 0, more*f.after
		if instead {
			f.after *= 0.1
		}
		w.flows = append(w.flows, failed)
	}
	c[dimError] = "ThrottlingException"
	return []cause{c}
}

// plantBucketErrors makes the calls of everyone fail who looks for objects that do
// not exist in a bucket.
func (w *world) plantBucketErrors() []cause {
	c := w.pick(dimBucket)
	c[dimError] = "NoSuchKey"
	factor := 1 + w.uniform(0.1, 0.4)/w.weight(c)
	for i := range w.flows {
		if c.meets(&w.flows[i].values) {
			w.flows[i].after *= factor
		}
	}
	return []cause{c}
}

// same reports whether a found cause has nearly the same events as a planted one.
func same(cube *explain.Cube, planted cause, found explain.Cause) bool {
	var both, either float64
	for _, cell := range cube.Cells {
		var v values
		for d, value := range cell.Values {
			v[d] = cube.Dimensions[d].Values[value]
		}
		isPlanted, isFound := planted.meets(&v), true
		for _, c := range found.Conditions {
			isFound = isFound && int(cell.Values[c.Dimension]) == c.Value
		}
		if isPlanted && isFound {
			both += math.Max(cell.Before, cell.After)
		}
		if isPlanted || isFound {
			either += math.Max(cell.Before, cell.After)
		}
	}
	return both >= 0.9*either
}

// judge reports whether the planted causes were found first, in either order, and
// none if none was planted.
func judge(cube *explain.Cube, planted []cause, found []explain.Cause) bool {
	if len(planted) == 0 {
		return len(found) == 0
	}
	if len(found) < len(planted) {
		return false
	}
	for _, p := range planted {
		if !slices.ContainsFunc(found[:len(planted)], func(f explain.Cause) bool { return same(cube, p, f) }) {
			return false
		}
	}
	return true
}

// show formats a cause for messages.
func show(cube *explain.Cube, c explain.Cause) string {
	var parts []string
	for _, condition := range c.Conditions {
		d := cube.Dimensions[condition.Dimension]
		parts = append(parts, fmt.Sprintf("%s=%q", d.Name, d.Values[condition.Value]))
	}
	return fmt.Sprintf("%s %.0f→%.0f", strings.Join(parts, " "), c.Before, c.After)
}

// score is how often the causes were found, and how many others were claimed.
type score struct{ right, all, more int }

func (s *score) add(other score) {
	s.right += other.right
	s.all += other.all
	s.more += other.more
}

func (s score) String() string {
	return fmt.Sprintf("%3d of %3d right, %d more causes claimed", s.right, s.all, s.more)
}

// play explains one incident.
func play(t *testing.T, kind incident, seed uint64) score {
	w := newWorld(seed)
	planted := kind.plant(w)
	w.vary()
	cube := w.cube()
	found := explain.Explain(cube, explain.Options{}).Causes
	s := score{all: 1, more: max(0, len(found)-len(planted))}
	if judge(cube, planted, found) {
		s.right = 1
		return s
	}
	t.Logf("seed %d, %s: planted %v, found %d", seed, kind.name, planted, len(found))
	for _, c := range found {
		t.Logf("    %s", show(cube, c))
	}
	return s
}

var sets = flag.Int("sets", 2, "play this many sets of 50 incidents")

// In each 50 incidents of varied kind the planted cause comes first in 45 at
// least, and none is claimed where there is nothing but noise or growth. With
// more sets, of ten or so, a cause is claimed once or twice in a hundred times
// where there is none.
func TestIncidents(t *testing.T) {
	const size, least = 50, 45
	kinds := incidents()
	byKind := make([]score, len(kinds))
	for set := range *sets {
		var all, nothing score
		for i := range size {
			kind := (set*size + i) % len(kinds)
			s := play(t, kinds[kind], uint64(firstSeed+set*size+i))
			byKind[kind].add(s)
			all.add(s)
			if kinds[kind].nothing {
				nothing.add(s)
			}
		}
		t.Logf("set %d: %v", set, all)
		if all.right < least {
			t.Errorf("set %d: %v; want %d", set, all, least)
		}
		if nothing.right < nothing.all {
			t.Errorf("set %d: where there was nothing, a cause was claimed: %v", set, nothing)
		}
	}
	for i, s := range byKind {
		t.Logf("%-36s %v", kinds[i].name, s)
	}
}

// firstSeed begins seeds that the constants of the package were not chosen by.
const firstSeed = 20_000
