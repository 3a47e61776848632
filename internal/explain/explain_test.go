package explain_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/explain"
)

// small returns a cube of callers, each with a host, in which everything grew by 2
// %.
func small() *explain.Cube {
	cube := &explain.Cube{Dimensions: []explain.Dimension{
		{Name: "caller", Values: []string{"a", "b", "c", "d", "e", "f", "g", "h", "i"}},
		{Name: "call", Values: []string{"Get", "Put", "List", "Head"}},
		{Name: "host", Values: []string{"h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8"}},
	}}
	for caller := range int32(9) {
		for call := range int32(4) {
			cube.Cells = append(cube.Cells, explain.Cell{Values: []int32{caller, call, caller}, Before: 500, After: 510})
		}
	}
	return cube
}

// A caller and its host are one cause; the host is a trait.
func TestTraits(t *testing.T) {
	cube := small()
	for call := range 4 {
		cube.Cells[call].After *= 5
	}
	e := explain.Explain(cube, explain.Options{})
	want := []explain.Cause{{
		Conditions: []explain.Condition{{Dimension: 0, Value: 0}},
		Traits:     []explain.Trait{{Condition: explain.Condition{Dimension: 2, Value: 0}, Share: 1}},
		Before:     2000, After: 10200,
	}}
	if diff := cmp.Diff(want, e.Causes); diff != "" {
		t.Error(diff)
	}
	if math.Abs(e.Growth-1.02) > 0.001 || e.Before != 18000 || e.After != 26520 {
		t.Errorf("%+v", e)
	}
}

// The share of a trait is of the window with more of the cause, for the windows' lengths:
// of the seventh day, and not of the six before it.
func TestTraitsOfUnequalWindows(t *testing.T) {
	cube := small()
	cube.Dimensions[2].Circumstance = true
	for i := range cube.Cells {
		cube.Cells[i].After /= 6
	}
	for call := range 4 {
		cube.Cells[call].After = 237.5
		cube.Cells = append(cube.Cells, explain.Cell{Values: []int32{0, int32(call), 1}, After: 12.5})
	}
	e := explain.Explain(cube, explain.Options{Ratio: 1.0 / 6})
	want := []explain.Cause{{
		Conditions: []explain.Condition{{Dimension: 0, Value: 0}},
		Traits:     []explain.Trait{{Condition: explain.Condition{Dimension: 2, Value: 0}, Share: 0.95}},
		Before:     2000, After: 1000,
	}}
	if diff := cmp.Diff(want, e.Causes); diff != "" {
		t.Error(diff)
	}
}

// What changed most comes first, whether it rose or fell, and not what is least likely.
func TestOrder(t *testing.T) {
	cube := small()
	for call := range 4 {
		cube.Cells[call].After = 100    // -400, to a fifth
		cube.Cells[4+call].After = 1500 // +1,000, three times as much
	}
	var changes []float64
	for _, c := range explain.Explain(cube, explain.Options{}).Causes {
		changes = append(changes, c.After-c.Before)
	}
	if diff := cmp.Diff([]float64{4000, -1600}, changes); diff != "" {
		t.Error(diff)
	}
}

// If a network explains a little more than a caller, the caller is named; if it
// explains much more, the network is, and the narrower rather than the wider one.
func TestCircumstance(t *testing.T) {
	for _, test := range []struct {
		callers int32
		want    []explain.Condition
	}{
		{1, []explain.Condition{{Dimension: 0, Value: 0}}},
		{4, []explain.Condition{{Dimension: 3, Value: 9}}},
	} {
		cube := small()
		cube.Dimensions = append(cube.Dimensions,
			explain.Dimension{Name: "network", Values: cube.Dimensions[2].Values, Volatile: true, Circumstance: true},
			explain.Dimension{Name: "wide", Values: []string{"10.1", "10.2"}, Circumstance: true},
		)
		cube.Dimensions[3].Values = append(slices.Clone(cube.Dimensions[3].Values), "new")
		for i := range cube.Cells {
			values := &cube.Cells[i].Values
			*values = append(*values, (*values)[2], 0)
			if (*values)[0] == 0 { // so that it explains nearly as much
				cube.Cells[i].Before, cube.Cells[i].After = 50, 51
			}
			if (*values)[2] == 8 { // hosts are replaced all the time
				(*values)[3] = 7
			}
		}
		for caller := range test.callers {
			for call := range int32(4) {
				part := 9500 / float64(test.callers)
				cube.Cells = append(cube.Cells, explain.Cell{Values: []int32{caller, call, caller, 9, 1}, After: part})
			}
		}
		for call := range int32(4) { // a few belong to others
			cube.Cells = append(cube.Cells, explain.Cell{Values: []int32{8, call, 8, 9, 1}, After: 500})
		}
		causes := explain.Explain(cube, explain.Options{}).Causes
		if len(causes) == 0 || !slices.Equal(causes[0].Conditions, test.want) {
			t.Errorf("%d callers: %+v, want %v", test.callers, causes, test.want)
		}
	}
}

// Nothing is explained if there is nothing to compare, or nothing at all.
func TestNothing(t *testing.T) {
	empty, fresh, folded := small(), small(), small()
	empty.Cells = nil
	for i := range fresh.Cells {
		fresh.Cells[i].Before = 0
	}
	for i := range folded.Cells {
		folded.Cells[i].Values = []int32{explain.Folded, explain.Folded, explain.Folded}
	}
	folded.Cells[0].After = 1e6
	for i, cube := range []*explain.Cube{empty, fresh, folded, small(), {}} {
		if e := explain.Explain(cube, explain.Options{}); len(e.Causes) > 0 {
			t.Errorf("%d: %+v", i, e.Causes)
		}
	}
}

// A value can be replaced by another where values are volatile, and only there.
func TestTurnover(t *testing.T) {
	for _, volatile := range []bool{true, false} {
		cube := small()
		cube.Dimensions[0].Values = slices.Repeat([]string{"same"}, 9)
		cube.Dimensions[2].Values = append(cube.Dimensions[2].Values, "new")
		cube.Dimensions[2].Volatile = volatile
		for i := range cube.Cells {
			cube.Cells[i].Values[0] = 0
		}
		for call := range int32(4) {
			cube.Cells[call].After = 0
			cube.Cells = append(cube.Cells, explain.Cell{Values: []int32{0, call, 9}, After: 500})
		}
		if e := explain.Explain(cube, explain.Options{}); (len(e.Causes) == 0) != volatile {
			t.Errorf("volatile %v: %+v", volatile, e.Causes)
		}
	}
}

// Amounts that come in large units are less certain.
func TestUnit(t *testing.T) {
	cube := small()
	cube.Cells[0].After *= 10
	if e := explain.Explain(cube, explain.Options{}); len(e.Causes) != 1 || len(e.Causes[0].Conditions) != 2 {
		t.Errorf("%+v", e.Causes)
	}
	if e := explain.Explain(cube, explain.Options{Unit: 400}); len(e.Causes) != 0 {
		t.Errorf("a cause of a dozen units: %+v", e.Causes)
	}
}

func TestOnset(t *testing.T) {
	noise := rand.New(rand.NewPCG(3, 3))
	series := func(n int, spans ...explain.Span) []float64 {
		values := make([]float64, n)
		for i := range values {
			values[i] = 20 * noise.NormFloat64()
			for _, span := range spans {
				if i >= span.Start && i < span.End {
					values[i] += 200
				}
			}
		}
		return values
	}
	for _, test := range []struct {
		series []float64
		want   explain.Span
		ok     bool
	}{
		{series(144, explain.Span{Start: 14, End: 144}), explain.Span{Start: 14, End: 144}, true},
		{series(144, explain.Span{Start: 30, End: 50}), explain.Span{Start: 30, End: 50}, true},
		{series(144, explain.Span{Start: 0, End: 12}), explain.Span{Start: 0, End: 12}, true},
		{series(24, explain.Span{Start: 23, End: 24}), explain.Span{Start: 23, End: 24}, true},
		{series(60, explain.Span{Start: 0, End: 60}), explain.Span{}, false},
		{[]float64{5, 5, 5}, explain.Span{}, false},
		// A burst in a change that lasts holds less than half of it.
		{append(slices.Repeat([]float64{55}, 100), 1200), explain.Span{}, false},
		{append(slices.Repeat([]float64{5}, 100), 1200), explain.Span{Start: 100, End: 101}, true},
		{[]float64{7}, explain.Span{}, false},
		{nil, explain.Span{}, false},
	} {
		got, ok := explain.Onset(test.series)
		if ok != test.ok || ok && got != test.want {
			t.Errorf("%d steps: %v, %v; want %v, %v", len(test.series), got, ok, test.want, test.ok)
		}
	}
}

// For any cells, the figures of a cause add up.
func FuzzExplain(f *testing.F) {
	f.Add([]byte{0, 0, 200, 3, 0, 1, 100, 100, 1, 0, 90, 90}, uint8(2))
	f.Add([]byte("0000\xff\xff\x00\x7f0101"), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, dimensions uint8) {
		n := 1 + int(dimensions%5)
		cube := &explain.Cube{}
		for d := range n {
			cube.Dimensions = append(cube.Dimensions, explain.Dimension{Values: []string{"", "1", "2", "3", "4", "5"}, Volatile: d%2 == 1})
		}
		for ; len(data) >= n+2; data = data[n+2:] {
			cell := explain.Cell{Before: float64(data[0]) * float64(data[0]), After: float64(data[1]) * float64(data[1])}
			for _, b := range data[2 : n+2] {
				cell.Values = append(cell.Values, int32(b%7)-1)
			}
			cube.Cells = append(cube.Cells, cell)
		}
		checkExplanation(t, cube, explain.Explain(cube, explain.Options{}))
	})
}

// checkExplanation recomputes the figures of each cause.
func checkExplanation(t *testing.T, cube *explain.Cube, e explain.Explanation) {
	t.Helper()
	taken := make([]bool, len(cube.Cells))
	for _, cause := range e.Causes {
		var before, after float64
		for i, cell := range cube.Cells {
			meets := !taken[i]
			for _, c := range cause.Conditions {
				value := int(cell.Values[c.Dimension])
				isGone := cause.Replaced != nil && cause.Replaced.Dimension == c.Dimension && cause.Replaced.Value == value
				meets = meets && (value == c.Value || isGone)
			}
			if meets {
				taken[i] = true
				before += cell.Before
				after += cell.After
			}
		}
		if before != cause.Before || after != cause.After || len(cause.Conditions) == 0 {
			t.Fatalf("%+v has %v before and %v after", cause, before, after)
		}
		for _, trait := range cause.Traits {
			if !(trait.Share >= 0.9 && trait.Share <= 1) {
				t.Fatalf("%+v", trait)
			}
		}
	}
	if len(e.Causes) > 5 || math.IsNaN(e.Growth) || e.Growth <= 0 {
		t.Fatalf("%+v", e)
	}
}

// A value that is gone and one that took its place are one cause, with the events of
// both. They are two causes where their amounts are far apart.
func TestReplaced(t *testing.T) {
	for _, test := range []struct {
		gone, came float64
		want       []string
	}{
		{4000, 4300, []string{"caller deploy-new in place of deploy-old 4000→4300"}},
		{9000, 3000, []string{"caller deploy-old 9000→0", "caller deploy-new 0→3000"}},
	} {
		cube := &explain.Cube{Dimensions: []explain.Dimension{{Name: "caller"}, {Name: "call", Values: []string{"Get", "Put"}}}}
		callers := append([]string{"deploy-old", "deploy-new"}, strings.Fields("a b c d e f g h")...)
		cube.Dimensions[0].Values = callers
		for i := range callers {
			before, after := 1000.0, 1010.0
			switch i {
			case 0:
				before, after = test.gone, 0
			case 1:
				before, after = 0, test.came
			}
			for call := range int32(2) {
				cube.Cells = append(cube.Cells, explain.Cell{Values: []int32{int32(i), call}, Before: before / 2, After: after / 2})
			}
		}
		var got []string
		for _, c := range explain.Explain(cube, explain.Options{}).Causes {
			words := "caller " + callers[c.Conditions[0].Value]
			if c.Replaced != nil {
				words += " in place of " + callers[c.Replaced.Value]
			}
			got = append(got, fmt.Sprintf("%s %.0f→%.0f", words, c.Before, c.After))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
