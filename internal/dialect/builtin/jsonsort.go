package builtin

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// sortJSON returns JSON as Trino's values of type JSON are: without white space,
// with the members of objects in the order of their names, of which the last of
// several counts, and with the numbers as it writes them.
func sortJSON(text string) (string, error) {
	if !json.Valid([]byte(text)) {
		return "", errors.New("the text is no JSON: json_extract takes such texts, and gives NULL")
	}
	var b bytes.Buffer
	writeSorted(&b, bytes.TrimSpace([]byte(text)))
	return b.String(), nil
}

func writeSorted(b *bytes.Buffer, value json.RawMessage) {
	switch value[0] {
	case '{':
		members := objectMembers(value)
		slices.Reverse(members) // of one name, the last comes first
		slices.SortStableFunc(members, func(x, y member) int { return strings.Compare(x.key, y.key) })
		members = slices.CompactFunc(members, func(x, y member) bool { return x.key == y.key })
		b.WriteByte('{')
		for i, m := range members {
			if i > 0 {
				b.WriteByte(',')
			}
			writePlainText(b, m.key)
			b.WriteByte(':')
			writeSorted(b, m.value)
		}
		b.WriteByte('}')
	case '[':
		b.WriteByte('[')
		for i, element := range elementsOf(value) {
			if i > 0 {
				b.WriteByte(',')
			}
			writeSorted(b, element)
		}
		b.WriteByte(']')
	case '"':
		var text string
		if json.Unmarshal(value, &text) == nil {
			writePlainText(b, text)
		}
	case 't', 'f', 'n':
		b.Write(value)
	default:
		b.WriteString(plainNumber(string(value)))
	}
}

// writePlainText writes a text as JSON with no more escapes than needed.
func writePlainText(b *bytes.Buffer, text string) {
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(text) == nil {
		b.Truncate(b.Len() - 1) // the line's end
	}
}

// plainNumber writes an integer as it is and other numbers as Java does.
func plainNumber(text string) string {
	if !strings.ContainsAny(text, ".eE") {
		if text == "-0" {
			return "0"
		}
		return text
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	return javaDouble(f)
}

// javaDouble writes a double as Java's Double.toString: 1.0, 1.0E10.
func javaDouble(f float64) string {
	if a := max(f, -f); a == 0 || a >= 1e-3 && a < 1e7 {
		text := strconv.FormatFloat(f, 'f', -1, 64)
		if !strings.Contains(text, ".") {
			text += ".0"
		}
		return text
	}
	text, _ := DoubleText(f)
	return text
}
