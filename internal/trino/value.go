package trino

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	driver "github.com/trinodb/trino-go-client/trino"

	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/table"
)

func decimalText(precision, scale int64) string {
	return fmt.Sprintf("decimal(%d, %d)", precision, scale)
}

// readValue returns a value of the client's, by its column's type.
func readValue(typeName string, value any) table.Value {
	switch v := value.(type) {
	case nil:
		return table.Value{}
	case bool:
		return table.Bool(v)
	case int64:
		return table.Int(v)
	case float64:
		return client.ReadNumber(v)
	case string:
		return client.ReadText(typeName, v)
	case time.Time:
		return table.Text(timeText(typeName, v))
	case []byte:
		return table.Text(bytesText(v))
	}
	return table.JSON(appendJSON(nil, value))
}

// timeText writes a time as Athena does.
func timeText(typeName string, at time.Time) string {
	switch {
	case typeName == "date":
		return at.Format(time.DateOnly)
	case strings.HasPrefix(typeName, "time") && !strings.HasPrefix(typeName, "timestamp"):
		return at.Format("15:04:05.000")
	case strings.HasSuffix(typeName, "with time zone"):
		return at.UTC().Format("2006-01-02 15:04:05.000") + " UTC"
	}
	return at.Format("2006-01-02 15:04:05.000")
}

// bytesText writes bytes as Athena does: in hexadecimal, with spaces between.
func bytesText(b []byte) string {
	var parts []string
	for i := range b {
		parts = append(parts, hex.EncodeToString(b[i:i+1]))
	}
	return strings.Join(parts, " ")
}

// appendJSON appends a nested value. Rows become objects.
func appendJSON(dst []byte, value any) []byte {
	switch v := value.(type) {
	case driver.Row:
		dst = append(dst, '{')
		for i := range v.Len() {
			dst = appendMember(dst, i, v.Name(i), v.Value(i))
		}
		return append(dst, '}')
	case map[string]any:
		dst = append(dst, '{')
		for i, key := range slices.Sorted(maps.Keys(v)) {
			dst = appendMember(dst, i, key, v[key])
		}
		return append(dst, '}')
	case []any:
		dst = append(dst, '[')
		for i, element := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendJSON(dst, element)
		}
		return append(dst, ']')
	case time.Time:
		return table.Text(timeText("timestamp", v)).AppendJSON(dst)
	case json.Number:
		return append(dst, v...)
	}
	return readValue("", value).AppendJSON(dst)
}

// appendMember appends a name and its value.
func appendMember(dst []byte, i int, name string, value any) []byte {
	if i > 0 {
		dst = append(dst, ',')
	}
	dst = table.Text(name).AppendJSON(dst)
	return appendJSON(append(dst, ':'), value)
}
