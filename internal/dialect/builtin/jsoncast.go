package builtin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/trailq/trailq/internal/dialect/parser"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// jsonCaster casts JSON to rows, arrays and maps as Trino does: it writes the
// JSON in the one form that an engine's cast takes to the same value.
type jsonCaster struct {
	types sync.Map // parsed, by their text
}

// cast returns text as the JSON of a type's value.
func (c *jsonCaster) cast(text, typeText string) (any, error) {
	t, err := c.typeOf(typeText)
	if err != nil {
		return nil, err
	}
	if !json.Valid([]byte(text)) {
		return nil, errors.New("the text is no JSON")
	}
	var b bytes.Buffer
	if err := writeAs(&b, bytes.TrimSpace([]byte(text)), t); err != nil {
		return nil, fmt.Errorf("cannot cast to %s: %w", typeText, err)
	}
	return b.String(), nil
}

// typeOf parses a type once.
func (c *jsonCaster) typeOf(text string) (*syntax.Type, error) {
	if t, ok := c.types.Load(text); ok {
		return t.(*syntax.Type), nil
	}
	statement, err := parser.Parse("SELECT CAST(NULL AS " + text + ")")
	if err != nil {
		return nil, err
	}
	t := statement.(*syntax.Query).Body.(*syntax.Select).Items[0].Expression.(*syntax.Cast).Type
	c.types.Store(text, t)
	return t, nil
}

// writeAs writes a JSON value as one of a type.
func writeAs(b *bytes.Buffer, value json.RawMessage, t *syntax.Type) error {
	if string(value) == "null" && t.Name != "json" {
		b.WriteString("null")
		return nil
	}
	switch t.Name {
	case "json":
		return json.Compact(b, value)
	case "array":
		return writeArray(b, value, t)
	case "map":
		return writeMap(b, value, t)
	case "row":
		return writeRow(b, value, t)
	case "varchar", "char", "string":
		text, ok := scalarText(value)
		if !ok {
			return fmt.Errorf("%s is no varchar", excerptOf(value))
		}
		return writeText(b, text)
	case "boolean":
		return writeBoolean(b, value)
	case "tinyint", "smallint", "int", "integer", "bigint":
		return writeInteger(b, value)
	case "double", "real", "float", "decimal":
		return writeNumber(b, value)
	}
	if value[0] != '"' {
		return fmt.Errorf("%s is no %s", excerptOf(value), t.Name)
	}
	b.Write(value)
	return nil
}

// excerptOf returns the beginning of a value, for an error.
func excerptOf(value json.RawMessage) string {
	const most = 40
	if len(value) > most {
		return strings.ToValidUTF8(string(value[:most]), "") + "…"
	}
	return string(value)
}

func writeText(b *bytes.Buffer, text any) error {
	encoded, err := json.Marshal(text)
	b.Write(encoded)
	return err
}

func writeArray(b *bytes.Buffer, value json.RawMessage, t *syntax.Type) error {
	if value[0] != '[' || len(t.Parameters) != 1 {
		return fmt.Errorf("%s is no array", excerptOf(value))
	}
	b.WriteByte('[')
	for i, element := range elementsOf(value) {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeAs(b, element, t.Parameters[0]); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func writeMap(b *bytes.Buffer, value json.RawMessage, t *syntax.Type) error {
	if value[0] != '{' || len(t.Parameters) != 2 {
		return fmt.Errorf("%s is no object", excerptOf(value))
	}
	b.WriteByte('{')
	for i, m := range objectMembers(value) {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeText(b, m.key); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := writeAs(b, m.value, t.Parameters[1]); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// writeRow writes a row: of an object the fields by name, without regard to
// case, of an array by position.
func writeRow(b *bytes.Buffer, value json.RawMessage, t *syntax.Type) error {
	var values []json.RawMessage
	switch value[0] {
	case '[':
		if values = elementsOf(value); len(values) != len(t.Fields) {
			return fmt.Errorf("%s has %d elements, not %d", excerptOf(value), len(values), len(t.Fields))
		}
	case '{':
		values = make([]json.RawMessage, len(t.Fields))
		for _, m := range objectMembers(value) {
			i := slices.IndexFunc(t.Fields, func(f syntax.TypeField) bool { return f.Name.Text != "" && hasName(f.Name, m.key) })
			switch {
			case i >= 0 && values[i] != nil:
				return fmt.Errorf("%s has the field %s twice", excerptOf(value), t.Fields[i].Name.Text)
			case i >= 0:
				values[i] = m.value
			}
		}
	default:
		return fmt.Errorf("%s is no array or object", excerptOf(value))
	}
	b.WriteByte('{')
	for i, f := range t.Fields {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeText(b, fieldName(f, i)); err != nil {
			return err
		}
		b.WriteByte(':')
		if values[i] == nil {
			b.WriteString("null")
		} else if err := writeAs(b, values[i], f.Type); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// hasName reports whether a member of an object is for a field. Trino compares keys in
// lower case, which the quoted name of a field need not be.
func hasName(name syntax.Name, key string) bool {
	if name.Quoted {
		return name.Text == strings.ToLower(key)
	}
	return strings.EqualFold(name.Text, key)
}

// fieldName returns the name of a row's field, also where it has none.
func fieldName(f syntax.TypeField, place int) string {
	if f.Name.Text == "" {
		return "field" + strconv.Itoa(place)
	}
	return f.Name.Text
}

func writeBoolean(b *bytes.Buffer, value json.RawMessage) error {
	text, _ := scalarText(value)
	s, _ := text.(string)
	if value[0] != '"' && value[0] != 't' && value[0] != 'f' {
		f, err := strconv.ParseFloat(string(value), 64)
		if err != nil {
			return fmt.Errorf("%s is no boolean", excerptOf(value))
		}
		s = strconv.FormatBool(f != 0)
	}
	switch strings.ToLower(s) {
	case "true", "t", "1":
		b.WriteString("true")
	case "false", "f", "0":
		b.WriteString("false")
	default:
		return fmt.Errorf("%s is no boolean", excerptOf(value))
	}
	return nil
}

func writeInteger(b *bytes.Buffer, value json.RawMessage) error {
	text, ok := scalarText(value)
	s, _ := text.(string)
	switch {
	case value[0] == 't':
		s = "1"
	case value[0] == 'f':
		s = "0"
	case value[0] != '"' && bytes.ContainsAny(value, ".eE"):
		f, err := strconv.ParseFloat(string(value), 64)
		if err != nil || math.Abs(f) >= 1<<63 {
			return fmt.Errorf("%s is no integer", excerptOf(value))
		}
		s = strconv.FormatInt(int64(math.Round(f)), 10)
	}
	n, err := strconv.ParseInt(strings.TrimPrefix(s, "+"), 10, 64)
	if err != nil || !ok {
		return fmt.Errorf("%s is no integer", excerptOf(value))
	}
	b.WriteString(strconv.FormatInt(n, 10))
	return nil
}

func writeNumber(b *bytes.Buffer, value json.RawMessage) error {
	s := string(value)
	switch value[0] {
	case 't':
		s = "1"
	case 'f':
		s = "0"
	case '"':
		text, _ := scalarText(value)
		s, _ = text.(string)
	}
	if _, err := strconv.ParseFloat(s, 64); err != nil || !json.Valid([]byte(s)) {
		return fmt.Errorf("%s is no number", excerptOf(value))
	}
	b.WriteString(s)
	return nil
}
