package duckdb

import (
	"fmt"
	"strconv"
	"strings"
)

// mostNumbers bounds the numbers in a path that are taken both ways.
const mostNumbers = 3

// JSONPaths writes one of Trino's JSON paths ($.a.b[0]["c d"]) as DuckDB's,
// with every key quoted, so that no character in a key means anything. A number is a
// place in an array or a key of an object, whichever there is, so that a path with
// numbers becomes several: the first that finds something counts. CloudTrail Lake takes
// [*], for all elements.
// https://trino.io/docs/current/functions/json.html#json_extract
func JSONPaths(path string, wildcards bool) ([]string, error) {
	rest, found := strings.CutPrefix(strings.TrimSpace(path), "$")
	if !found {
		// Trino takes a path without $ for one that begins with a key.
		rest = "." + strings.TrimSpace(path)
	}
	paths := []string{"$"}
	for rest != "" {
		if after, isAll := strings.CutPrefix(rest, "[*]"); isAll && wildcards {
			paths, rest = addStep(paths, "[*]"), after
			continue
		}
		step, remaining, err := jsonStep(rest)
		if err != nil {
			return nil, fmt.Errorf("%q is not a JSON path: %w", path, err)
		}
		rest = remaining
		number := strings.Trim(step, `[].\"`)
		place, err := strconv.ParseUint(number, 10, 31)
		if err != nil || len(paths) == 1<<mostNumbers {
			paths = addStep(paths, step)
			continue
		}
		paths = append(addStep(paths, fmt.Sprintf("[%d]", place)), addStep(paths, "."+JSONKey(number))...)
	}
	return paths, nil
}

// addStep returns paths with a step at the end of each.
func addStep(paths []string, step string) []string {
	longer := make([]string, len(paths))
	for i, path := range paths {
		longer[i] = path + step
	}
	return longer
}

// jsonStep reads .key, [0], ["key"] or ['key'].
func jsonStep(rest string) (step, remaining string, err error) {
	switch rest[0] {
	case '.':
		key := rest[1:]
		if i := strings.IndexAny(key, ".["); i >= 0 {
			key = key[:i]
		}
		if key == "" || key == "*" {
			return "", "", fmt.Errorf("a key is missing after a dot; wildcards are not available")
		}
		if n, err := strconv.ParseUint(key, 10, 8); err == nil { // of an array, as Trino has it
			return fmt.Sprintf("[%d]", n), rest[1+len(key):], nil
		}
		return "." + JSONKey(key), rest[1+len(key):], nil
	case '[':
		end := strings.IndexByte(rest, ']')
		if len(rest) > 2 && (rest[1] == '"' || rest[1] == '\'') {
			if i := strings.Index(rest[2:], rest[1:2]+"]"); i >= 0 {
				return "." + JSONKey(rest[2:2+i]), rest[2+i+2:], nil
			}
		}
		if end < 0 {
			return "", "", fmt.Errorf("] is missing")
		}
		inner := strings.TrimSpace(rest[1:end])
		if n, err := strconv.ParseUint(inner, 10, 31); err == nil {
			return fmt.Sprintf("[%d]", n), rest[end+1:], nil
		}
		if inner == "" || inner == "*" {
			return "", "", fmt.Errorf("a number is missing in []; wildcards are not available")
		}
		return "." + JSONKey(inner), rest[end+1:], nil
	}
	return "", "", fmt.Errorf("a dot or [ is expected before %q", rest)
}

// JSONKey quotes a key for DuckDB.
func JSONKey(key string) string {
	return `"` + strings.ReplaceAll(key, `"`, `\"`) + `"`
}

// FirstElement is the key that [PlainKeys] has for the first element of an array.
const FirstElement = "[0]"

// PlainKeys returns the keys of one of Trino's JSON paths in which no character of a key
// means anything, and [FirstElement] for the first element of an array behind a key:
// $.bucketName, $["x-amz-acl"], $.instancesSet.items[0].instanceId. It reports false for
// any other text.
func PlainKeys(path string) ([]string, bool) {
	paths, err := JSONPaths(path, false)
	if err != nil {
		return nil, false
	}
	steps := strings.Split(strings.ReplaceAll(paths[0], FirstElement, `."`+FirstElement+`"`), `."`)
	keys := make([]string, 0, len(steps))
	for i, step := range steps[1:] {
		key, ended := strings.CutSuffix(step, `"`)
		if !ended || !isPlainKey(key) && (key != FirstElement || i == 0) {
			return nil, false
		}
		keys = append(keys, key)
	}
	return keys, steps[0] == "$" && len(keys) > 0
}

func isPlainKey(key string) bool {
	return key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == ""
}

// KeysPath returns the path of keys that [PlainKeys] gave, as DuckDB writes it.
func KeysPath(keys []string) string {
	var path strings.Builder
	path.WriteByte('$')
	for _, key := range keys {
		if key == FirstElement {
			path.WriteString(key)
		} else {
			path.WriteString("." + JSONKey(key))
		}
	}
	return path.String()
}
