package render

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/table"
)

// textRows writes Text. The layout comes from the rows that are there when the
// first must go out: as many as settleRows, or settleSize of them, or those that
// have come within settleWait.
type textRows struct {
	stream  *stream
	options Options
	title   string

	largest float64 // of the shares: it has the whole bar
	noBars  bool    // there is no room for them

	mu      sync.Mutex
	columns []textColumn
	pending [][]cell // until the layout is settled
	size    int      // bytes of these
	timer   *time.Timer
	settled bool
	upright bool // each row on lines of its own, a column a line
	rows    int  // written upright
	line    []byte
	err     error
}

const (
	settleRows = 200
	settleSize = 1 << 20
	settleWait = 200 * time.Millisecond
)

// columnGap is between two columns.
const columnGap = 2

// cell is a value as it will be seen.
type cell struct {
	text  string
	width int
	kind  table.Kind
}

func (t *textRows) begin(columns []table.Column) error {
	if t.title != "" {
		t.line = append(append(t.line[:0], Line(t.title)...), '\n')
		if err := t.stream.add(t.line); err != nil {
			return err
		}
	}
	for i, value := range names(columns) {
		header := t.cell(value, table.UnitNone)
		t.columns = append(t.columns, textColumn{
			header: []cell{header}, name: header, unit: columns[i].Unit, detail: columns[i].Detail, whole: columns[i].Whole,
		})
	}
	return nil
}

func (t *textRows) row(row []table.Value) error {
	cells := make([]cell, 0, len(row))
	for i, value := range row {
		cells = append(cells, t.cell(value, t.columns[i].unit))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.settled {
		return t.write(cells)
	}
	t.pending = append(t.pending, cells)
	for _, c := range cells {
		t.size += len(c.text)
	}
	if len(t.pending) >= settleRows || t.size >= settleSize {
		t.settle()
	} else if t.timer == nil {
		t.timer = time.AfterFunc(settleWait, func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.settle()
		})
	}
	return t.err
}

func (t *textRows) end() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.settle()
	if names := t.leftOut(); t.err == nil && len(names) > 0 {
		t.line = fmt.Appendf(t.line[:0], "(not shown: %s; a wider terminal has them)\n", strings.Join(names, ", "))
		t.err = t.stream.add(t.line)
	}
	return t.err
}

// cell makes a value ready to be seen.
func (t *textRows) cell(value table.Value, unit table.Unit) cell {
	text := value.AppendText(nil)
	if value.Kind() == table.KindNumber && t.options.Terminal {
		text = t.number(string(text), unit)
	}
	shown := string(appendVisible(nil, text, nothing))
	return cell{text: shown, width: textWidth(shown), kind: value.Kind()}
}

// number writes a number for people.
func (t *textRows) number(text string, unit table.Unit) []byte {
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || unit == table.UnitNone:
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
	return []byte(share(n, t.largest, t.options.ASCII))
}

// settle decides the layout and writes the rows that waited for it.
func (t *textRows) settle() {
	if t.settled {
		return
	}
	t.settled = true
	if t.timer != nil {
		t.timer.Stop()
	}
	t.layout()
	t.writeHeader()
	for _, row := range t.pending {
		if t.err == nil {
			t.err = t.write(row)
		}
	}
	t.pending = nil
}

// writeHeader writes the names of the columns, over as many lines as they take.
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
		if t.err == nil {
			t.err = t.write(row)
		}
	}
}

// write writes a row. A later cell may be wider than its column: then the row
// is out of line where it still fits the terminal, and else the cell is cut.
func (t *textRows) write(row []cell) error {
	if t.upright {
		return t.writeUpright(row)
	}
	cut := t.options.Width > 0 && t.rowWidth(row) > t.options.Width
	t.line = t.line[:0]
	for i, c := range row {
		column := &t.columns[i]
		if column.hidden {
			continue
		}
		if cut && c.width > column.width && c.kind != table.KindNumber {
			c.text = shorten(c.text, column.width, t.options.ellipsis())
			c.width = textWidth(c.text)
		}
		padding := max(column.width-c.width, 0)
		if column.right {
			t.line = append(appendSpaces(t.line, padding), c.text...)
		} else {
			t.line = appendSpaces(append(t.line, c.text...), padding)
		}
		t.line = appendSpaces(t.line, columnGap)
	}
	t.line = append(trimSpaces(t.line), '\n')
	return t.stream.add(t.line)
}

// rowWidth is how wide the row is with no cell cut.
func (t *textRows) rowWidth(row []cell) int {
	sum := -columnGap
	for i, c := range row {
		if !t.columns[i].hidden {
			sum += columnGap + max(c.width, t.columns[i].width)
		}
	}
	return sum
}

// writeUpright writes a row as lines of a name and its value, none of them cut.
func (t *textRows) writeUpright(row []cell) error {
	widest := 0
	for _, c := range t.columns {
		widest = max(widest, c.name.width)
	}
	t.rows++
	t.line = fmt.Appendf(t.line[:0], "-- row %s\n", humanize.Thousands(int64(t.rows)))
	for i, c := range row {
		name := t.columns[i].name
		t.line = appendSpaces(append(t.line, name.text...), widest-name.width+columnGap)
		t.line = append(trimSpaces(append(t.line, c.text...)), '\n')
	}
	return t.stream.add(t.line)
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

// shorten takes out of the middle of text what is too much: the ends of an ARN
// and of a key say more. An ellipsis, one column wide, stands in its place.
func shorten(text string, room int, ellipsis string) string {
	if textWidth(text) <= room {
		return text
	}
	if room < 1 {
		return ""
	}
	head, tail := (room-1)/2, room-1-(room-1)/2
	var front strings.Builder
	for _, r := range text {
		if head -= runeWidth(r); head < 0 {
			break
		}
		front.WriteRune(r)
	}
	start := len(text)
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if tail -= runeWidth(r); tail < 0 {
			break
		}
		start -= size
	}
	return front.String() + ellipsis + text[start:]
}
