package render

import (
	"strings"
	"time"
)

// leastTick is how many columns there are between two ticks, for a label and a
// space.
const leastTick = 8

// tickSteps are what may lie between two ticks.
func tickSteps() []time.Duration {
	const day = 24 * time.Hour
	return []time.Duration{
		time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 3 * time.Hour,
		6 * time.Hour, 12 * time.Hour, day, 2 * day, 7 * day, 14 * day, 28 * day, 91 * day, 182 * day, 364 * day,
	}
}

// tickStep is the shortest that leaves room for labels.
func (l *chartLayout) tickStep() time.Duration {
	steps := tickSteps()
	for _, step := range steps {
		if int64(step)*int64(l.repeat) >= leastTick*int64(l.columnTime()) {
			return step
		}
	}
	return steps[len(steps)-1]
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
		place, label := column*l.repeat, tick+tickLabel(l.start(column), step)
		if place+textWidth(label) > l.count*l.repeat+columnGap+l.total {
			break
		}
		line.WriteString(strings.Repeat(" ", place-textWidth(line.String())) + label)
	}
	return line.String()
}

// tickColumns are those that have a label: where a step begins, and the first
// one if it has room before the next.
func (l *chartLayout) tickColumns(step time.Duration) []int {
	columns := []int{0}
	for column := 1; column < l.count; column++ {
		if ticks(l.start(column), step, l.columnTime()) {
			columns = append(columns, column)
		}
	}
	if len(columns) > 1 && columns[1]*l.repeat < leastTick && !ticks(l.start(0), step, l.columnTime()) {
		return columns[1:]
	}
	return columns
}

// ticks tells a column in which a step begins.
func ticks(at time.Time, step, column time.Duration) bool {
	return at.Truncate(step).Equal(at) || at.Truncate(step).Add(step).Before(at.Add(column))
}

func tickLabel(at time.Time, step time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case step >= 91*day:
		return at.Format("2006-01")
	case step >= day || at.Equal(at.Truncate(day)):
		return at.Format("01-02")
	}
	return at.Format("15:04")
}
