package explain_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/trailq/trailq/internal/explain"
)

// The dimensions of a world, as a report on CloudTrail would have them.
const (
	dimCall = iota
	dimCaller
	dimBucket
	dimPrefix
	dimError
	dimWide
	dimNetwork
	dimAddress
	dimFamily
	dimAgent
	dimEndpoint
	dimRegion
	dimensions
)

// values are the values of one flow, by dimension.
type values [dimensions]string

// flow is the calls with one combination of values, and their average numbers
// before and after.
type flow struct {
	values
	before, after float64
}

// world is the traffic of some accounts. Its callers share buckets, networks, agents
// and calls; the busiest makes far more calls than the last.
type world struct {
	*rand.Rand
	flows []flow
	total float64 // calls before
}

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 1))}
	w.total = math.Exp(w.uniform(math.Log(20_000), math.Log(2_000_000)))
	weight := 0.0
	callers := 14 + w.IntN(30)
	if w.chance(0.25) {
		callers = 4 + w.IntN(5)
	}
	for i := range callers {
		for _, f := range w.caller(fmt.Sprintf("role-%d", i)) {
			f.before /= math.Pow(float64(i+1), 0.9)
			weight += f.before
			w.flows = append(w.flows, f)
		}
	}
	for i := range w.flows {
		w.flows[i].before *= w.total / weight
		w.flows[i].after = w.flows[i].before
	}
	return w
}

func (w *world) uniform(low, high float64) float64 { return low + w.Float64()*(high-low) }

func (w *world) chance(p float64) bool { return w.Float64() < p }

// caller returns the flows of a caller, whose sum is 1.
func (w *world) caller(name string) []flow {
	var base values
	base[dimCaller] = name
	base[dimRegion] = []string{"us-east-1", "us-east-1", "us-east-1", "eu-west-1", "us-west-2"}[w.IntN(5)]
	w.setAgent(&base)
	if w.chance(0.5) {
		base[dimEndpoint] = "vpce-" + base[dimRegion]
	}
	calls := []string{"GetObject", "HeadObject", "PutObject", "ListObjects", "Decrypt"}
	w.Shuffle(len(calls), func(i, j int) { calls[i], calls[j] = calls[j], calls[i] })
	calls = calls[:1+w.IntN(4)]
	network := fmt.Sprintf("10.%d.%d", w.IntN(2), w.IntN(8)) // shared by several callers
	var flows []flow
	addresses, prefixes := 1+w.IntN(8), 1+w.IntN(5)
	for i := range addresses {
		base.setAddress(fmt.Sprintf("%s.%d", network, w.IntN(250)))
		for j := range prefixes {
			base.setPrefix(fmt.Sprintf("bucket-%d/p%d", (len(name)+3*w.IntN(3))%8, w.IntN(4)))
			for k, call := range calls {
				base[dimCall] = call
				flows = append(flows, w.outcomes(base, 1/float64((i+1)*(j+1)*(k+1)))...)
			}
		}
	}
	sum := 0.0
	for _, f := range flows {
		sum += f.before
	}
	for i := range flows {
		flows[i].before /= sum
	}
	return flows
}

func (w *world) setAgent(v *values) {
	v[dimFamily] = []string{"boto3", "java", "cli", "go", "js"}[w.IntN(5)]
	v[dimAgent] = fmt.Sprintf("%s/%d", v[dimFamily], w.IntN(3))
}

func (v *values) setAddress(address string) {
	parts := strings.SplitN(address, ".", 4)
	v[dimAddress] = address
	v[dimWide] = strings.Join(parts[:2], ".")
	v[dimNetwork] = strings.Join(parts[:3], ".")
}

func (v *values) setPrefix(prefix string) {
	v[dimPrefix] = prefix
	v[dimBucket], _, _ = strings.Cut(prefix, "/")
}

// outcomes returns the calls that succeed, and the few that fail.
func (w *world) outcomes(v values, weight float64) []flow {
	flows := []flow{{values: v, before: 0.97 * weight}}
	for code, part := range []float64{0.01, 0.02} {
		failed := flow{values: v, before: part * weight}
		failed.values[dimError] = []string{"AccessDenied", "NoSuchKey"}[code]
		flows = append(flows, failed)
	}
	return flows
}

// vary is the difference between any two days: everything grows alike, and
// every caller, address and prefix of a caller has its ups and downs; a few
// addresses go and others come.
func (w *world) vary() {
	all := w.uniform(0.75, 1.5)
	caller := w.logNormal(w.uniform(0.05, 0.2))
	address := w.logNormal(0.25)
	prefix := w.logNormal(0.15)
	churn := w.logNormal(1)
	for i := range w.flows {
		f := &w.flows[i]
		f.after *= all * caller(f.values[dimCaller]) * prefix(f.values[dimCaller]+f.values[dimPrefix]) * address(f.values[dimAddress])
		if churn(f.values[dimAddress]) > 4.5 { // 1 in 15
			old := f.values
			f.setAddress(f.values[dimAddress] + "9") // the pod has moved
			w.flows = append(w.flows, flow{values: old, before: f.before})
			w.flows[i].before = 0
		}
	}
}

// logNormal returns a function that gives each name a constant factor of its own.
func (w *world) logNormal(deviation float64) func(name string) float64 {
	factors := make(map[string]float64)
	return func(name string) float64 {
		if _, known := factors[name]; !known {
			factors[name] = math.Exp(deviation * w.NormFloat64())
		}
		return factors[name]
	}
}

// poisson returns a random number of events with the given mean.
func (w *world) poisson(mean float64) float64 {
	if mean > 50 {
		return math.Max(0, math.Round(mean+math.Sqrt(mean)*w.NormFloat64()))
	}
	limit, n := math.Exp(-mean), 0.0
	for p := w.Float64(); p > limit; p *= w.Float64() {
		n++
	}
	return n
}

// cube counts the events of the flows.
func (w *world) cube() *explain.Cube {
	cube := new(explain.Cube)
	var known [dimensions]map[string]int32
	for d, name := range []string{"call", "caller", "bucket", "prefix", "error", "wide", "network", "address", "family", "agent", "endpoint", "region"} {
		cube.Dimensions = append(cube.Dimensions, explain.Dimension{
			Name: name, Volatile: d == dimAddress || d == dimNetwork || d == dimAgent, Circumstance: d >= dimWide,
		})
		known[d] = make(map[string]int32)
	}
	for _, f := range w.flows {
		cell := explain.Cell{Before: w.poisson(f.before), After: w.poisson(f.after)}
		if cell.Before+cell.After == 0 {
			continue
		}
		for d, value := range f.values {
			if _, old := known[d][value]; !old {
				known[d][value] = int32(len(cube.Dimensions[d].Values))
				cube.Dimensions[d].Values = append(cube.Dimensions[d].Values, value)
			}
			cell.Values = append(cell.Values, known[d][value])
		}
		cube.Cells = append(cube.Cells, cell)
	}
	return cube
}
