package render

import (
	"math"
	"strings"
	"time"
)

// leastTick is how many columns there are between two ticks, for a label and a
// space.
const leastTick = 8

// monthTick is the step from which on labels have the year.
const monthTick = 56 * 24 * time.Hour

// roundSpans yields what may be the time of a column or between two ticks, from a
// minute on. All times count as [time.Time.Truncate] has them, so that a span
// begins where a shorter one does.
func roundSpans(yield func(time.Duration) bool) {
	const day = 24 * time.Hour
	var last time.Duration
	for _, span := range []time.Duration{
		time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
		time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, day, 2 * day, 7 * day, 14 * day, 28 * day,
	} {
		if !yield(span) {
			return
		}
		last = span
	}
	for last < math.MaxInt64/2 {
		if last *= 2; !yield(last) {
			return
		}
	}
}

// tickStep is the shortest span that leaves room for labels.
func (l *chartLayout) tickStep() time.Duration {
	var step time.Duration
	for step = range roundSpans {
		if l.hasRoom(step) {
			break
		}
	}
	return step
}

// hasRoom tells a step that is at least as wide as its label.
func (l *chartLayout) hasRoom(step time.Duration) bool {
	least := float64(leastTick)
	if step >= monthTick {
		least += 2
	}
	return float64(step)*float64(l.repeat) >= least*float64(l.columnTime())
}

// axis is the line of times below the columns: dates where days begin, else
// times.
func (c *chartRows) axis(l *chartLayout) string {
	tick := "╵"
	if c.options.ASCII {
		tick = "|"
	}
	step := l.tickStep()
	var line strings.Builder
	for _, column := range l.tickColumns(step) {
		place, label := column*l.repeat, tick+tickLabel(l.tickTime(column, step), step)
		used := textWidth(line.String())
		if place+textWidth(label) > l.count*l.repeat+columnGap+l.total || used > 0 && place <= used {
			continue
		}
		line.WriteString(strings.Repeat(" ", place-used) + label)
	}
	return line.String()
}

// tickColumns are those that have a label: where a step begins, and the first
// one if it has room before the next.
func (l *chartLayout) tickColumns(step time.Duration) []int {
	columns := []int{0}
	for column := 1; column < l.count; column++ {
		if l.ticks(column, step) {
			columns = append(columns, column)
		}
	}
	if len(columns) > 1 && columns[1]*l.repeat < leastTick && !l.ticks(0, step) {
		return columns[1:]
	}
	return columns
}

// ticks tells a column in which a step begins.
func (l *chartLayout) ticks(column int, step time.Duration) bool {
	return nextStep(l.start(column), step).Before(l.start(column + 1))
}

// tickTime is when the step begins that a column has, or else the column.
func (l *chartLayout) tickTime(column int, step time.Duration) time.Time {
	if l.ticks(column, step) {
		return nextStep(l.start(column), step)
	}
	return l.start(column)
}

// nextStep is the first multiple of a step that is not before a time.
func nextStep(at time.Time, step time.Duration) time.Time {
	if before := at.Truncate(step); before.Before(at) {
		return before.Add(step)
	}
	return at
}

func tickLabel(at time.Time, step time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case step >= monthTick:
		return at.Format("2006-01")
	case step >= day || at.Equal(at.Truncate(day)):
		return at.Format("01-02")
	}
	return at.Format("15:04")
}
