package hive

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// Shaper gives JSON the types of a table, as Athena's JSON SerDes do: names are
// matched without regard to case, a text can be any JSON, and what does not fit is
// NULL. It is safe for concurrent use.
// https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html
type Shaper struct {
	types sync.Map // parsed, by their text
}

// Shape returns a JSON text in the form of a type, as an engine casts it.
func (s *Shaper) Shape(text, typeText string) (any, error) {
	t, err := s.parsedType(typeText)
	if err != nil || !json.Valid([]byte(text)) {
		return nil, err
	}
	return shaped([]byte(text), t), nil
}

// ShapeField returns a top-level field of a record in the form of a type.
func (s *Shaper) ShapeField(record, name, typeText string) (any, error) {
	t, err := s.parsedType(typeText)
	if err != nil {
		return nil, err
	}
	value := membersOf([]byte(record))[name]
	if value == nil {
		return nil, nil
	}
	if t.Name == "varchar" {
		return textOfJSON(value), nil
	}
	return shaped(value, t), nil
}

func shaped(value []byte, t *syntax.Type) any {
	var b bytes.Buffer
	writeAs(&b, bytes.TrimSpace(value), t)
	if b.String() == "null" {
		return nil
	}
	return b.String()
}

func (s *Shaper) parsedType(text string) (*syntax.Type, error) {
	if t, ok := s.types.Load(text); ok {
		return t.(*syntax.Type), nil
	}
	tokens, err := syntax.Tokenize(text)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	t := p.parseType(0)
	if p.err != nil {
		return nil, errors.New(p.err.Message)
	}
	s.types.Store(text, t)
	return t, nil
}

// membersOf returns the members of an object by their names in lower case; of two that
// differ in case alone the one that is lower case.
func membersOf(object []byte) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(object, &members) != nil {
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(members)) {
		if lower := strings.ToLower(key); members[lower] == nil {
			members[lower] = members[key]
		}
	}
	return members
}

// textOfJSON returns the text of a JSON string, and the JSON of anything else; nil
// for null.
func textOfJSON(value []byte) any {
	value = bytes.TrimSpace(value)
	var text string
	switch {
	case string(value) == "null":
		return nil
	case value[0] == '"' && json.Unmarshal(value, &text) == nil:
		return text
	}
	return string(value)
}

// writeAs writes a value as JSON of a type, or null.
func writeAs(b *bytes.Buffer, value []byte, t *syntax.Type) {
	switch t.Name {
	case "row":
		writeRow(b, value, t)
	case "array":
		writeArray(b, value, t.Parameters[0])
	case "map":
		writeMap(b, value, t.Parameters[1])
	default:
		encoded, err := json.Marshal(scalarOf(value, t))
		if err != nil {
			encoded = []byte("null")
		}
		b.Write(encoded)
	}
}

func writeRow(b *bytes.Buffer, value []byte, t *syntax.Type) {
	if value[0] != '{' {
		b.WriteString("null")
		return
	}
	members := membersOf(value)
	b.WriteByte('{')
	for i, f := range t.Fields {
		if i > 0 {
			b.WriteByte(',')
		}
		writeKey(b, f.Name.Text)
		if field := members[f.Name.Text]; field != nil {
			writeAs(b, field, f.Type)
		} else {
			b.WriteString("null")
		}
	}
	b.WriteByte('}')
}

func writeKey(b *bytes.Buffer, name string) {
	encoded, err := json.Marshal(name)
	if err == nil {
		b.Write(encoded)
	}
	b.WriteByte(':')
}

func writeArray(b *bytes.Buffer, value []byte, element *syntax.Type) {
	var elements []json.RawMessage
	if json.Unmarshal(value, &elements) != nil || elements == nil {
		b.WriteString("null")
		return
	}
	b.WriteByte('[')
	for i, e := range elements {
		if i > 0 {
			b.WriteByte(',')
		}
		writeAs(b, e, element)
	}
	b.WriteByte(']')
}

func writeMap(b *bytes.Buffer, value []byte, element *syntax.Type) {
	var members map[string]json.RawMessage
	if json.Unmarshal(value, &members) != nil || members == nil {
		b.WriteString("null")
		return
	}
	b.WriteByte('{')
	for i, key := range slices.Sorted(maps.Keys(members)) {
		if i > 0 {
			b.WriteByte(',')
		}
		writeKey(b, key)
		writeAs(b, members[key], element)
	}
	b.WriteByte('}')
}

// scalarOf returns a value as one of a type that has no types within it.
func scalarOf(value []byte, t *syntax.Type) any {
	text, ok := textOfJSON(value).(string)
	if !ok {
		return nil
	}
	switch t.Name {
	case "boolean":
		if b, err := strconv.ParseBool(strings.ToLower(text)); err == nil {
			return b
		}
		return nil
	case "tinyint", "smallint", "integer", "bigint":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
		return nil
	case "double", "real", "decimal":
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return f
		}
		return nil
	case "date":
		return timeAs(text, time.DateOnly)
	case "timestamp":
		return timeAs(text, "2006-01-02 15:04:05.999999")
	}
	return text
}

// timeAs returns a time in another layout; nil for what is no time.
func timeAs(text, layout string) any {
	for _, known := range []string{time.RFC3339Nano, time.DateTime, time.DateOnly, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(known, text); err == nil {
			return t.UTC().Format(layout)
		}
	}
	return nil
}
