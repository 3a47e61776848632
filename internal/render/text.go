package render

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/ansi"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/table"
)

// textRows writes Text. The layout is decided from the first rows: settleRows of
// them, settleSize bytes of them, or those of the first settleWait.
type textRows struct {
	stream  *stream
	options Options
	title   string

	largest float64 // largest share, which gets the full bar
	noBars  bool    // there is no room for bars

	mu      sync.Mutex
	columns []textColumn
	pending [][]cell // until the layout is decided
	size    int      // of pending, in bytes
	timer   *time.Timer
	settled bool
	upright bool // each row takes several lines, one for each column
	rows    int  // written upright
	omitted bool // values that upright rows lack
	line    []byte
	err     error
}

const (
	settleRows = 200
	settleSize = 1 << 20
	settleWait = 200 * time.Millisecond
)

// columnGap is the space between two columns.
const columnGap = 2

// Sizes that one long value cannot exceed: mostCell is how many characters a cell
// has on a terminal, and mostColumn the width of a column where no terminal bounds
// it. There, a wider cell puts its row out of line instead of padding all others.
const (
	mostCell   = 2000
	mostColumn = 200
)

// mostDigits is how long a number is that commas still help to read.
const mostDigits = 40

// cell is a value as it is shown.
type cell struct {
	text  string
	width int
	kind  table.Kind
	// isName reports whether text is an ARN, or its label: its end says most.
	isName bool
	// whole is the text before it was shortened, empty if it was not.
	whole string
}

func (t *textRows) beginTable(columns []table.Column) error {
	t.noBars = !t.options.Terminal
	if t.title != "" {
		t.line = append(append(t.line[:0], t.paint(ansi.Bold, Line(t.title))...), '\n')
		if err := t.stream.addLines(t.line); err != nil {
			return err
		}
	}
	for i, value := range headerRow(columns) {
		header := t.makeCell(value, table.UnitNone)
		t.columns = append(t.columns, textColumn{
			header: []cell{header}, name: header, title: header, unit: columns[i].Unit, detail: columns[i].Detail, whole: columns[i].Whole,
			short: columns[i].Short, rare: columns[i].Rare, unasked: columns[i].Unasked,
		})
	}
	return nil
}

func (t *textRows) addRow(row []table.Value) error {
	cells := make([]cell, 0, len(row))
	for i, value := range row {
		cells = append(cells, t.makeCell(value, t.columns[i].unit))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.settled {
		return t.writeCells(cells)
	}
	t.pending = append(t.pending, cells)
	for _, c := range cells {
		t.size += len(c.text)
	}
	if len(t.pending) >= settleRows || t.size >= settleSize {
		t.settleLayout()
	} else if t.timer == nil {
		t.timer = time.AfterFunc(settleWait, func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.settleLayout()
		})
	}
	return t.err
}

func (t *textRows) endTable() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.settleLayout()
	if names := t.hiddenNames(); t.err == nil && len(names) > 0 {
		t.writeRemark("(hidden at this width: " + strings.Join(names, ", ") + ")")
	}
	if t.omitted {
		t.writeRemark("(columns without a value are left out)")
	}
	return t.err
}

// writeRemark writes a remark about the layout.
func (t *textRows) writeRemark(text string) {
	for line := range strings.SplitSeq(string(wrapWords(nil, text, t.options.Width)), "\n") {
		if t.err == nil {
			t.err = t.stream.addLines(append([]byte(t.paint(ansi.Dim, line)), '\n'))
		}
	}
}

// paint returns text in a style if colours are allowed.
func (t *textRows) paint(style ansi.Style, text string) string {
	if !t.options.Color {
		return text
	}
	return ansi.Paint(style, text)
}

// makeCell makes a value ready to be shown.
func (t *textRows) makeCell(value table.Value, unit table.Unit) cell {
	text := value.AppendText(nil)
	if value.Kind() == table.KindNumber {
		text = t.formatNumber(string(text), unit)
	}
	shown := string(appendVisible(nil, text, keepNothing))
	if t.options.Terminal {
		shown = cutCell(shown, t.options.ellipsis())
	}
	return cell{text: shown, width: textWidth(shown), kind: value.Kind()}
}

// formatNumber formats a number for people.
func (t *textRows) formatNumber(text string, unit table.Unit) []byte {
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case len(text) > mostDigits:
		return []byte(text)
	case err != nil || unit == table.UnitNone || unit == table.UnitTime:
		return humanize.AppendThousands(nil, text)
	case unit == table.UnitBytes:
		return []byte(humanize.Bytes(int64(n)))
	case unit == table.UnitPercent:
		return fmt.Appendf(nil, "%.1f %%", 100*n)
	case unit == table.UnitDollars:
		return []byte(humanize.Dollars(n))
	}
	if t.noBars {
		return fmt.Appendf(nil, sharePercent, 100*n)
	}
	t.largest = max(t.largest, n)
	return []byte(shareBar(n, t.largest, t.options.ASCII))
}

// settleLayout decides the layout and writes the pending rows.
func (t *textRows) settleLayout() {
	if t.settled {
		return
	}
	t.settled = true
	if t.timer != nil {
		t.timer.Stop()
	}
	t.decideLayout()
	t.writeHeader()
	for _, row := range t.pending {
		if t.err == nil {
			t.err = t.writeCells(row)
		}
	}
	t.pending = nil
}

// writeHeader writes the names of the columns, on as many lines as they need.
func (t *textRows) writeHeader() {
	if t.upright {
		return
	}
	lines := 0
	for _, c := range t.columns {
		if !c.hidden {
			lines = max(lines, len(c.header))
		}
	}
	for line := range lines {
		row := make([]cell, len(t.columns))
		for i, c := range t.columns {
			if above := lines - len(c.header); !c.hidden && line >= above {
				row[i] = c.header[line-above]
			}
		}
		t.layoutCells(row)
		if t.err == nil {
			t.err = t.stream.addLines(append([]byte(t.paint(ansi.Bold, string(trimSpaces(t.line)))), '\n'))
		}
	}
}

// writeCells writes a row.
func (t *textRows) writeCells(row []cell) error {
	if t.upright {
		return t.writeUpright(row)
	}
	if err := t.shortenLateRow(row); err != nil {
		return err
	}
	t.layoutCells(row)
	t.appendRare(row)
	t.line = append(trimSpaces(t.line), '\n')
	return t.stream.addLines(t.line)
}

// layoutCells makes the line of a row. A later cell can be wider than its column: then
// the row is out of line if it still fits the terminal; otherwise the cell is cut.
func (t *textRows) layoutCells(row []cell) {
	cut := t.options.Width > 0 && t.rowWidth(row) > t.options.Width
	t.line = t.line[:0]
	for i, c := range row {
		column := &t.columns[i]
		if column.hidden {
			continue
		}
		if cut && c.width > column.width && c.kind != table.KindNumber {
			c.cutTo(column.width, t.options.ellipsis())
		}
		padding := max(column.width-c.width, 0)
		if column.right {
			t.line = append(appendSpaces(t.line, padding), c.text...)
		} else {
			t.line = appendSpaces(append(t.line, c.text...), padding)
		}
		t.line = appendSpaces(t.line, columnGap)
	}
}

// rowWidth returns the width of the row with no cell cut.
func (t *textRows) rowWidth(row []cell) int {
	sum := -columnGap
	for i, c := range row {
		if !t.columns[i].hidden {
			sum += columnGap + max(c.width, t.columns[i].width)
		}
	}
	return sum
}

// writeUpright writes a row as lines of a name and its value, none of them cut to
// the terminal's width.
func (t *textRows) writeUpright(row []cell) error {
	widest := 0
	for _, c := range t.columns {
		widest = max(widest, c.name.width)
	}
	t.rows++
	t.line = append(append(t.line[:0], t.paint(ansi.Bold, "-- row "+humanize.Thousands(int64(t.rows)))...), '\n')
	for i, c := range row {
		if c.kind == table.KindNull {
			t.omitted = true
			continue
		}
		name := t.columns[i].name
		t.line = appendSpaces(append(t.line, name.text...), widest-name.width+columnGap)
		t.line = append(trimSpaces(append(t.line, cmp.Or(c.whole, c.text)...)), '\n')
	}
	return t.stream.addLines(t.line)
}

// wrapWords appends text on lines that are no wider than width, if its words are
// not.
func wrapWords(dst []byte, text string, width int) []byte {
	used := 0
	for i, word := range strings.Split(text, " ") {
		switch wide := textWidth(word); {
		case i > 0 && used+1+wide > width:
			dst = append(dst, '\n')
			used = wide
		case i > 0:
			dst = append(dst, ' ')
			used += 1 + wide
		default:
			used = wide
		}
		dst = append(dst, word...)
	}
	return dst
}

func appendSpaces(dst []byte, n int) []byte {
	for range n {
		dst = append(dst, ' ')
	}
	return dst
}

func trimSpaces(line []byte) []byte {
	for len(line) > 0 && line[len(line)-1] == ' ' {
		line = line[:len(line)-1]
	}
	return line
}

// cutMiddle cuts the middle out of text that is wider than room, because the ends
// of an ARN or a key say more. An ellipsis, one column wide, takes its place.
func cutMiddle(text string, room int, ellipsis string) string {
	if textWidth(text) <= room {
		return text
	}
	return cutMeasured(text, measuredCut{(room - 1) / 2, room - 1 - (room-1)/2, ellipsis, runeWidth})
}

// cutTo cuts a cell: a name from its start, or behind the account that it shows, and any other text in the middle.
func (c *cell) cutTo(room int, ellipsis string) {
	if c.isName && c.width > room {
		head := accountLength(c.text)
		if head+leastTail >= room {
			head = 0
		}
		c.text = cutMeasured(c.text, measuredCut{head, room - 1 - head, ellipsis, runeWidth})
	} else {
		c.text = cutMiddle(c.text, room, ellipsis)
	}
	c.width = textWidth(c.text)
}

// cutCell cuts the middle out of a cell with too many characters. It counts
// characters, not columns: some have no width.
func cutCell(text, ellipsis string) string {
	if utf8.RuneCountInString(text) <= mostCell {
		return text
	}
	return cutMeasured(text, measuredCut{(mostCell - 1) / 2, mostCell / 2, ellipsis, func(rune) int { return 1 }})
}

// measuredCut says what stays of a text: so much of its head and of its tail, by the size
// that measure gives each character, with an ellipsis between them.
type measuredCut struct {
	head, tail int
	ellipsis   string
	measure    func(rune) int
}

// cutMeasured returns the text with what does not stay cut out.
func cutMeasured(text string, cut measuredCut) string {
	if cut.head+cut.tail < 0 {
		return ""
	}
	head, tail := cut.head, cut.tail
	var front strings.Builder
	for _, r := range text {
		if head -= cut.measure(r); head < 0 {
			break
		}
		front.WriteRune(r)
	}
	start := len(text)
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if tail -= cut.measure(r); tail < 0 {
			break
		}
		start -= size
	}
	return front.String() + cut.ellipsis + text[start:]
}
