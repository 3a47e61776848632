package report

import "time"

// usualTime is the condition that eventTime has the form in which CloudTrail writes
// it. Times in this form sort as text.
const usualTime = "eventtime LIKE '____-__-__T__:__:__Z'"

// unusualInstant is the instant of an eventTime in any other form of RFC 3339, NULL
// for what is no time: see [fact.Time].
const unusualInstant = `TRY(from_iso8601_timestamp(CASE WHEN regexp_like(eventtime, '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$') THEN eventtime END))`

// EventTime returns the instant of eventTime as text in CloudTrail's usual form,
// whatever fraction or offset the record writes, and NULL for what is no time.
func EventTime() Expression {
	return Expressionf("CASE WHEN %s THEN eventtime ELSE date_format(%s AT TIME ZONE 'UTC', '%%Y-%%m-%%dT%%H:%%i:%%sZ') END", usualTime, unusualInstant)
}

// EventInstant returns the instant of eventTime, and NULL for what is no time.
func EventInstant() Expression {
	return Expressionf("CASE WHEN %s THEN TRY(from_iso8601_timestamp(eventtime)) ELSE %s END", usualTime, unusualInstant)
}

// InWindow returns the conditions that eventTime is in a window, not before from and
// before to. Zero is unbounded. The first of them compare text, for readers that
// choose files and blocks by such bounds: an offset is less than a day.
func InWindow(from, to time.Time) []Expression {
	const day = 24 * time.Hour
	var all []Expression
	if !from.IsZero() {
		all = append(all, Expressionf("eventtime >= %v", Text(from.UTC().Add(-day).Format(time.DateOnly))))
	}
	if !to.IsZero() {
		all = append(all, Expressionf("eventtime < %v", Text(to.UTC().Add(2*day).Format(time.DateOnly))))
	}
	if len(all) > 0 {
		all = append(all, CompareTime(func(c TimeComparison) Expression { return c.IsWithin(from, to) }))
	}
	return all
}

// CompareTime returns a condition on the instant of eventTime. Times in CloudTrail's
// usual form are compared as text, which is faster and can be read.
func CompareTime(condition func(TimeComparison) Expression) Expression {
	return Expressionf("CASE WHEN %s THEN %v ELSE %v END", usualTime, condition(TimeComparison{}), condition(TimeComparison{unusual: true}))
}

// TimeComparison compares eventTime with times.
type TimeComparison struct{ unusual bool }

// NotBefore returns the condition that eventTime is not before t.
func (c TimeComparison) NotBefore(t time.Time) Expression { return c.compareTime(">=", t) }

// Before returns the condition that eventTime is before t.
func (c TimeComparison) Before(t time.Time) Expression { return c.compareTime("<", t) }

// IsWithin returns the condition that eventTime is not before from and before to, of
// which one can be zero: unbounded.
func (c TimeComparison) IsWithin(from, to time.Time) Expression {
	switch {
	case from.IsZero():
		return c.Before(to)
	case to.IsZero():
		return c.NotBefore(from)
	}
	return Expressionf("%v AND %v", c.NotBefore(from), c.Before(to))
}

// compareTime compares eventTime with t. Among whole seconds, which the usual form
// has, the first that is not before t divides those before t from the others.
func (c TimeComparison) compareTime(operator string, t time.Time) Expression {
	if c.unusual {
		return Expressionf("%s %s from_iso8601_timestamp(%v)", unusualInstant, operator, Text(t.UTC().Format(time.RFC3339Nano)))
	}
	next := t.UTC().Add(time.Second - time.Nanosecond).Truncate(time.Second)
	return Expressionf("eventtime %s %v", operator, Text(next.Format(time.RFC3339)))
}
