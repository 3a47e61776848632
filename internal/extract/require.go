package extract

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"slices"
	"unsafe"

	"github.com/trailq/trailq/internal/dialect"
)

// requirement is a condition that a query sets on a record: one of its tests
// holds. A record that does not meet it needs no row, since the query would drop
// that.
type requirement []slotTest

// slotTest is a test of the value in a slot.
type slotTest struct {
	dialect.Test
	slot int
	top  *member // of a record's own field, whose value is known before it is in the slot
}

// Require makes Read check a need over columns. A need on anything but a field of
// the record is ignored.
func (x *Extractor) Require(need dialect.Need, columns []schema.Column) {
	var tests requirement
	early := true
	for _, test := range need {
		i := slices.IndexFunc(columns, func(c schema.Column) bool { return c.Name == test.Column && c.Origin == schema.FromField })
		if i < 0 {
			return
		}
		path := columns[i].Path
		required := slotTest{Test: test, slot: x.Slot(path...)}
		if len(path) == 1 {
			required.top = x.root.findChild([]byte(path[0]))
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

// meetsAll reports whether the record meets all of these requirements.
func (x *Extractor) meetsAll(requirements []requirement) bool {
	for _, r := range requirements {
		if !x.meetsOne(r) {
			return false
		}
	}
	return true
}

// meetsOne reports whether one of the tests holds.
func (x *Extractor) meetsOne(tests requirement) bool {
	for i := range tests {
		test := &tests[i]
		raw := x.values[test.slot]
		if test.top != nil && raw == nil {
			raw = test.top.raw // which collectValues will move to the slot
		}
		if text := Text(raw); text != nil && test.Holds(unsafe.String(unsafe.SliceData(text), len(text))) {
			return true
		}
	}
	return false
}
