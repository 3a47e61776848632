package duck

import (
	"slices"
	"unsafe"

	"github.com/trailq/trailq/internal/dialect"
)

// requirement is a need of a query on the values of a record. Those that do not
// meet it make no row: DuckDB would drop it.
type requirement []requiredTest

// requiredTest is a test of the value of a slot.
type requiredTest struct {
	dialect.Test
	slot int
	top  *member // of a record's own field, whose value is known early
}

// require makes record look for what a need is about. What is no column of the
// scan makes no requirement.
func (x *extractor) require(need dialect.Need, columns []dialect.Column) {
	var tests requirement
	early := true
	for _, test := range need {
		i := slices.IndexFunc(columns, func(c dialect.Column) bool { return c.Name == test.Column && c.Origin == dialect.FromField })
		if i < 0 {
			return
		}
		required := requiredTest{Test: test, slot: x.slot(columns[i].Path)}
		if path := columns[i].Path; len(path) == 1 {
			required.top = x.root.inner.find([]byte(path[0]))
		}
		early = early && required.top != nil
		tests = append(tests, required)
	}
	if early {
		x.early = append(x.early, tests)
	} else {
		x.late = append(x.late, tests)
	}
}

// isMet reports whether one of the tests holds.
func (r requirement) isMet(x *extractor) bool {
	for i := range r {
		test := &r[i]
		raw := x.values[test.slot]
		if test.top != nil && raw == nil {
			raw = test.top.raw // which collect moves to the slot
		}
		if text := textOf(raw); text != nil && test.Holds(unsafe.String(unsafe.SliceData(text), len(text))) {
			return true
		}
	}
	return false
}
