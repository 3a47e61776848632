package prompt

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"fmt"
	"slices"
	"strings"
	"unicode"
)

// handleKey handles the keys that the line editor does not know. Tab completes the
// word before the cursor.
func (p *prompt) handleKey(line string, position int, key rune) (newLine string, newPosition int, ok bool) {
	switch key {
	case keyDropped:
		p.keyboard.dropLine()
		return line, position, true
	case keyTab:
		completed, choices := completeWord(line[:position])
		if len(choices) > 1 {
			fmt.Fprintln(p.terminal, strings.Join(choices, "  "))
		}
		return completed + line[position:], len(completed), true
	}
	return "", 0, false
}

// completeWord completes the last word of a text as far as all choices agree, and
// returns the choices. A word in upper case stays in upper case.
func completeWord(text string) (completed string, choices []string) {
	start := 1 + strings.LastIndexFunc(text, func(r rune) bool {
		return r != '_' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	word := text[start:]
	if word == "" {
		return text, nil
	}
	for _, candidate := range listCompletions() {
		if strings.HasPrefix(candidate, strings.ToLower(word)) {
			choices = append(choices, candidate)
		}
	}
	if len(choices) == 0 {
		return text, nil
	}
	common := choices[0]
	for _, choice := range choices {
		for !strings.HasPrefix(choice, common) {
			common = common[:len(common)-1]
		}
	}
	if word == strings.ToUpper(word) {
		common = strings.ToUpper(common)
	}
	if len(choices) == 1 {
		common += " "
	}
	return text[:start] + common, choices
}

// listCompletions returns the words of queries, sorted.
func listCompletions() []string {
	words := strings.Fields(`select from where group by order having limit distinct count as and or not in like between is null
		case when then else end with cross join unnest union all desc asc describe show tables columns
		json_extract_scalar json_extract from_iso8601_timestamp date_trunc element_at regexp_like coalesce
		approx_distinct array_agg cast try_cast varchar bigint double timestamp cloudtrail_logs managementevent record`)
	for _, column := range schema.ScanColumns() {
		if name := strings.TrimPrefix(column.Name, "$"); !strings.HasPrefix(name, "lake_") {
			words = append(words, name)
		}
	}
	for _, column := range schema.DefaultTable().Columns {
		words = append(words, column.Name)
	}
	slices.Sort(words)
	return slices.Compact(words)
}
