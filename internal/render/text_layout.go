package render

import (
	"strings"
	"unicode"

	"github.com/trailq/trailq/internal/arnlabel"
	"github.com/trailq/trailq/internal/table"
)

// textColumn is the layout of a column.
type textColumn struct {
	name    cell
	title   cell // the name, with what a short column says of all its values
	unit    table.Unit
	detail  bool // can be hidden
	whole   bool // is never cut
	short   bool // is shortened even where there is room
	rare    bool // is hidden while it has no value
	unasked bool // is hidden without a word

	header    []cell // the name, by lines
	cells     int    // width of the widest of the first cells
	right     bool   // right-aligned: the column holds numbers
	sameWidth bool   // the column holds times or ids of equal width; a part of one means nothing
	width     int
	hidden    bool

	shortened bool // texts are shown as labels and times
	labels    arnlabel.Labels
	common    string // part of the times that all have
}

// Widths down to which columns of names shrink on a narrow terminal: goodWidth,
// which shows much of a name, while there are columns to hide, then fairWidth.
const (
	goodWidth = 32
	fairWidth = 12
)

// sameWidthMost is the greatest width of times and ids: an eventID has 36.
const sameWidthMost = 40

// decideLayout decides the layout. If a terminal has too little room for all
// columns, these steps follow until the columns fit: ARNs and times are shortened, the names of numbers take
// several lines, names are cut in the middle, bars are dropped, columns are hidden,
// names are cut further; and finally rows are upright. Numbers are never cut: a
// part of one would be a different number.
func (t *textRows) decideLayout() {
	for i := range t.columns {
		if t.columns[i].short {
			t.shortenColumn(i)
		}
		t.measureColumn(i)
		t.columns[i].hidden = t.columns[i].rare && t.columns[i].cells == 0
	}
	if t.options.Width <= 0 || t.spareWidth() >= 0 {
		return
	}
	for i := range t.columns {
		t.shortenColumn(i)
		t.measureColumn(i)
		t.leaveOutliers(i)
	}
	if t.spareWidth() >= 0 || t.makeRoomForRare() {
		return
	}
	for i := range t.columns {
		t.columns[i].wrapHeader()
	}
	for {
		if t.shrinkColumns(goodWidth); t.spareWidth() >= 0 {
			return
		}
		if !t.dropBars() && !t.hideDetail() {
			break
		}
		for i := range t.columns {
			t.columns[i].restoreWidth()
		}
	}
	t.shrinkColumns(fairWidth)
	t.upright = t.spareWidth() < 0
	for i := range t.columns {
		t.columns[i].hidden = t.columns[i].hidden && !t.upright
	}
}

// measureColumn finds the width of a column, and the kind of its values.
func (t *textRows) measureColumn(column int) {
	c := &t.columns[column]
	c.cells = 0
	numbers, others, different := 0, 0, false
	for _, row := range t.pending {
		width := row[column].width
		different = different || width > 0 && c.cells > 0 && width != c.cells || row[column].isName
		c.cells = max(c.cells, width)
		switch row[column].kind {
		case table.KindNull:
		case table.KindNumber:
			numbers++
		default:
			others++
		}
	}
	c.sameWidth = !different && c.cells <= sameWidthMost
	c.restoreWidth()
	if t.options.Width <= 0 {
		c.width = min(c.width, mostColumn)
	}
	c.right = numbers > 0 && others == 0
}

// spareWidth returns the width that is left or, if negative, that is missing.
func (t *textRows) spareWidth() int {
	room := t.options.Width + columnGap
	for _, c := range t.columns {
		if !c.hidden {
			room -= c.width + columnGap
		}
	}
	return room
}

// dropBars removes the bars of shares, because names say more.
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

// hideDetail hides the last column that can be hidden.
func (t *textRows) hideDetail() bool {
	for i := len(t.columns) - 1; i >= 0; i-- {
		if c := &t.columns[i]; c.detail && !c.hidden {
			c.hidden = true
			return true
		}
	}
	return false
}

// hiddenNames returns the names of the hidden columns that somebody can miss.
func (t *textRows) hiddenNames() []string {
	var names []string
	for _, c := range t.columns {
		if c.hidden && !c.rare && !c.unasked {
			names = append(names, c.name.text)
		}
	}
	return names
}

// shrinkColumns takes width from the widest columns until all fit, down to least.
func (t *textRows) shrinkColumns(least int) {
	for spare := t.spareWidth(); spare < 0; spare++ {
		var widest *textColumn
		for i := range t.columns {
			c := &t.columns[i]
			gives := !c.hidden && !c.right && !c.whole && !c.sameWidth && c.width > least
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

// restoreWidth sets the column's width to that of its cells and header.
func (c *textColumn) restoreWidth() {
	c.width = c.cells
	for _, line := range c.header {
		c.width = max(c.width, line.width)
	}
}

// wrapHeader divides a name that is wider than the cells into several lines.
func (c *textColumn) wrapHeader() {
	words := headerWords(c.title.text)
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
	c.restoreWidth()
}

func headerCell(text string) cell {
	text = strings.TrimSpace(text)
	return cell{text: text, width: textWidth(text), kind: table.KindText}
}

// headerWords splits a name before each new word: requests|USD, user|Identity.|arn,
// year_|month. Joined, the words are the name.
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
