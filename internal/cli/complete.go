package cli

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/trailq/trailq/internal/dialect"
)

// key is called for keys that the line editor does not know: it completes the
// word before the cursor for Tab.
func (p *prompt) key(line string, position int, key rune) (newLine string, newPosition int, ok bool) {
	switch key {
	case keyDropped:
		p.keyboard.drop()
		return line, position, true
	case keyTab:
		completed, choices := complete(line[:position])
		if len(choices) > 1 {
			fmt.Fprintln(p.terminal, strings.Join(choices, "  "))
		}
		return completed + line[position:], len(completed), true
	}
	return "", 0, false
}

// complete completes the last word of a text as far as it is clear, and returns
// what it may become. A word in upper case stays so.
func complete(text string) (completed string, choices []string) {
	start := 1 + strings.LastIndexFunc(text, func(r rune) bool {
		return r != '_' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	word := text[start:]
	if word == "" {
		return text, nil
	}
	for _, candidate := range completions() {
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

// completions are the words that questions are made of, in order.
func completions() []string {
	words := strings.Fields(`select from where group by order having limit distinct count as and or not in like between is null
		case when then else end with cross join unnest union all desc asc describe show tables columns
		json_extract_scalar json_extract from_iso8601_timestamp date_trunc element_at regexp_like coalesce
		approx_distinct array_agg cast try_cast varchar bigint double timestamp cloudtrail_logs managementevent record`)
	for _, column := range dialect.ScanColumns() {
		if name := strings.TrimPrefix(column.Name, "$"); !strings.HasPrefix(name, "lake_") {
			words = append(words, name)
		}
	}
	for _, column := range dialect.DefaultTable().Columns {
		words = append(words, column.Name)
	}
	slices.Sort(words)
	return slices.Compact(words)
}
