package builtin

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// scalarDigits returns the scalar that a path finds in a JSON text, a number as it is
// written. In a value of type JSON numbers are as Trino writes them. It is nil where
// there is no scalar. The path is the engine's: $."key"[0].
func scalarDigits(text, path, typeName string) (any, error) {
	value := bytes.TrimSpace([]byte(text))
	if !json.Valid(value) {
		return nil, nil
	}
	for step := strings.TrimPrefix(path, "$"); step != ""; {
		value, step = enginesStep(value, step)
		if value == nil {
			return nil, nil
		}
	}
	switch value[0] {
	case '{', '[', 'n':
		return nil, nil
	case '"':
		var s string
		err := json.Unmarshal(value, &s)
		return s, err
	}
	if typeName == "JSON" {
		return plainNumber(string(value)), nil
	}
	return string(value), nil
}

// enginesStep takes the first step of one of the engine's paths, and returns what it
// finds and the rest of the path; nil if it finds nothing.
func enginesStep(value json.RawMessage, path string) (found json.RawMessage, rest string) {
	if place, after, isPlace := cutPlace(path); isPlace {
		if value[0] != '[' {
			return nil, ""
		}
		if elements := elementsOf(value); place < len(elements) {
			return elements[place], after
		}
		return nil, ""
	}
	key, err := strconv.QuotedPrefix(strings.TrimPrefix(path, "."))
	if err != nil || value[0] != '{' {
		return nil, ""
	}
	rest = strings.TrimPrefix(path, ".")[len(key):]
	name := strings.ReplaceAll(key[1:len(key)-1], `\"`, `"`)
	for _, m := range objectMembers(value) {
		if m.key == name {
			return m.value, rest
		}
	}
	return nil, ""
}

// cutPlace reads [0] from the start of a path.
func cutPlace(path string) (place int, rest string, found bool) {
	inner, after, found := strings.Cut(strings.TrimPrefix(path, "["), "]")
	if !found || !strings.HasPrefix(path, "[") {
		return 0, "", false
	}
	place, err := strconv.Atoi(inner)
	return place, after, err == nil && place >= 0
}

// javaNumbers returns a JSON text with its numbers as Java writes them.
func javaNumbers(text string) (string, error) {
	var b strings.Builder
	for text != "" {
		end := strings.IndexAny(text, `"-0123456789`)
		if end < 0 {
			break
		}
		b.WriteString(text[:end])
		text = text[end:]
		length := numberLength(text)
		if text[0] == '"' {
			length = stringLength(text)
			b.WriteString(text[:length])
		} else {
			b.WriteString(plainNumber(text[:length]))
		}
		text = text[length:]
	}
	b.WriteString(text)
	return b.String(), nil
}

// numberLength returns the length of the number that a text begins with.
func numberLength(text string) int {
	if end := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("+-.0123456789eE", r) }); end >= 0 {
		return end
	}
	return len(text)
}

// stringLength returns the length of the string of JSON that a text begins with.
func stringLength(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}
