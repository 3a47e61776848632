package render

import (
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/ansi"
	"github.com/trailq/trailq/internal/arnlabel"
	"github.com/trailq/trailq/internal/table"
)

// Lengths of the parts that times can have in common: the year and the date.
const (
	yearLength = len("2006")
	dateLength = len(time.DateOnly)
)

// leastRest is the least width of a cell that makes room for a rare one.
const leastRest = 8

// leastTail is how much of a name is left at least beside its account.
const leastTail = 6

// shortenColumn shows the column's ARNs as labels, and its times without what all of them
// have in common; that becomes part of the header.
func (t *textRows) shortenColumn(column int) {
	c := &t.columns[column]
	if c.shortened {
		return
	}
	c.shortened = true
	if c.unit == table.UnitTime {
		c.common = t.commonTime(column)
		c.nameCommonTime()
	}
	for _, row := range t.pending {
		if arnlabel.IsARN(row[column].text) {
			c.labels.Collect(row[column].text)
		}
	}
	for _, row := range t.pending {
		c.shortenCell(&row[column])
	}
}

// commonTime returns the date that all times of a column have, or the year, if any.
func (t *textRows) commonTime(column int) string {
	common := ""
	for _, row := range t.pending {
		text := row[column].text
		switch {
		case text == "":
		case !isTime(text):
			return ""
		case common == "":
			common = text[:dateLength]
		case strings.HasPrefix(text, common):
		case strings.HasPrefix(text, common[:yearLength]):
			common = common[:yearLength]
		default:
			return ""
		}
	}
	return common
}

// isTime reports whether text is a time as all tables have them.
func isTime(text string) bool {
	_, err := time.Parse(time.RFC3339Nano, text)
	return err == nil && strings.HasSuffix(text, "Z")
}

// nameCommonTime makes the common part of the times a part of the header. It is all of the
// header where the times need no name.
func (c *textColumn) nameCommonTime() {
	switch {
	case c.common == "":
		return
	case c.short:
		c.title = headerCell(c.common)
	default:
		c.title = headerCell(c.name.text + " " + c.common)
	}
	c.header = []cell{c.title}
}

// leaveOutliers makes a short column as wide as nine of ten cells need. Rows with a wider
// one are out of line or cut, so that a few long values do not cut all others.
func (t *textRows) leaveOutliers(column int) {
	c := &t.columns[column]
	if !c.short || c.unit == table.UnitTime || len(t.pending) == 0 {
		return
	}
	var widths []int
	for _, row := range t.pending {
		widths = append(widths, row[column].width)
	}
	slices.Sort(widths)
	c.cells = widths[len(widths)*9/10]
	c.restoreWidth()
}

// shortenCell shortens the value of a cell, if it can be.
func (c *textColumn) shortenCell(one *cell) {
	switch {
	case arnlabel.IsARN(one.text):
		one.whole, one.isName = one.text, true
		one.text = c.labels.Label(one.text)
	case c.unit == table.UnitTime && isTime(one.text) && strings.HasPrefix(one.text, c.common):
		one.whole = one.text
		one.text = shortenTime(one.text, c.common)
	default:
		return
	}
	one.width = textWidth(one.text)
}

// accountLength returns the length of the account at the start of a label, with its colon:
// labels have one where another account has the same name.
func accountLength(label string) int {
	const length = len("111122223333:")
	if len(label) < length || label[length-1] != ':' || strings.Trim(label[:length-1], "0123456789") != "" {
		return 0
	}
	return length
}

// shortenTime returns a time without its common part.
func shortenTime(text, common string) string {
	text = strings.TrimSuffix(strings.Replace(text, "T", " ", 1), "Z")
	return strings.TrimLeft(strings.TrimPrefix(text, common), " -")
}

// shortenLateRow shortens the values of a row that comes after the layout was decided. A
// time with another date than the rows above gets a line with its date above it.
func (t *textRows) shortenLateRow(row []cell) error {
	for i := range row {
		c := &t.columns[i]
		if !c.shortened {
			continue
		}
		if text := row[i].text; c.short && c.common != "" && isTime(text) && !strings.HasPrefix(text, c.common) {
			c.common = text[:len(c.common)]
			if err := t.stream.addLines(append([]byte(t.paint(ansi.Bold, c.common)), '\n')); err != nil {
				return err
			}
		}
		c.shortenCell(&row[i])
	}
	return nil
}

// makeRoomForRare hides detail in favour of a rare column, and reports whether all else
// fits then. If it does not, the rare column is hidden: its values follow their rows.
func (t *textRows) makeRoomForRare() bool {
	rare := slices.IndexFunc(t.columns, func(c textColumn) bool { return c.rare && !c.hidden })
	if rare < 0 {
		return false
	}
	for t.spareWidth() < 0 && t.hideDetail() {
	}
	t.columns[rare].hidden = t.spareWidth() < 0
	return t.spareWidth() >= 0
}

// appendRare appends the values of rare columns that are hidden. The last cell of the line
// makes room for them; what is wider is cut, too, and has a line of its own where little of
// it would remain.
func (t *textRows) appendRare(row []cell) {
	for i, c := range row {
		if column := &t.columns[i]; !column.rare || !column.hidden || c.text == "" {
			continue
		}
		line := string(trimSpaces(t.line))
		if over := textWidth(line) + columnGap + c.width - t.options.Width; t.options.Width > 0 && over > 0 {
			line = t.cutLastCell(line, over)
			room := t.options.Width - textWidth(line) - columnGap
			if room < min(c.width, leastRest) {
				line, room = line+"\n", t.options.Width-columnGap
			}
			c.cutTo(room, t.options.ellipsis())
		}
		t.line = append(appendSpaces(append(t.line[:0], line...), columnGap), c.text...)
	}
}

// cutLastCell returns a line whose last cell is narrower by some columns, if it can be.
func (t *textRows) cutLastCell(line string, columns int) string {
	start := strings.LastIndex(line, strings.Repeat(" ", columnGap)) + columnGap
	last := line[max(start, 0):]
	return line[:max(start, 0)] + cutMiddle(last, max(textWidth(last)-columns, leastRest), t.options.ellipsis())
}
