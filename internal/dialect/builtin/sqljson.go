package builtin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// sqlPath is a path of SQL's JSON functions: lax $.a[0]."b c". Filters, methods
// and arithmetic are not available.
// https://trino.io/docs/current/functions/json.html#json-path-language
type sqlPath struct {
	strict bool
	steps  []sqlStep
}

// sqlStep is one step of a path.
type sqlStep struct {
	key      string // of a member
	isMember bool
	all      bool // .* or [*]
	ranges   [][2]sqlIndex
}

// sqlIndex is an index of an array, counted from its end where last is set.
type sqlIndex struct {
	offset int
	last   bool
}

// parseSQLPath reads a path.
func parseSQLPath(text string) (sqlPath, error) {
	mode, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	path := sqlPath{strict: strings.EqualFold(mode, "strict")}
	if !path.strict && !strings.EqualFold(mode, "lax") {
		return path, fmt.Errorf("the path %q has to begin with lax or strict", text)
	}
	rest = strings.TrimSpace(rest)
	rest, rooted := strings.CutPrefix(rest, "$")
	if !rooted {
		return path, fmt.Errorf("the path %q needs a $ after its mode", text)
	}
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		step, remaining, err := parseSQLStep(rest)
		if err != nil {
			return path, fmt.Errorf("the path %q: %w", text, err)
		}
		path.steps = append(path.steps, step)
		rest = remaining
	}
	return path, nil
}

func parseSQLStep(rest string) (step sqlStep, remaining string, err error) {
	switch {
	case strings.HasPrefix(rest, "?"):
		return step, "", errors.New("filters are not available here")
	case strings.HasPrefix(rest, "[*]"):
		return sqlStep{all: true}, rest[3:], nil
	case strings.HasPrefix(rest, "["):
		inner, after, found := strings.Cut(rest[1:], "]")
		if !found {
			return step, "", errors.New("] is missing")
		}
		step.ranges, err = parseSQLRanges(inner)
		return step, after, err
	case strings.HasPrefix(rest, ".*"):
		return sqlStep{isMember: true, all: true}, rest[2:], nil
	case strings.HasPrefix(rest, `."`):
		key, after, found := strings.Cut(rest[2:], `"`)
		if !found {
			return step, "", errors.New("a quote is not closed")
		}
		return sqlStep{isMember: true, key: key}, after, nil
	case strings.HasPrefix(rest, "."):
		length := strings.IndexFunc(rest[1:], func(r rune) bool { return r >= 0x80 || !isNameByte(byte(r)) && !isDigit(byte(r)) })
		if length < 0 {
			length = len(rest) - 1
		}
		if length == 0 || isDigit(rest[1]) {
			return step, "", errors.New("a key is missing after a dot")
		}
		if strings.HasPrefix(strings.TrimSpace(rest[1+length:]), "(") {
			return step, "", errors.New("methods are not available here")
		}
		return sqlStep{isMember: true, key: rest[1 : 1+length]}, rest[1+length:], nil
	}
	return step, "", fmt.Errorf("a dot or [ is expected before %q", rest)
}

// parseSQLRanges reads 0, 1 to 2, last - 1.
func parseSQLRanges(text string) ([][2]sqlIndex, error) {
	var ranges [][2]sqlIndex
	for part := range strings.SplitSeq(text, ",") {
		first, second, isRange := strings.Cut(part, " to ")
		from, err := parseSQLIndex(first)
		to := from
		if isRange && err == nil {
			to, err = parseSQLIndex(second)
		}
		if err != nil {
			return nil, err
		}
		ranges = append(ranges, [2]sqlIndex{from, to})
	}
	return ranges, nil
}

func parseSQLIndex(text string) (sqlIndex, error) {
	text = strings.ReplaceAll(text, " ", "")
	rest, last := strings.CutPrefix(text, "last")
	if last && rest == "" {
		return sqlIndex{last: true}, nil
	}
	offset, err := strconv.Atoi(rest)
	if err != nil || last != (offset < 0) {
		return sqlIndex{}, fmt.Errorf("%q is no index of an array", text)
	}
	return sqlIndex{offset: offset, last: last}, nil
}

// errStructure says that a value has not the form that a strict path needs.
var errStructure = errors.New("the JSON has not the form of the path")

// items returns what a path finds in a JSON text, as JSON texts.
func (p sqlPath) items(text string) ([]json.RawMessage, error) {
	if !json.Valid([]byte(text)) {
		return nil, errors.New("the text is no JSON")
	}
	items := []json.RawMessage{bytes.TrimSpace([]byte(text))}
	for _, step := range p.steps {
		var next []json.RawMessage
		for _, item := range items {
			found, err := p.follow(step, item)
			if err != nil {
				return nil, err
			}
			next = append(next, found...)
		}
		items = next
	}
	return items, nil
}

// follow takes one step from an item. A lax path looks into the elements of an
// array for members, and takes any other value for an array of itself.
func (p sqlPath) follow(step sqlStep, item json.RawMessage) ([]json.RawMessage, error) {
	isArray := item[0] == '['
	switch {
	case step.isMember && isArray && !p.strict:
		var found []json.RawMessage
		for _, element := range elementsOf(item) {
			if element[0] == '{' {
				found = append(found, membersOf(element, step)...)
			}
		}
		return found, nil
	case step.isMember:
		if item[0] != '{' {
			return nil, p.unlessLax()
		}
		found := membersOf(item, step)
		if len(found) == 0 && !step.all {
			return nil, p.unlessLax()
		}
		return found, nil
	}
	elements := []json.RawMessage{item}
	if isArray {
		elements = elementsOf(item)
	} else if p.strict {
		return nil, errStructure
	}
	if step.all {
		return elements, nil
	}
	return p.elementsAt(step, elements)
}

func (p sqlPath) unlessLax() error {
	if p.strict {
		return errStructure
	}
	return nil
}

func (p sqlPath) elementsAt(step sqlStep, elements []json.RawMessage) ([]json.RawMessage, error) {
	var found []json.RawMessage
	for _, r := range step.ranges {
		from, to := r[0].in(elements), r[1].in(elements)
		if p.strict && (from < 0 || to >= len(elements) || from > to) {
			return nil, errStructure
		}
		for k := max(from, 0); k <= min(to, len(elements)-1); k++ {
			found = append(found, elements[k])
		}
	}
	return found, nil
}

func (i sqlIndex) in(elements []json.RawMessage) int {
	if i.last {
		return len(elements) - 1 + i.offset
	}
	return i.offset
}

// elementsOf returns the elements of an array.
func elementsOf(array json.RawMessage) []json.RawMessage {
	var elements []json.RawMessage
	_ = json.Unmarshal(array, &elements) // it is valid
	return elements
}

// member is a member of a JSON object.
type member struct {
	key   string
	value json.RawMessage
}

// objectMembers returns the members of an object in their order.
func objectMembers(object json.RawMessage) []member {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		return nil
	}
	var members []member
	for decoder.More() {
		key, err := decoder.Token()
		var value json.RawMessage
		if err != nil || decoder.Decode(&value) != nil {
			return members
		}
		name, _ := key.(string)
		members = append(members, member{name, value})
	}
	return members
}

// membersOf returns the members that a step names; of several of one name the
// last counts.
func membersOf(object json.RawMessage, step sqlStep) []json.RawMessage {
	var found []json.RawMessage
	for _, m := range objectMembers(object) {
		switch {
		case step.all:
			found = append(found, m.value)
		case m.key == step.key:
			found = []json.RawMessage{m.value}
		}
	}
	return found
}

// scalarText returns the text of a JSON scalar as Trino casts it to varchar; ok is
// false for arrays, objects and integers beyond 64 bits, and null is nil.
func scalarText(item json.RawMessage) (text any, ok bool) {
	switch item[0] {
	case '[', '{':
		return nil, false
	case '"':
		var s string
		err := json.Unmarshal(item, &s)
		return s, err == nil
	case 'n':
		return nil, true
	case 't', 'f':
		return string(item), true
	}
	if !bytes.ContainsAny(item, ".eE") {
		n, err := strconv.ParseInt(string(item), 10, 64)
		return strconv.FormatInt(n, 10), err == nil
	}
	f, err := strconv.ParseFloat(string(item), 64)
	if err != nil || math.IsInf(f, 0) {
		return nil, false
	}
	s, err := DoubleText(f)
	return s, err == nil
}

// jsonOptions are the clauses of a JSON function, in the words of its syntax.
type jsonOptions struct{ clauses string }

func (o jsonOptions) has(words string) bool {
	return strings.Contains(o.clauses, ";"+words+";")
}

// JSONValue returns the scalar that a path finds, as Trino's json_value does.
// Clauses are those of its syntax, each between semicolons.
func JSONValue(text, path, clauses string) (any, error) {
	o := jsonOptions{clauses}
	p, err := parseSQLPath(path)
	if err != nil {
		return nil, err
	}
	items, err := p.items(text)
	if err == nil && len(items) == 0 {
		if o.has("error on empty") {
			return nil, errors.New("json_value: the path finds nothing")
		}
		return nil, nil
	}
	if err == nil && len(items) == 1 {
		if value, ok := scalarText(items[0]); ok {
			return value, nil
		}
	}
	if o.has("error on error") {
		return nil, errors.New("json_value: the path finds no single scalar")
	}
	return nil, nil
}

// JSONOutcome says how json_value ends: value, empty or error.
func JSONOutcome(text, path string) (string, error) {
	p, err := parseSQLPath(path)
	if err != nil {
		return "", err
	}
	items, err := p.items(text)
	switch {
	case err == nil && len(items) == 0:
		return "empty", nil
	case err == nil && len(items) == 1:
		if _, ok := scalarText(items[0]); ok {
			return "value", nil
		}
	}
	return "error", nil
}

// JSONExists reports whether a path finds anything, as Trino's json_exists does.
func JSONExists(text, path, clauses string) (any, error) {
	o := jsonOptions{clauses}
	p, err := parseSQLPath(path)
	if err != nil {
		return nil, err
	}
	items, err := p.items(text)
	switch {
	case err == nil:
		return len(items) > 0, nil
	case o.has("true on error"):
		return true, nil
	case o.has("unknown on error"):
		return nil, nil
	case o.has("error on error"):
		return nil, fmt.Errorf("json_exists: %w", err)
	}
	return false, nil
}

// JSONQuery returns the JSON that a path finds, as Trino's json_query does.
func JSONQuery(text, path, clauses string) (any, error) {
	o := jsonOptions{clauses}
	p, err := parseSQLPath(path)
	if err != nil {
		return nil, err
	}
	items, err := p.items(text)
	if err == nil && len(items) == 0 {
		return o.without("empty", "json_query: the path finds nothing")
	}
	if err != nil {
		return o.without("error", "json_query: "+err.Error())
	}
	wrap := o.has("with wrapper")
	if o.has("with conditional wrapper") {
		wrap = len(items) != 1 || items[0][0] != '[' && items[0][0] != '{'
	}
	switch {
	case wrap:
		items = []json.RawMessage{slicesJoin(items)}
	case len(items) > 1:
		return o.without("error", "json_query: the path finds several items")
	}
	if s, isText := scalarText(items[0]); isText && items[0][0] == '"' && o.has("omit quotes") {
		return s, nil
	}
	var b bytes.Buffer
	if err := json.Compact(&b, items[0]); err != nil {
		return nil, err
	}
	return javaNumbers(b.String())
}

// slicesJoin makes an array of items.
func slicesJoin(items []json.RawMessage) json.RawMessage {
	return append(append([]byte{'['}, bytes.Join(asBytes(items), []byte{','})...), ']')
}

func asBytes(items []json.RawMessage) [][]byte {
	list := make([][]byte, len(items))
	for i, item := range items {
		list[i] = item
	}
	return list
}

// without returns what the clauses give in case of empty or error.
func (o jsonOptions) without(when, message string) (any, error) {
	switch {
	case o.has("error on " + when):
		return nil, errors.New(message)
	case o.has("empty array on " + when):
		return "[]", nil
	case o.has("empty object on " + when):
		return "{}", nil
	}
	return nil, nil
}

// CheckPath returns what is wrong with a path of SQL's JSON functions.
func CheckPath(path string) error {
	_, err := parseSQLPath(path)
	return err
}

// JSONClause returns a clause of the JSON functions without the words that mean nothing.
func JSONClause(words string) string {
	switch words {
	case "with wrapper", "with array wrapper", "with unconditional wrapper", "with unconditional array wrapper":
		return "with wrapper"
	case "with conditional wrapper", "with conditional array wrapper":
		return "with conditional wrapper"
	case "omit quotes", "omit quotes on scalar string":
		return "omit quotes"
	}
	return words
}
