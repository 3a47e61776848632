package render

import (
	"math"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/arnlabel"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/table"
)

// chartRows draws a table with a chart, as Text:
//
//	events by hour, 2023-11-01 00:00 to 2023-11-03 00:00 UTC
//	a column is 1 hour, its full height 143
//
//	data-api-exporter  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▆█████  2,746
//	image-server       ▃▃▃▃▃▄▃▃▃▃▃▃▃▄▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃  1,277
//	gaps                                         ××
//	                   ╵11-01      ╵12:00      ╵11-02
//
// All series have the same scale. Every value above zero is visible. The chart
// holds the numbers of all rows.
type chartRows struct {
	stream  *stream
	options Options
	title   string
	chart   *table.Chart
	unit    table.Unit

	times  []string // of the buckets
	series []chartSeries
	places map[string]int // index in series, by name
	marks  []float64
}

// chartSeries is a number for each bucket.
type chartSeries struct {
	names  []string // what identifies it
	label  string   // the names in short, made harmless
	values []float64
}

// plainWidth is the width of a chart that is not on a terminal.
const plainWidth = 100

func (c *chartRows) beginTable(columns []table.Column) error {
	c.unit = columns[c.chart.Value].Unit
	c.places = make(map[string]int)
	if len(c.chart.Series) == 0 {
		c.places[""] = 0
		c.series = []chartSeries{{label: columns[c.chart.Value].Name}}
	}
	return nil
}

func (c *chartRows) addRow(row []table.Value) error {
	at := string(row[c.chart.Time].AppendText(nil))
	if n := len(c.times); n == 0 || c.times[n-1] != at {
		c.times = append(c.times, at)
		c.marks = append(c.marks, 0)
	}
	n := len(c.times)
	if c.chart.Mark >= 0 {
		c.marks[n-1] = max(c.marks[n-1], parseAmount(row[c.chart.Mark]))
	}
	s := c.findSeries(row)
	for len(s.values) < n {
		s.values = append(s.values, 0)
	}
	s.values[n-1] += max(parseAmount(row[c.chart.Value]), 0)
	return nil
}

// parseAmount returns a number, or zero for a value that is not one.
func parseAmount(value table.Value) float64 {
	n, err := strconv.ParseFloat(string(value.AppendText(nil)), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0
	}
	return n
}

// findSeries returns the series of a row, creating it for its first row.
func (c *chartRows) findSeries(row []table.Value) *chartSeries {
	var key []byte
	var names []string
	for _, column := range c.chart.Series {
		key = append(row[column].AppendJSON(key), ' ')
		names = append(names, string(row[column].AppendText(nil)))
	}
	place, known := c.places[string(key)]
	if !known {
		place = len(c.series)
		c.places[string(key)] = place
		c.series = append(c.series, chartSeries{names: names})
	}
	return &c.series[place]
}

// labelSeries gives the series labels, with ARNs as far as they are needed to tell them
// apart.
func (c *chartRows) labelSeries() {
	var arns arnlabel.Labels
	for _, s := range c.series {
		for _, name := range s.names {
			if arnlabel.IsARN(name) {
				arns.Collect(name)
			}
		}
	}
	for i := range c.series {
		s := &c.series[i]
		var label []byte
		for n, name := range s.names {
			if n > 0 {
				label = append(label, "  "...)
			}
			if arnlabel.IsARN(name) {
				name = arns.Label(name)
			}
			label = appendVisible(label, []byte(name), keepNothing)
		}
		switch {
		case len(label) > 0:
			s.label = string(label)
		case s.label == "":
			s.label = "(none)"
		}
	}
}

func (c *chartRows) endTable() error {
	if len(c.times) == 0 {
		return c.stream.addLines([]byte(Line(c.title) + ": none\n"))
	}
	return c.stream.addLines([]byte(c.drawChart()))
}

// drawChart returns the whole chart.
func (c *chartRows) drawChart() string {
	c.labelSeries()
	l := c.newLayout()
	var out strings.Builder
	c.drawHead(&out, l)
	for i := range c.series {
		c.drawSeries(&out, l, i)
	}
	c.drawMarks(&out, l)
	out.WriteString(strings.Repeat(" ", l.label+columnGap) + c.axisLine(l) + "\n")
	return out.String()
}

// drawHead writes the title and the scale.
func (c *chartRows) drawHead(out *strings.Builder, l *chartLayout) {
	const form = "2006-01-02 15:04"
	from, to := l.first, l.bucketStart(len(c.times))
	scale := "a column is " + spanText(l.columnTime()) + ", its full height " + c.formatNumber(l.top)
	if l.repeat > 1 {
		scale = strconv.Itoa(l.repeat) + " columns are " + spanText(l.columnTime()) + ", their full height " + c.formatNumber(l.top)
	}
	for _, head := range []string{Line(c.title) + ", " + from.Format(form) + " to " + to.Format(form) + " UTC", scale} {
		if textWidth(head) > l.width {
			head = strings.ReplaceAll(head, ", ", ",\n")
		}
		for line := range strings.SplitSeq(head, "\n") {
			out.WriteString(c.cutText(line, l.width) + "\n")
		}
	}
	out.WriteString("\n")
}

// drawSeries draws a series, with its name at the start and its sum at the end of
// the last line.
func (c *chartRows) drawSeries(out *strings.Builder, l *chartLayout, place int) {
	sums := l.sumColumns(c.series[place].values)
	for line := l.height - 1; line >= 0; line-- {
		label, total := "", ""
		if line == 0 {
			label, total = c.cutText(c.series[place].label, l.label), l.totals[place]
		}
		var bars strings.Builder
		for _, sum := range sums {
			bars.WriteString(strings.Repeat(c.barBlock(l.barLevel(sum)-line*levels), l.repeat))
		}
		text := padText(label, l.label) + strings.Repeat(" ", columnGap)
		if total == "" {
			text += c.paintText(seriesColor(place), strings.TrimRight(bars.String(), " "))
		} else {
			text += c.paintText(seriesColor(place), bars.String()) + strings.Repeat(" ", columnGap+l.total-textWidth(total)) + total
		}
		out.WriteString(strings.TrimRight(text, " ") + "\n")
	}
}

// drawMarks draws the line of marks, if there are any.
func (c *chartRows) drawMarks(out *strings.Builder, l *chartLayout) {
	mark, any := "×", false
	if c.options.ASCII {
		mark = "x"
	}
	var marks strings.Builder
	for _, sum := range l.sumColumns(c.marks) {
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
	label := padText(c.cutText(Line(c.chart.MarkName), l.label), l.label)
	out.WriteString(label + "  " + c.paintText(markColor, strings.TrimRight(marks.String(), " ")) + "\n")
}

// formatNumber formats one of the values for people.
func (c *chartRows) formatNumber(n float64) string {
	if c.unit == table.UnitBytes {
		return humanize.Bytes(int64(n))
	}
	return string(humanize.AppendThousands(nil, strconv.FormatFloat(n, 'f', -1, 64)))
}

// cutText shortens text to a width.
func (c *chartRows) cutText(text string, room int) string {
	return cutMiddle(text, room, c.options.ellipsis())
}

// padText pads text with spaces to a width.
func padText(text string, width int) string {
	return text + strings.Repeat(" ", max(width-textWidth(text), 0))
}
