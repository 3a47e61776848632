package render

import (
	"math"
	"strings"
	"time"
)

// leastTick is the least number of columns between two ticks, for a label and a
// space.
const leastTick = 8

// monthTick is the step from which labels include the year.
const monthTick = 56 * 24 * time.Hour

// roundSpans yields the spans that a column, or the space between two ticks, can
// have, from a minute on. Spans are aligned as by [time.Time.Truncate], so that
// each begins where a shorter one does.
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

// tickStep returns the shortest span with enough room for labels.
func (l *chartLayout) tickStep() time.Duration {
	var step time.Duration
	for step = range roundSpans {
		if l.hasRoom(step) {
			break
		}
	}
	return step
}

// hasRoom reports whether a step is at least as wide as its label.
func (l *chartLayout) hasRoom(step time.Duration) bool {
	least := float64(leastTick)
	if step >= monthTick {
		least += 2
	}
	return float64(step)*float64(l.repeat) >= least*float64(l.columnTime())
}

// axisLine returns the line of times below the columns: dates at the start of days,
// otherwise times.
func (c *chartRows) axisLine(l *chartLayout) string {
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

// tickColumns returns the columns with a label: those in which a step begins, and
// the first column if it has room before the next label.
func (l *chartLayout) tickColumns(step time.Duration) []int {
	columns := []int{0}
	for column := 1; column < l.count; column++ {
		if l.hasTick(column, step) {
			columns = append(columns, column)
		}
	}
	if len(columns) > 1 && columns[1]*l.repeat < leastTick && !l.hasTick(0, step) {
		return columns[1:]
	}
	return columns
}

// hasTick reports whether a step begins in the column.
func (l *chartLayout) hasTick(column int, step time.Duration) bool {
	return nextStep(l.columnStart(column), step).Before(l.columnStart(column + 1))
}

// tickTime returns the time at which a step begins in the column or, without one,
// the column's start.
func (l *chartLayout) tickTime(column int, step time.Duration) time.Time {
	if l.hasTick(column, step) {
		return nextStep(l.columnStart(column), step)
	}
	return l.columnStart(column)
}

// nextStep returns the first multiple of a step at or after a time.
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
