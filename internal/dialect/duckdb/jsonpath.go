package duckdb

import (
	"fmt"
	"strconv"
	"strings"
)

// JSONPath writes one of Trino's JSON paths ($.a.b[0]["c d"]) as DuckDB's,
// with every key quoted, so that no character in a key means anything. CloudTrail
// Lake takes [*], for all elements.
// https://trino.io/docs/current/functions/json.html#json_extract
func JSONPath(path string, wildcards bool) (string, error) {
	rest, found := strings.CutPrefix(strings.TrimSpace(path), "$")
	if !found {
		// Trino takes a path without $ for one that begins with a key.
		rest = "." + strings.TrimSpace(path)
	}
	out := "$"
	for rest != "" {
		if after, isAll := strings.CutPrefix(rest, "[*]"); isAll && wildcards {
			out, rest = out+"[*]", after
			continue
		}
		step, remaining, err := jsonStep(rest)
		if err != nil {
			return "", fmt.Errorf("%q is not a JSON path: %w", path, err)
		}
		out += step
		rest = remaining
	}
	return out, nil
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
