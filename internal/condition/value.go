package condition

import (
	"bytes"
	"encoding/json"
	"slices"
	"sync"

	"github.com/trailq/trailq/internal/records"
)

// fieldPath leads to values in a record.
type fieldPath struct {
	steps   []pathStep
	folds   bool // the case of the keys below the first does not count
	indexed bool // it names elements, and means one value
	walkers *sync.Pool
}

// pathStep is a key, or an index that is not negative.
type pathStep struct {
	key   string
	index int
}

// visitRecord is the [finder] of the path.
func (f *fieldPath) visitRecord(record *records.Record, visit func([]byte) bool) bool {
	raw := record.Get(f.steps[0].key)
	switch {
	case raw == nil:
		return false
	case len(f.steps) == 1:
		return visit(valueText(raw))
	case !f.canHold(raw):
		return false
	}
	w := f.walkers.Get().(*walker)
	defer f.walkers.Put(w)
	w.path, w.visit = f, visit
	if f.indexed {
		raw = w.descend(raw)
		return len(raw) > 0 && visit(compactText(raw))
	}
	return w.visitSteps(raw, f.steps[1:])
}

// canHold reports whether raw can have the path's last key. Most parameters do not.
func (f *fieldPath) canHold(raw []byte) bool {
	key := f.steps[len(f.steps)-1].key
	return f.folds || key == "" || bytes.Contains(raw, []byte(key)) || bytes.IndexByte(raw, '\\') >= 0
}

// scalarText returns the text at the path, where keys name members only and indexes
// elements, and nil if there is none, null or, in free JSON, no scalar.
func (f *fieldPath) scalarText(record *records.Record) []byte {
	raw := record.Get(f.steps[0].key)
	if len(f.steps) == 1 {
		return valueText(raw)
	}
	if raw == nil || !f.canHold(raw) {
		return nil
	}
	w := f.walkers.Get().(*walker)
	defer f.walkers.Put(w)
	w.path = f
	raw = w.descend(raw)
	if !f.folds && len(raw) > 0 && (raw[0] == '{' || raw[0] == '[') {
		return nil
	}
	return valueText(raw)
}

// walker visits the values at a path. It is for one goroutine.
type walker struct {
	path    *fieldPath
	visit   func(text []byte) bool
	objects records.Scanner
	fields  []records.Field
}

// newWalkers returns a pool of walkers, whose scanners take long to clear.
func newWalkers() *sync.Pool { return &sync.Pool{New: func() any { return new(walker) }} }

// descend returns the value at the path, whose keys name members and whose indexes
// elements; nil if there is none.
func (w *walker) descend(raw []byte) []byte {
	for _, step := range w.path.steps[1:] {
		if step.index >= 0 {
			raw = w.elementAt(raw, step.index)
		} else {
			raw = w.memberOf(raw, step.key)
		}
	}
	return raw
}

// visitSteps visits the values that the steps lead to from raw.
func (w *walker) visitSteps(raw []byte, steps []pathStep) bool {
	switch {
	case len(raw) == 0:
		return false
	case len(steps) == 0:
		return w.visitValue(raw)
	case raw[0] != '[':
		return w.visitSteps(w.memberOf(raw, steps[0].key), steps[1:])
	}
	for _, element := range w.elementsOf(raw) {
		if w.visitSteps(w.memberOf(element, steps[0].key), steps[1:]) {
			return true
		}
	}
	return false
}

// visitValue visits a value at the end of the path and, if it is an array, its
// elements.
func (w *walker) visitValue(raw []byte) bool {
	if w.visit(compactText(raw)) {
		return true
	}
	if raw[0] != '[' || w.path.folds {
		return false
	}
	for _, element := range w.elementsOf(raw) {
		if w.visit(compactText(element)) {
			return true
		}
	}
	return false
}

// elementsOf returns the elements of an array.
func (w *walker) elementsOf(raw []byte) [][]byte {
	return slices.Collect(w.objects.Elements(raw))
}

// elementAt returns an element of an array, nil if there is none.
func (w *walker) elementAt(raw []byte, index int) []byte {
	for element := range w.objects.Elements(raw) {
		if index == 0 {
			return element
		}
		index--
	}
	return nil
}

// memberOf returns a member of an object, the last if there are several, and nil if
// there is none.
func (w *walker) memberOf(raw []byte, key string) []byte {
	w.fields, _ = w.objects.Object(raw, w.fields[:0])
	for i := len(w.fields) - 1; i >= 0; i-- {
		field := &w.fields[i]
		if w.isKey(raw[field.Key.Start:field.Key.End], key) {
			return raw[field.Value.Start:field.Value.End]
		}
	}
	return nil
}

// isKey reports whether a key, as written between its quotes, is the wanted one.
func (w *walker) isKey(written []byte, key string) bool {
	switch {
	case string(written) == key:
		return true
	case bytes.IndexByte(written, '\\') >= 0:
		written = records.TextBytes(append(append([]byte{'"'}, written...), '"'))
	case !w.path.folds || len(written) != len(key):
		return false
	}
	return string(written) == key || w.path.folds && bytes.EqualFold(written, []byte(key))
}

// valueText returns the text of a raw value: nil for null, and an object or array as
// it is written.
func valueText(raw []byte) []byte {
	if len(raw) > 0 && (raw[0] == '{' || raw[0] == '[') {
		return raw
	}
	return records.TextBytes(raw)
}

// compactText does what valueText does, and removes white space from objects and
// arrays.
func compactText(raw []byte) []byte {
	var compact bytes.Buffer
	if raw[0] != '{' && raw[0] != '[' || json.Compact(&compact, raw) != nil {
		return valueText(raw)
	}
	return compact.Bytes()
}
