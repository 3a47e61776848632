package builtin

import (
	"strconv"
	"strings"
)

// JSONPath returns the JSON path of keys; a number is the place in an array.
func JSONPath(keys []string) string {
	var b strings.Builder
	b.WriteByte('$')
	for _, key := range keys {
		if _, err := strconv.ParseUint(key, 10, 31); err == nil {
			b.WriteString("[" + key + "]")
			continue
		}
		b.WriteString(`["` + key + `"]`)
	}
	return b.String()
}
