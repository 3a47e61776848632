package render

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/table"
)

// textRows writes Text. The widths of the columns come from the rows that are
// there when the first must go out: as many as settleRows, or settleSize of
// them, or those that have come within settleWait.
type textRows struct {
	stream  *stream
	options Options
	title   string

	units   []table.Unit
	largest float64 // of the shares: it has the whole bar
	noBars  bool    // there is no room for them

	mu      sync.Mutex
	header  []cell
	pending [][]cell // until the widths are settled
	size    int      // bytes of these
	timer   *time.Timer
	widths  []int  // nil until then
	alike   []bool // the cells of the column are all of one width
	right   []bool
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

// What a column keeps where the terminal is narrow. First give those whose cells
// differ in width, such as names, then the headers of numbers, then names again, and
// last times and ids, of which a part says little.
const (
	goodWidth  = 24
	fairWidth  = 10
	leastWidth = 6
)

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
		t.header = append(t.header, t.cell(value, table.UnitNone))
		t.units = append(t.units, columns[i].Unit)
	}
	return nil
}

func (t *textRows) row(row []table.Value) error {
	cells := make([]cell, 0, len(row))
	for i, value := range row {
		cells = append(cells, t.cell(value, t.units[i]))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.widths != nil {
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
		return appendThousands(nil, text)
	case unit == table.UnitBytes:
		return []byte(Bytes(int64(n)))
	case unit == table.UnitPercent:
		return fmt.Appendf(nil, "%.1f %%", 100*n)
	case unit == table.UnitDollars:
		return []byte(Dollars(n))
	}
	if t.noBars {
		return fmt.Appendf(nil, sharePercent, 100*n)
	}
	t.largest = max(t.largest, n)
	return []byte(share(n, t.largest, t.options.ASCII))
}

// settle decides the widths and writes the rows that waited for them.
func (t *textRows) settle() {
	if t.widths != nil {
		return
	}
	if t.timer != nil {
		t.timer.Stop()
	}
	n := len(t.header)
	t.widths, t.right, t.alike = make([]int, n), make([]bool, n), make([]bool, n)
	for i := range t.header {
		t.measure(i)
	}
	if room := t.options.Width - columnGap*(n-1); t.options.Width > 0 {
		if !t.hasGoodRoom(room) {
			t.dropBars()
		}
		t.fit(room)
	}
	t.err = t.write(t.header)
	for _, row := range t.pending {
		if t.err == nil {
			t.err = t.write(row)
		}
	}
	t.pending = nil
}

// hasGoodRoom reports whether there is room without cutting names below goodWidth.
func (t *textRows) hasGoodRoom(room int) bool {
	for i, width := range t.widths {
		if !t.right[i] && !t.alike[i] {
			width = min(width, goodWidth)
		}
		room -= width
	}
	return room >= 0
}

// dropBars takes the bars from the shares: names say more.
func (t *textRows) dropBars() {
	if !t.options.Terminal {
		return
	}
	t.noBars = true
	for i, unit := range t.units {
		if unit != table.UnitShare {
			continue
		}
		for _, row := range t.pending {
			if row[i].kind == table.KindNumber {
				percent, _, _ := strings.Cut(row[i].text, "%")
				row[i].text = percent + "%"
				row[i].width = textWidth(row[i].text)
			}
		}
		t.measure(i)
	}
}

// fit makes the columns narrower until they have room, or as far as it goes. A part
// of a number would be another number, so that only the headers of numbers are cut.
func (t *textRows) fit(room int) {
	least := make([]int, len(t.widths))
	for _, keep := range []struct {
		width   int
		headers bool
	}{{goodWidth, true}, {goodWidth, false}, {fairWidth, false}, {leastWidth, false}} {
		for i := range least {
			least[i] = keep.width
			switch {
			case t.right[i] && !keep.headers:
				least[i] = max(t.cellWidth(i), leastWidth)
			case t.right[i], t.alike[i] && keep.width > leastWidth:
				least[i] = t.widths[i]
			}
		}
		shrink(t.widths, room, least)
	}
}

// cellWidth is the width of a column without its header.
func (t *textRows) cellWidth(column int) int {
	width := 0
	for _, row := range t.pending {
		width = max(width, row[column].width)
	}
	return width
}

// measure finds the width of a column, and whether it holds numbers.
func (t *textRows) measure(column int) {
	numbers, others := 0, 0
	t.alike[column] = len(t.pending) > 1
	for _, row := range t.pending {
		t.alike[column] = t.alike[column] && row[column].width == t.pending[0][column].width
		switch row[column].kind {
		case table.KindNull:
		case table.KindNumber:
			numbers++
		default:
			others++
		}
	}
	t.widths[column] = max(t.header[column].width, t.cellWidth(column))
	t.right[column] = numbers > 0 && others == 0
}

// shrink takes from the widest columns until all fit, leaving each the least.
func shrink(widths []int, room int, least []int) {
	sum := 0
	for _, width := range widths {
		sum += width
	}
	for ; sum > room; sum-- {
		widest := -1
		for i, width := range widths {
			if width > least[i] && (widest < 0 || width > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

// write writes a row. A later cell may be wider than its column: then the row
// is out of line where it still fits the terminal, and else the cell is cut.
func (t *textRows) write(row []cell) error {
	cut := t.options.Width > 0 && rowWidth(row, t.widths) > t.options.Width
	t.line = t.line[:0]
	for i, c := range row {
		if cut && c.width > t.widths[i] && c.kind != table.KindNumber {
			c.text = shorten(c.text, t.widths[i], t.options.ellipsis())
			c.width = textWidth(c.text)
		}
		padding := max(t.widths[i]-c.width, 0)
		switch {
		case t.right[i]:
			t.line = append(appendSpaces(t.line, padding), c.text...)
		default:
			t.line = appendSpaces(append(t.line, c.text...), padding)
		}
		t.line = appendSpaces(t.line, columnGap)
	}
	t.line = append(trimSpaces(t.line), '\n')
	return t.stream.add(t.line)
}

// rowWidth is how wide the row is with no cell cut.
func rowWidth(row []cell, widths []int) int {
	sum := columnGap * (len(row) - 1)
	for i, c := range row {
		sum += max(c.width, widths[i])
	}
	return sum
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
