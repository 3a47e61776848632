package facet

import (
	"strings"
	"time"

	"github.com/trailq/trailq/internal/condition"
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/report"
)

// Selection says which events of the table are asked about.
type Selection struct {
	From, To time.Time // zero is unbounded
	Where    []string  // conditions as those of [trailq.Filter]
}

// View is a selection of the table's events.
type View struct {
	selection  Selection
	conditions []report.Expression
}

// NewView returns a view. Rest are the conditions that the table cannot answer: they
// have to hold for all events of the table, so that it has to be made for them.
func NewView(selection Selection) (view *View, rest []string, err error) {
	view = &View{selection: selection}
	for _, text := range selection.Where {
		c, err := condition.Parse(text)
		if err != nil {
			return nil, nil, err
		}
		field, found := FieldNamed(c.Field)
		if !found {
			rest = append(rest, text)
			continue
		}
		view.conditions = append(view.conditions, report.ConditionOn(field.valueFor(c), c))
	}
	return view, rest, nil
}

// valueFor returns the field's value without what an Insights event says of the calls
// that it is about: conditions are on the event itself. No such value equals a text that
// lacks the mark.
func (f Field) valueFor(c *condition.Condition) report.Expression {
	isText := c.Glob != "" && !strings.ContainsAny(c.Glob, "*?") && !strings.HasSuffix(c.Glob, fact.InsightMark)
	if isText || fact.InsightSQL(f.Name) == "" {
		return report.Expressionf("%v", f.column())
	}
	return report.Expressionf("CASE WHEN %[1]v NOT LIKE %[2]v THEN %[1]v END", f.column(), report.Text("%"+fact.InsightMark))
}

// where returns all conditions of the view.
func (v *View) where() []report.Expression {
	return append(InWindow(v.selection.From, v.selection.To), v.conditions...)
}

// InWindow returns the conditions that an event is not before from and before to. Zero
// is unbounded.
func InWindow(from, to time.Time) []report.Expression {
	var bounds []report.Expression
	if !from.IsZero() {
		bounds = append(bounds, report.Expressionf("%v >= %d", timeColumn, ceilMilli(from)))
	}
	if !to.IsZero() {
		bounds = append(bounds, report.Expressionf("%v < %d", timeColumn, ceilMilli(to)))
	}
	return bounds
}

// ceilMilli returns the first millisecond that is not before a time.
func ceilMilli(at time.Time) int64 {
	return at.Add(time.Millisecond - time.Nanosecond).UnixMilli()
}

// isWithin returns the condition that an event is in a window, for the use in a CASE: it
// is NULL for an event without a time.
func isWithin(from, to time.Time) report.Expression {
	var texts []string
	for _, bound := range InWindow(from, to) {
		texts = append(texts, bound.String())
	}
	if len(texts) == 0 {
		return report.Expressionf("true")
	}
	return report.Expressionf("%s", strings.Join(texts, " AND "))
}
