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
	if number := numberAt(text, path); number != "" && typeName != "JSON" {
		return number, nil
	}
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

// numberAt returns the number that a path of one key finds in the JSON text of an object,
// as it is written. It looks no further than it must, which is what makes it fast: the
// engine has parsed the text before. It is empty for all else, also for what it does not
// understand.
func numberAt(text, path string) string {
	key, isKey := strings.CutPrefix(path, `$."`)
	key, isWhole := strings.CutSuffix(key, `"`)
	if !isKey || !isWhole || strings.ContainsAny(key, `"\`) {
		return ""
	}
	rest, isObject := strings.CutPrefix(trimSpace(text), "{")
	for isObject {
		rest = trimSpace(rest)
		if rest == "" || rest[0] != '"' {
			return ""
		}
		length := stringLength(rest)
		name := rest[1:max(1, length-1)]
		value, isMember := strings.CutPrefix(trimSpace(rest[length:]), ":")
		if !isMember || strings.Contains(name, `\`) {
			return ""
		}
		value = trimSpace(value)
		length = valueLength(value)
		if name == key {
			return numberOf(value[:length])
		}
		rest, isObject = strings.CutPrefix(trimSpace(value[length:]), ",")
	}
	return ""
}

// numberOf returns a JSON value that is a number, and an empty text for another.
func numberOf(value string) string {
	if value == "" || !strings.Contains("-0123456789", value[:1]) || !json.Valid([]byte(value)) {
		return ""
	}
	return value
}

// trimSpace removes JSON's white space from the start of a text.
func trimSpace(text string) string { return strings.TrimLeft(text, " \t\r\n") }

// valueLength returns the length of the value that a text of JSON begins with.
func valueLength(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i += stringLength(text[i:]) - 1
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
		}
	}
	return len(text)
}
