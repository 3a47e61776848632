package render

import (
	"math"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/table"
)

// chartRows draws a table that has a chart, as Text:
//
//	events by hour, 2023-11-01 00:00 to 2023-11-03 00:00 UTC
//	a column is 1 hour, its full height 143
//
//	data-api-exporter  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▆█████  2,746
//	image-server       ▃▃▃▃▃▄▃▃▃▃▃▃▃▄▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃  1,277
//	gaps                                         ××
//	                   ╵11-01      ╵12:00      ╵11-02
//
// All series have one scale. What is more than zero shows. The chart holds the
// numbers of all rows.
type chartRows struct {
	stream  *stream
	options Options
	title   string
	chart   *table.Chart
	unit    table.Unit

	times  []string // of the buckets
	series []chartSeries
	places map[string]int // of the series, by their names
	marks  []float64
}

// chartSeries is a number for each bucket.
type chartSeries struct {
	label  string // harmless
	values []float64
}

// plainWidth is how wide a chart is where no terminal says.
const plainWidth = 100

func (c *chartRows) begin(columns []table.Column) error {
	c.unit = columns[c.chart.Value].Unit
	c.places = make(map[string]int)
	if len(c.chart.Series) == 0 {
		c.places[""] = 0
		c.series = []chartSeries{{label: columns[c.chart.Value].Name}}
	}
	return nil
}

func (c *chartRows) row(row []table.Value) error {
	at := string(row[c.chart.Time].AppendText(nil))
	if n := len(c.times); n == 0 || c.times[n-1] != at {
		c.times = append(c.times, at)
		c.marks = append(c.marks, 0)
	}
	n := len(c.times)
	if c.chart.Mark >= 0 {
		c.marks[n-1] = max(c.marks[n-1], amount(row[c.chart.Mark]))
	}
	s := c.seriesOf(row)
	for len(s.values) < n {
		s.values = append(s.values, 0)
	}
	s.values[n-1] += max(amount(row[c.chart.Value]), 0)
	return nil
}

// amount is a number, zero where there is none.
func amount(value table.Value) float64 {
	n, err := strconv.ParseFloat(string(value.AppendText(nil)), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0
	}
	return n
}

// seriesOf finds the series of a row, a new one where it is the first.
func (c *chartRows) seriesOf(row []table.Value) *chartSeries {
	var key, label []byte
	for i, column := range c.chart.Series {
		if i > 0 {
			label = append(label, "  "...)
		}
		key = append(row[column].AppendJSON(key), ' ')
		label = appendVisible(label, row[column].AppendText(nil), nothing)
	}
	place, known := c.places[string(key)]
	if !known {
		place = len(c.series)
		c.places[string(key)] = place
		if len(label) == 0 {
			label = []byte("(none)")
		}
		c.series = append(c.series, chartSeries{label: string(label)})
	}
	return &c.series[place]
}

func (c *chartRows) end() error {
	if len(c.times) == 0 {
		return c.stream.add([]byte(Line(c.title) + ": none\n"))
	}
	return c.stream.add([]byte(c.draw()))
}

// draw is the whole chart.
func (c *chartRows) draw() string {
	l := c.layout()
	var out strings.Builder
	c.drawHead(&out, l)
	for i := range c.series {
		c.drawSeries(&out, l, i)
	}
	c.drawMarks(&out, l)
	out.WriteString(strings.Repeat(" ", l.label+columnGap) + c.axis(l) + "\n")
	return out.String()
}

// drawHead says what is drawn and at which scale.
func (c *chartRows) drawHead(out *strings.Builder, l *chartLayout) {
	const form = "2006-01-02 15:04"
	from, to := l.first, l.bucketStart(len(c.times))
	scale := "a column is " + length(l.columnTime()) + ", its full height " + c.number(l.top)
	if l.repeat > 1 {
		scale = strconv.Itoa(l.repeat) + " columns are " + length(l.columnTime()) + ", their full height " + c.number(l.top)
	}
	for _, head := range []string{Line(c.title) + ", " + from.Format(form) + " to " + to.Format(form) + " UTC", scale} {
		if textWidth(head) > l.width {
			head = strings.ReplaceAll(head, ", ", ",\n")
		}
		for line := range strings.SplitSeq(head, "\n") {
			out.WriteString(c.cut(line, l.width) + "\n")
		}
	}
	out.WriteString("\n")
}

// drawSeries draws one, its name before the last of its lines and its sum behind.
func (c *chartRows) drawSeries(out *strings.Builder, l *chartLayout, place int) {
	sums := l.sums(c.series[place].values)
	for line := l.height - 1; line >= 0; line-- {
		label, total := "", ""
		if line == 0 {
			label, total = c.cut(c.series[place].label, l.label), l.totals[place]
		}
		var bars strings.Builder
		for _, sum := range sums {
			bars.WriteString(strings.Repeat(c.block(l.level(sum)-line*levels), l.repeat))
		}
		text := pad(label, l.label) + strings.Repeat(" ", columnGap)
		if total == "" {
			text += c.paint(seriesColor(place), strings.TrimRight(bars.String(), " "))
		} else {
			text += c.paint(seriesColor(place), bars.String()) + strings.Repeat(" ", columnGap+l.total-textWidth(total)) + total
		}
		out.WriteString(strings.TrimRight(text, " ") + "\n")
	}
}

// drawMarks draws the line of marks, if there is any.
func (c *chartRows) drawMarks(out *strings.Builder, l *chartLayout) {
	mark, any := "×", false
	if c.options.ASCII {
		mark = "x"
	}
	var marks strings.Builder
	for _, sum := range l.sums(c.marks) {
		if sum > 0 {
			any = true
			marks.WriteString(strings.Repeat(mark, l.repeat))
		} else {
			marks.WriteString(strings.Repeat(" ", l.repeat))
		}
	}
	if !any {
		return
	}
	label := pad(c.cut(Line(c.chart.MarkName), l.label), l.label)
	out.WriteString(label + "  " + c.paint(markColor, strings.TrimRight(marks.String(), " ")) + "\n")
}

// number is one of the values for people.
func (c *chartRows) number(n float64) string {
	if c.unit == table.UnitBytes {
		return humanize.Bytes(int64(n))
	}
	return string(humanize.AppendThousands(nil, strconv.FormatFloat(n, 'f', -1, 64)))
}

// cut shortens text to a width.
func (c *chartRows) cut(text string, room int) string {
	return shorten(text, room, c.options.ellipsis())
}

// pad fills text up to a width.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-textWidth(text), 0))
}
