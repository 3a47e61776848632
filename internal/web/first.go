package web

import (
	"time"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/web/tables"
)

// isPlain reports whether a state asks about all events, and how many they are.
func (own *state) isPlain() bool {
	return len(own.where) == 0 && own.from.IsZero() && own.to.IsZero() && own.by == "" && own.sum == "" && !own.selected.IsGiven()
}

// isReady reports whether the table of all events is made.
func (s *Server) isReady() bool { return s.session.AllEvents().Status().State == tables.Ready }

// firstAnswer returns the screen of all events as far as it is known without the table:
// without the list.
func firstAnswer(first *tables.First) *viewAnswer {
	answer := &viewAnswer{Total: first.Span.Events, Partial: true, Facets: []facetAnswer{}}
	for _, one := range first.Facets {
		f := facetAnswer{Field: one.Field.Name, Total: first.Span.Events, Groups: one.Groups, Values: []valueAnswer{}}
		for _, counted := range one.Values {
			value := valueAnswer{Count: counted.Events, Share: report.Rounded(float64(counted.Events)/float64(max(first.Span.Events, 1)), 1e6)}
			value.setValue(one.Field, counted.Value)
			f.Values = append(f.Values, value)
		}
		answer.Facets = append(answer.Facets, f)
	}
	answer.Histogram = firstHistogram(first)
	return answer
}

// firstHistogram returns the events in time; nil where there is none.
func firstHistogram(first *tables.First) *histogramAnswer {
	if first.Span.First.IsZero() {
		return nil
	}
	window := tables.Window{From: first.Span.First, To: first.Span.Last.Add(time.Millisecond)}
	step := tables.StepOf(window)
	h := &histogramAnswer{Start: window.From.Truncate(step), Step: int64(step / time.Second), Unit: unitOf("")}
	h.Bins = int((window.To.Sub(h.Start) + step - 1) / step)
	counts, gaps := first.Bins(h.Start, step, h.Bins)
	series := seriesAnswer{Counts: counts}
	for _, n := range counts {
		series.Total += n
	}
	h.Series, h.Gaps = []seriesAnswer{series}, gaps
	return h
}
