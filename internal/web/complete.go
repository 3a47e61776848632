package web

import (
	"github.com/trailq/trailq/internal/dialect/duckdb"

	"github.com/trailq/trailq/internal/dialect/schema"

	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/trailq/trailq/internal/web/reply"
)

// completionAnswer says with what the text from a place on can go on.
type completionAnswer struct {
	From  int              `json:"from"` // in units of UTF-16, as the browser counts
	Items []completionItem `json:"items"`
}

// completionItem is a name that fits.
type completionItem struct {
	Label  string `json:"label"`
	Detail string `json:"detail,omitempty"`
	Kind   string `json:"kind"`
}

// mostCompletions is how many names are offered.
const mostCompletions = 100

func (s *Server) completeSQL(w http.ResponseWriter, r *http.Request) error {
	values := r.URL.Query()
	units := utf16.Encode([]rune(values.Get("sql")))
	at := len(units)
	if text := values.Get("at"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > len(units) {
			return reply.BadWords("at: want a place in the SQL")
		}
		at = n
	}
	before := string(utf16.Decode(units[:at]))
	start := 1 + strings.LastIndexFunc(before, func(r rune) bool {
		return r != '_' && r != '.' && r != '$' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	word := strings.ToLower(before[start:])
	answer := completionAnswer{From: len(utf16.Encode([]rune(before[:start]))), Items: []completionItem{}}
	if word == "" {
		return reply.WriteJSON(w, answer)
	}
	for _, item := range completions() {
		if strings.HasPrefix(strings.ToLower(item.Label), word) && len(answer.Items) < mostCompletions {
			answer.Items = append(answer.Items, item)
		}
	}
	return reply.WriteJSON(w, answer)
}

// completions returns the names that a query can use: columns, with the fields of
// structs, first.
func completions() []completionItem {
	items := []completionItem{{Label: "cloudtrail_logs", Kind: "table"}}
	for _, column := range schema.ScanColumns() {
		if !strings.HasPrefix(column.Name, "$") && !strings.HasPrefix(column.Name, "lake_") {
			items = append(items, completionItem{Label: column.Name, Detail: strings.ToLower(column.Type.DuckDB()), Kind: "column"})
		}
	}
	for _, column := range schema.DefaultTable().Columns {
		if column.Partition != 0 {
			items = append(items, completionItem{Label: column.Name, Detail: "partition", Kind: "column"})
		}
	}
	for _, column := range schema.ScanColumns() {
		if strings.HasPrefix(column.Name, "$") {
			items = append(items, completionItem{Label: `"` + column.Name + `"`, Detail: strings.ToLower(column.Type.DuckDB()), Kind: "column"})
		}
	}
	for _, word := range strings.Fields(sqlKeywords) {
		items = append(items, completionItem{Label: word, Kind: "keyword"})
	}
	meanings := duckdb.FunctionMeanings()
	for _, name := range slices.Sorted(maps.Keys(meanings)) {
		if meanings[name] != "refused" {
			items = append(items, completionItem{Label: name, Kind: "function"})
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(items, func(item completionItem) bool {
		twice := seen[item.Label]
		seen[item.Label] = true
		return twice
	})
}

const sqlKeywords = `SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET DISTINCT AS AND OR NOT IN LIKE ESCAPE BETWEEN IS NULL
CASE WHEN THEN ELSE END WITH CROSS JOIN LEFT INNER ON USING UNNEST UNION ALL EXCEPT INTERSECT DESC ASC NULLS FIRST LAST OVER PARTITION ROWS RANGE
CAST TRY_CAST TRY INTERVAL TIMESTAMP DATE VARCHAR BIGINT DOUBLE BOOLEAN EXISTS VALUES FILTER GROUPING SETS ROLLUP CUBE`
