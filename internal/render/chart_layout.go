package render

import (
	"math"
	"strconv"
	"time"
)

// chartLayout is what stands where in a chart.
type chartLayout struct {
	width  int       // of all
	label  int       // of the names
	total  int       // of the sums
	first  time.Time // of the buckets
	bucket time.Duration
	merge  int // buckets in a column
	before int // as many more that the first column would have
	repeat int // columns for each of these
	height int // lines for each series
	count  int // columns, each repeated
	top    float64
	totals []string
}

// How many columns there are at least, and how wide one bucket may be drawn.
const (
	leastPlot  = 10
	mostRepeat = 8
)

// layout decides.
func (c *chartRows) layout() *chartLayout {
	l := &chartLayout{width: c.options.Width, bucket: c.chart.Bucket, height: chartHeight(len(c.series))}
	if l.width <= 0 {
		l.width = plainWidth
	}
	l.first, _ = time.Parse(time.RFC3339, c.times[0])
	longest := 0
	for i := range c.series {
		sum := 0.0
		for _, value := range c.series[i].values {
			sum += value
		}
		l.totals = append(l.totals, c.number(sum))
		l.total = max(l.total, textWidth(l.totals[i]))
		longest = max(longest, textWidth(c.series[i].label))
	}
	if c.chart.Mark >= 0 {
		longest = max(longest, textWidth(c.chart.MarkName))
	}
	room := l.width - l.total - 2*columnGap // for the names and the columns
	l.label = max(min(longest, l.width/3, room-leastPlot), 1)
	plot := max(room-l.label, leastPlot)
	l.fit(len(c.times), plot)
	l.repeat = min(max(plot/l.count, 1), mostRepeat)
	for i := range c.series {
		for _, sum := range l.sums(c.series[i].values) {
			l.top = max(l.top, sum)
		}
	}
	return l
}

// fit makes columns of n buckets, each a round span of time, so many that there
// is room for them.
func (l *chartLayout) fit(n, room int) {
	for span := range roundSpans {
		if span%l.bucket != 0 {
			continue
		}
		l.merge = int(span / l.bucket)
		l.before = int(l.first.Sub(l.first.Truncate(span)) / l.bucket)
		l.count = (l.before + n + l.merge - 1) / l.merge
		if l.count <= room {
			return
		}
	}
	l.merge, l.before = (n+room-1)/room, 0 // no round span is made of such buckets
	l.count = (n + l.merge - 1) / l.merge
}

// chartHeight is how many lines each of so many series has.
func chartHeight(series int) int {
	switch {
	case series == 1:
		return 8
	case series <= 4:
		return 3
	}
	return 1
}

// sums adds up the values of each column.
func (l *chartLayout) sums(values []float64) []float64 {
	sums := make([]float64, l.count)
	for i, value := range values {
		sums[(l.before+i)/l.merge] += value
	}
	return sums
}

// levels is how many heights there are in one line.
const levels = 8

// level is how high a value stands, at least 1 if it is more than zero.
func (l *chartLayout) level(value float64) int {
	if value <= 0 {
		return 0
	}
	return max(int(math.Round(value/l.top*float64(levels*l.height))), 1)
}

// columnTime is how long a column is.
func (l *chartLayout) columnTime() time.Duration { return time.Duration(l.merge) * l.bucket }

// start is when a column begins: at a multiple of its length.
func (l *chartLayout) start(column int) time.Time {
	return l.bucketStart(column*l.merge - l.before)
}

// bucketStart is when a bucket begins. A Duration would not reach across the
// years that a timeline may have.
func (l *chartLayout) bucketStart(bucket int) time.Time {
	return time.Unix(l.first.Unix()+int64(bucket)*int64(l.bucket/time.Second), 0).UTC()
}

// length is a span in words.
func length(d time.Duration) string {
	n, unit := int64(d/time.Minute), "minute"
	for _, larger := range []struct {
		minutes int64
		name    string
	}{{24 * 60, "day"}, {60, "hour"}} {
		if n%larger.minutes == 0 && n > 0 {
			n, unit = n/larger.minutes, larger.name
			break
		}
	}
	if n != 1 {
		unit += "s"
	}
	return strconv.FormatInt(n, 10) + " " + unit
}
