package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/table"
)

// hideDetails returns what people see of an answer without its details, and a note that names
// the rest.
func hideDetails(tables []*table.Table) (shown []*table.Table, notes []string) {
	var hidden []string
	for _, one := range tables {
		switch {
		case one.Detail:
			hidden = append(hidden, nameInWords(one))
		case one.Brief > 0:
			shown = append(shown, cutRows(one))
		default:
			shown = append(shown, one)
		}
	}
	if len(hidden) > 0 {
		notes = []string{"--details also shows: " + strings.Join(hidden, "; ")}
	}
	return shown, notes
}

// nameInWords returns how a hidden table is named: by its title up to an explanation.
func nameInWords(one *table.Table) string {
	title := one.Title
	if end := strings.IndexAny(title, "(:"); end > 0 {
		title = strings.TrimSpace(title[:end])
	}
	if title == "" {
		title = one.Name
	}
	return strings.ToLower(title[:1]) + title[1:]
}

// cutRows returns a table with as many of its first entries as Brief has rows for, at least
// one, and a note if there are more.
func cutRows(one *table.Table) *table.Table {
	short := *one
	short.Rows = func(yield func([]table.Value, error) bool) {
		entries, err := collectEntries(one)
		shown, rows := 0, 0
		for _, entry := range entries {
			if rows += len(entry); shown > 0 && rows > one.Brief {
				break
			}
			shown++
			for _, row := range entry {
				if !yield(row, nil) {
					return
				}
			}
		}
		if err != nil {
			yield(nil, err)
		}
		short.Notes = one.Notes
		if left := len(entries) - shown; left > 0 {
			short.Notes = append(slices.Clip(short.Notes), fmt.Sprintf("%s: %s more with --details", one.Name, humanize.Thousands(int64(left))))
		}
	}
	return &short
}

// collectEntries returns the rows of a table by entry, and the error that ended them.
func collectEntries(one *table.Table) (entries [][][]table.Value, err error) {
	for row, err := range one.Rows {
		if err != nil {
			return entries, err
		}
		kept := make([]table.Value, len(row))
		for i, value := range row {
			kept[i] = value.Clone()
		}
		last := len(entries) - 1
		if last >= 0 && len(kept) > 0 && kept[0].Kind() == table.KindNull {
			entries[last] = append(entries[last], kept)
			continue
		}
		entries = append(entries, [][]table.Value{kept})
	}
	return entries, nil
}
