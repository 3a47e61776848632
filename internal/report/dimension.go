package report

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/condition"
	"github.com/trailq/trailq/internal/fieldpath"
)

// Dimension is an attribute of events: a field, or the meaning of a short name.
type Dimension struct {
	Name Name       // of its column
	SQL  Expression // text, NULL where an event has none
	// IsCaller says that it names callers by their ARN, which some records lack: see
	// [Once].
	IsCaller bool
}

// OrdinalDimension is a dimension with its place among the columns of a
// statement, counted from 1.
type OrdinalDimension struct {
	Dimension
	Ordinal int
}

// NumberDimensions returns the dimensions with their places.
func NumberDimensions(dimensions []Dimension) []OrdinalDimension {
	var numbered []OrdinalDimension
	for i, d := range dimensions {
		numbered = append(numbered, OrdinalDimension{d, i + 1})
	}
	return numbered
}

// Ordinals returns the places of the first columns of a statement.
func Ordinals(columns int) string {
	ordinals := make([]string, columns)
	for i := range ordinals {
		ordinals[i] = strconv.Itoa(i + 1)
	}
	return strings.Join(ordinals, ", ")
}

// FieldError means that a name is not a field.
type FieldError = condition.FieldError

// ParseDimensions parses short names, CloudTrail's fields and paths into these:
// caller, eventName, requestParameters.bucketName, resources[0].ARN. Fields and
// short names can be in any case. Errors are [*FieldError].
func ParseDimensions(names []string) ([]Dimension, error) {
	var dimensions []Dimension
	seen := make(map[string]bool)
	for _, name := range names {
		d, err := ParseDimension(name)
		if err != nil {
			return nil, err
		}
		if key := strings.ToLower(string(d.Name)); seen[key] {
			return nil, &FieldError{Name: name, Reason: "given twice"}
		} else {
			seen[key] = true
		}
		dimensions = append(dimensions, d)
	}
	return dimensions, nil
}

// ParseDimension parses one name as [ParseDimensions] does.
func ParseDimension(name string) (Dimension, error) {
	for _, short := range append(ShortNames(), hiddenNames()...) {
		for n := range strings.SplitSeq(short.Name, ", ") {
			if strings.EqualFold(n, name) {
				return Dimension{Name: Name(n), SQL: short.SQL, IsCaller: n == "caller" || n == "role"}, nil
			}
		}
	}
	path, err := fieldpath.Parse(name)
	if err != nil {
		return Dimension{}, &FieldError{Name: name, Reason: err.Error()}
	}
	f := fieldPath{name: name}
	for key, index := range path.Steps() {
		f.steps = append(f.steps, pathStep{key, index})
	}
	return f.buildDimension()
}

// pathStep is a key or, if the key is empty, an index, which is not negative.
type pathStep struct {
	key   string
	index int
}

// fieldPath is turned into SQL step by step: names of columns and of fields of
// structs, elements of arrays and maps, and a JSON path within JSON.
type fieldPath struct {
	name  string
	steps []pathStep
	right string // the name as CloudTrail writes it
}

func (f *fieldPath) failPath(near, reason string, values ...any) error {
	return &FieldError{Name: f.name, Reason: fmt.Sprintf(reason, values...), Near: near}
}

func (f *fieldPath) buildDimension() (Dimension, error) {
	column, ok := topLevel(f.steps[0].key)
	if !ok {
		return Dimension{}, f.failPath(Nearest(f.name, append(shortNameList(), topLevelNames()...)), "no event has such a field")
	}
	f.right = column.Path[0]
	sql, err := f.descendPath(column.Name, column.Type, f.steps[1:])
	if err == nil {
		return Dimension{Name: Name(f.right), SQL: sql}, nil
	}
	if leaf, found := f.undocumentedLeaf(); found {
		return Dimension{Name: Name(strings.Join(leaf.Path, ".")), SQL: Expressionf("%v", Name(leaf.Name))}, nil
	}
	return Dimension{}, err
}

// undocumentedLeaf returns the column of the field, if records have it although the
// structs of Athena's documented table lack it.
func (f *fieldPath) undocumentedLeaf() (leaf schema.Column, found bool) {
	for _, c := range leafColumns() {
		if slices.EqualFunc(c.Path, f.steps, func(key string, s pathStep) bool { return strings.EqualFold(key, s.key) }) {
			return c, true
		}
	}
	return schema.Column{}, false
}

// leafColumns returns the columns of fields in structs. Their names have dots.
func leafColumns() []schema.Column {
	return slices.DeleteFunc(schema.ScanColumns(), func(c schema.Column) bool {
		return c.Origin != schema.FromField || c.Type.Kind != schema.Text || !strings.Contains(c.Name, ".")
	})
}

// UndocumentedField returns the first field that the SQL uses although Athena's
// documented table lacks it, empty for none.
func (r *Report) UndocumentedField() string {
	for _, c := range leafColumns() {
		if strings.Contains(r.SQL, Name(c.Name).String()) {
			return strings.Join(c.Path, ".")
		}
	}
	return ""
}

// descendPath returns the SQL of what the steps lead to, from SQL of the given
// type.
func (f *fieldPath) descendPath(sql string, t schema.Type, steps []pathStep) (Expression, error) {
	switch t.Kind {
	case schema.Struct:
		return f.descendStruct(sql, t, steps)
	case schema.List:
		if len(steps) == 0 || steps[0].index < 0 {
			return Expression{}, f.failPath(f.right+"[0]", "%s is an array: say which element", f.right)
		}
		f.right += "[" + strconv.Itoa(steps[0].index) + "]"
		return f.descendPath(fmt.Sprintf("element_at(%s, %d)", sql, steps[0].index+1), *t.Element, steps[1:])
	case schema.Map:
		if len(steps) != 1 || steps[0].index >= 0 {
			return Expression{}, f.failPath("", "%s is a map: say which key", f.right)
		}
		f.right += "." + steps[0].key
		return Expressionf("element_at(%s, %v)", sql, Text(steps[0].key)), nil
	}
	if len(steps) == 0 {
		return Expression{sql}, nil
	}
	return f.descendJSON(sql, steps)
}

// descendStruct descends into a struct, whose fields can be written in any case.
func (f *fieldPath) descendStruct(sql string, t schema.Type, steps []pathStep) (Expression, error) {
	var keys []string
	for _, field := range t.Fields {
		if len(steps) > 0 && strings.EqualFold(field.Key, steps[0].key) {
			f.right += "." + field.Key
			return f.descendPath(sql+"."+field.Name, field.Type, steps[1:])
		}
		keys = append(keys, f.right+"."+field.Key)
	}
	if len(steps) == 0 {
		return Expression{}, f.failPath(keys[0], "it has fields: say which of %s", strings.Join(keys, ", "))
	}
	return Expression{}, f.failPath(Nearest(f.name, keys), "no event has such a field; %s has %s", f.right, strings.Join(keys, ", "))
}

// descendJSON descends into JSON text. A value that is not a scalar counts as its
// JSON, and null as missing.
func (f *fieldPath) descendJSON(sql string, steps []pathStep) (Expression, error) {
	path := "$"
	for _, s := range steps {
		switch {
		case s.index >= 0:
			path += "[" + strconv.Itoa(s.index) + "]"
			f.right += "[" + strconv.Itoa(s.index) + "]"
		case strings.ContainsAny(s.key, `"\`):
			return Expression{}, f.failPath("", "Athena's JSON paths take no key with a quote or a backslash")
		case isPlain(s.key):
			path += "." + s.key
			f.right += "." + s.key
		default:
			path += `["` + s.key + `"]`
			f.right += `["` + s.key + `"]`
		}
	}
	return Expressionf("coalesce(json_extract_scalar(%[1]s, %[2]v), nullif(json_format(json_extract(%[1]s, %[2]v)), 'null'))", sql, Text(path)), nil
}

// isPlain reports whether a key needs no quotes in a JSON path.
func isPlain(key string) bool {
	return key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// topLevel returns the column of a top-level field.
func topLevel(key string) (schema.Column, bool) {
	for _, c := range schema.ScanColumns() {
		if isTopLevel(c) && strings.EqualFold(c.Path[0], key) {
			return c, true
		}
	}
	return schema.Column{}, false
}

func isTopLevel(c schema.Column) bool {
	return c.Origin == schema.FromField && len(c.Path) == 1 && c.Name == strings.ToLower(c.Path[0])
}

func topLevelNames() []string {
	var names []string
	for _, c := range schema.ScanColumns() {
		if isTopLevel(c) {
			names = append(names, c.Path[0])
		}
	}
	return names
}

func shortNameList() []string {
	var names []string
	for _, short := range ShortNames() {
		names = append(names, strings.Split(short.Name, ", ")...)
	}
	return names
}

// Nearest returns the candidate with the smallest edit distance, if that is small.
func Nearest(name string, candidates []string) string { return condition.Nearest(name, candidates) }
