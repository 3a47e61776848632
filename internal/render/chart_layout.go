package render

import (
	"math"
	"strconv"
	"time"
)

// chartLayout holds the sizes and places of a chart's parts.
type chartLayout struct {
	width  int       // of the whole chart
	label  int       // width of the names
	total  int       // width of the sums
	first  time.Time // start of the first bucket
	bucket time.Duration
	merge  int // buckets in a column
	before int // buckets missing at the start of the first column
	repeat int // how often each column is repeated
	height int // lines of each series
	count  int // columns, not counting repetitions
	top    float64
	totals []string
}

// The least number of columns, and the greatest width of one bucket.
const (
	leastPlot  = 10
	mostRepeat = 8
)

// newLayout decides the layout.
func (c *chartRows) newLayout() *chartLayout {
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
		l.totals = append(l.totals, c.formatNumber(sum))
		l.total = max(l.total, textWidth(l.totals[i]))
		longest = max(longest, textWidth(c.series[i].label))
	}
	if c.chart.Mark >= 0 {
		longest = max(longest, textWidth(c.chart.MarkName))
	}
	room := l.width - l.total - 2*columnGap // for the names and the columns
	l.label = max(min(longest, l.width/3, room-leastPlot), 1)
	plot := max(room-l.label, leastPlot)
	l.fitBuckets(len(c.times), plot)
	l.repeat = min(max(plot/l.count, 1), mostRepeat)
	for i := range c.series {
		for _, sum := range l.sumColumns(c.series[i].values) {
			l.top = max(l.top, sum)
		}
	}
	return l
}

// fitBuckets groups n buckets into columns, each a round span of time, that fit
// into room.
func (l *chartLayout) fitBuckets(n, room int) {
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
	l.merge, l.before = (n+room-1)/room, 0 // no round span is a multiple of such buckets
	l.count = (n + l.merge - 1) / l.merge
}

// chartHeight returns the number of lines of each series.
func chartHeight(series int) int {
	switch {
	case series == 1:
		return 8
	case series <= 4:
		return 3
	}
	return 1
}

// sumColumns adds up the values of each column.
func (l *chartLayout) sumColumns(values []float64) []float64 {
	sums := make([]float64, l.count)
	for i, value := range values {
		sums[(l.before+i)/l.merge] += value
	}
	return sums
}

// levels is the number of heights within one line.
const levels = 8

// barLevel returns the height of a value, at least 1 if the value is above zero.
func (l *chartLayout) barLevel(value float64) int {
	if value <= 0 {
		return 0
	}
	return max(int(math.Round(value/l.top*float64(levels*l.height))), 1)
}

// columnTime returns the duration of a column.
func (l *chartLayout) columnTime() time.Duration { return time.Duration(l.merge) * l.bucket }

// columnStart returns the start of a column: a multiple of its duration.
func (l *chartLayout) columnStart(column int) time.Time {
	return l.bucketStart(column*l.merge - l.before)
}

// bucketStart returns the start of a bucket. A Duration could not span the years
// that a timeline can have.
func (l *chartLayout) bucketStart(bucket int) time.Time {
	return time.Unix(l.first.Unix()+int64(bucket)*int64(l.bucket/time.Second), 0).UTC()
}

// spanText returns a duration in words.
func spanText(d time.Duration) string {
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
