package duckdb

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
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

// ReplacementText writes the $1 and ${name} of a Java replacement as RE2's \1.
func ReplacementText(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			if text[i] == '\\' {
				b.WriteString(`\\`)
			} else {
				b.WriteByte(text[i])
			}
		case text[i] == '$' && i+1 < len(text) && syntax.IsDigit(text[i+1]):
			i++
			b.WriteString(`\` + text[i:i+1])
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String()
}
