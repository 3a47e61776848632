package records

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/trailq/trailq/internal/fieldname"
)

// restoreNames returns the event in an object whose keys are in lower case, as
// databases write them: Athena has no capital letters in names of columns.
func restoreNames(record *Record) (Record, bool) {
	found := 0
	for key, value := range record.Members() {
		if bytes.ContainsFunc(key, func(r rune) bool { return 'A' <= r && r <= 'Z' }) {
			continue
		}
		switch fieldname.Restore(key, "eventVersion eventTime eventSource eventName eventID") {
		case "":
		default:
			if value[0] == '"' {
				found++
			}
		}
	}
	if found < 2 {
		return Record{}, false
	}
	raw := []byte{'{'}
	for key, value := range record.Members() {
		raw = appendRestored(raw, key, value)
	}
	raw[len(raw)-1] = '}' // in place of the last comma
	fields, whole := Object(raw, nil)
	return Record{Raw: raw, Fields: fields}, whole
}

// appendRestored appends a member and a comma.
func appendRestored(raw, key, value []byte) []byte {
	name := fieldname.Restore(key, fieldname.Event)
	raw = append(raw, '"')
	if name == "" {
		raw = append(raw, key...)
	} else {
		raw = append(raw, name...)
	}
	raw = append(raw, `":`...)
	switch {
	case name == "resources":
		raw = appendRestoredValue(raw, value, strings.Replace(fieldname.Inner, " arn ", " ARN ", 1), restoreDepth)
	case name == "userIdentity" || name == "tlsDetails" || name == "addendum":
		raw = appendRestoredValue(raw, value, fieldname.Inner, restoreDepth)
	case name != "" && strings.Contains(fieldname.JSON, name):
		raw = append(raw, plainJSON(value)...)
	default:
		raw = append(raw, value...)
	}
	return append(raw, ',')
}

// plainJSON returns the object, array or null in a text, or the value itself.
func plainJSON(value []byte) []byte {
	var text string
	if len(value) == 0 || value[0] != '"' || json.Unmarshal(value, &text) != nil {
		return value
	}
	if text == "null" || text != "" && strings.ContainsRune("{[", rune(text[0])) && json.Valid([]byte(text)) {
		return []byte(text)
	}
	return value
}

// restoreDepth is how deep the names of members are restored.
const restoreDepth = 8

// appendRestoredValue appends a value with the names of its members restored.
func appendRestoredValue(raw, value []byte, names string, depth int) []byte {
	value = plainJSON(value)
	switch {
	case depth == 0:
		return append(raw, value...)
	case len(value) > 0 && value[0] == '[':
		raw = append(raw, '[')
		first := true
		for element := range Elements(value) {
			if !first {
				raw = append(raw, ',')
			}
			first = false
			raw = appendRestoredValue(raw, element, names, depth-1)
		}
		return append(raw, ']')
	case !isObject(value):
		return append(raw, value...)
	}
	fields, whole := Object(value, nil)
	if !whole || len(fields) == 0 {
		return append(raw, value...)
	}
	raw = append(raw, '{')
	record := Record{Raw: value, Fields: fields}
	for key, member := range record.Members() {
		raw = append(raw, '"')
		if name := fieldname.Restore(key, names); name != "" {
			raw = append(raw, name...)
		} else {
			raw = append(raw, key...)
		}
		raw = append(raw, `":`...)
		raw = appendRestoredValue(raw, member, names, depth-1)
		raw = append(raw, ',')
	}
	raw[len(raw)-1] = '}'
	return raw
}

// RestoreInnerNames returns a value of userIdentity, resources or tlsDetails with the
// names of its members as CloudTrail writes them.
func RestoreInnerNames(value []byte) []byte {
	names := fieldname.Inner
	if len(value) > 0 && value[0] == '[' { // only resources are a list
		names = strings.Replace(names, " arn ", " ARN ", 1)
	}
	return appendRestoredValue(nil, value, names, restoreDepth)
}
