package render

import (
	"strings"
	"unicode"

	"github.com/trailq/trailq/internal/table"
)

// textColumn is what is known of a column, and where it stands.
type textColumn struct {
	name   cell
	unit   table.Unit
	detail bool // may be left out
	whole  bool // is not cut

	header []cell // the name, a line each
	cells  int    // the widest of the first cells
	right  bool   // holds numbers
	alike  bool   // holds times or ids, all of one width: a part of one says nothing
	width  int
	hidden bool
}

// What a column of names keeps where the terminal is narrow: goodWidth, which leaves
// much of a name, as long as there are columns to leave out, then fairWidth.
const (
	goodWidth = 32
	fairWidth = 12
)

// alikeWidth is the most that times and ids have: an eventID has 36.
const alikeWidth = 40

// layout decides what stands where. A terminal that has no room for all columns
// has the names of numbers over several lines, then names cut in the middle, no
// bars, fewer columns, names cut more; and where that is not enough, upright rows.
// Numbers are never cut: a part of one would be another.
func (t *textRows) layout() {
	for i := range t.columns {
		t.measure(i)
	}
	if t.options.Width <= 0 || t.spare() >= 0 {
		return
	}
	for i := range t.columns {
		t.columns[i].wrapHeader()
	}
	for {
		if t.shrink(goodWidth); t.spare() >= 0 {
			return
		}
		if !t.dropBars() && !t.hideDetail() {
			break
		}
		for i := range t.columns {
			t.columns[i].restore()
		}
	}
	t.shrink(fairWidth)
	t.upright = t.spare() < 0
	for i := range t.columns {
		t.columns[i].hidden = t.columns[i].hidden && !t.upright
	}
}

// measure finds the width of a column, and what it holds.
func (t *textRows) measure(column int) {
	c := &t.columns[column]
	numbers, others, different := 0, 0, false
	for _, row := range t.pending {
		width := row[column].width
		different = different || width > 0 && c.cells > 0 && width != c.cells
		c.cells = max(c.cells, width)
		switch row[column].kind {
		case table.KindNull:
		case table.KindNumber:
			numbers++
		default:
			others++
		}
	}
	c.alike = !different && c.cells <= alikeWidth
	c.width = max(c.name.width, c.cells)
	c.right = numbers > 0 && others == 0
}

// spare is how much room is left, or how much too little there is if negative.
func (t *textRows) spare() int {
	room := t.options.Width + columnGap
	for _, c := range t.columns {
		if !c.hidden {
			room -= c.width + columnGap
		}
	}
	return room
}

// dropBars takes the bars from the shares: names say more.
func (t *textRows) dropBars() bool {
	if t.noBars || !t.options.Terminal {
		return false
	}
	t.noBars = true
	for i, c := range t.columns {
		if c.unit != table.UnitShare {
			continue
		}
		t.columns[i].cells = 0
		for _, row := range t.pending {
			if row[i].kind == table.KindNumber {
				percent, _, _ := strings.Cut(row[i].text, "%")
				row[i].text = percent + "%"
				row[i].width = textWidth(row[i].text)
			}
			t.columns[i].cells = max(t.columns[i].cells, row[i].width)
		}
	}
	return true
}

// hideDetail leaves out the last column that may be.
func (t *textRows) hideDetail() bool {
	for i := len(t.columns) - 1; i >= 0; i-- {
		if c := &t.columns[i]; c.detail && !c.hidden {
			c.hidden = true
			return true
		}
	}
	return false
}

// leftOut names the columns that are not shown.
func (t *textRows) leftOut() []string {
	var names []string
	for _, c := range t.columns {
		if c.hidden {
			names = append(names, c.name.text)
		}
	}
	return names
}

// shrink takes from the widest columns until all fit, leaving each the least.
func (t *textRows) shrink(least int) {
	for spare := t.spare(); spare < 0; spare++ {
		var widest *textColumn
		for i := range t.columns {
			c := &t.columns[i]
			gives := !c.hidden && !c.right && !c.whole && !c.alike && c.width > least
			if gives && (widest == nil || c.width > widest.width) {
				widest = c
			}
		}
		if widest == nil {
			return
		}
		widest.width--
	}
}

// restore gives the column the width that its cells and its header want.
func (c *textColumn) restore() {
	c.width = c.cells
	for _, line := range c.header {
		c.width = max(c.width, line.width)
	}
}

// wrapHeader puts a name that is wider than the cells on several lines.
func (c *textColumn) wrapHeader() {
	words := headerWords(c.name.text)
	room := c.cells
	for _, word := range words {
		room = max(room, textWidth(word))
	}
	c.header = nil
	line := ""
	for i, word := range words {
		if i > 0 && textWidth(line+word) > room {
			c.header = append(c.header, headerCell(line))
			line = ""
		}
		line += word
	}
	c.header = append(c.header, headerCell(line))
	c.restore()
}

func headerCell(text string) cell {
	text = strings.TrimSpace(text)
	return cell{text: text, width: textWidth(text), kind: table.KindText}
}

// headerWords cuts a name where a new word begins: requests|USD, user|Identity.|arn,
// year_|month. Together they are the name.
func headerWords(name string) []string {
	var words []string
	start, before := 0, rune(0)
	for i, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) || strings.ContainsRune(" ._", before) && i > 0 {
			words = append(words, name[start:i])
			start = i
		}
		before = r
	}
	return append(words, name[start:])
}
