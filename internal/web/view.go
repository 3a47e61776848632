package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
)

// viewAnswer is the screen of the events in time, their fields and the newest of them.
type viewAnswer struct {
	Total     int64            `json:"total"`
	Amount    *amountAnswer    `json:"amount,omitempty"`
	Histogram *histogramAnswer `json:"histogram,omitempty"`
	Facets    []facetAnswer    `json:"facets"`
	Outside   outsideAnswer    `json:"outside"`
	Rows      *rowsAnswer      `json:"rows"`
	Millis    int64            `json:"ms"`
	Partial   bool             `json:"partial"`
}

// amountAnswer is a sum with its unit.
type amountAnswer struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// outsideAnswer counts events that meet the conditions and are not in the window.
type outsideAnswer struct {
	Before int64 `json:"before"`
	After  int64 `json:"after"`
}

const (
	shownValues = 10 // of a field
	mostValues  = 1000
	shownRows   = 200 // of the list
	mostRows    = 5000
)

func (s *Server) showView(w http.ResponseWriter, r *http.Request) error {
	began := time.Now()
	own, err := s.parseState(r, "facets", "n", "rows", "tab")
	if err != nil {
		return err
	}
	if first := s.session.AllEvents().Status().First; own.isPlain() && first != nil && !s.isReady() {
		return reply.WriteJSON(w, firstAnswer(first))
	}
	v, err := s.viewTable(own)
	if err != nil {
		return err
	}
	fields, err := own.chosenFields()
	if err != nil {
		return err
	}
	values, err := own.number("n", shownValues, mostValues)
	if err != nil {
		return err
	}
	rows, err := own.number("rows", shownRows, mostRows)
	if err != nil {
		return err
	}
	ctx, end := s.tabs.beginView(r.Context(), own.words.Get("tab"))
	defer end()
	answer := &viewAnswer{Facets: []facetAnswer{}}
	if err := v.answerTime(ctx, answer); err != nil {
		return err
	}
	for _, field := range fields {
		one, err := v.facet(ctx, answer.Total, facet.GroupOptions{Field: field, Sum: v.sum, Limit: values})
		if err != nil {
			return err
		}
		answer.Facets = append(answer.Facets, *one)
	}
	if answer.Rows, err = v.rows(ctx, nil, rows); err != nil {
		return err
	}
	answer.Millis = time.Since(began).Milliseconds()
	return reply.WriteJSON(w, answer)
}

// answerTime adds what is about time: how many events, and when.
func (v *view) answerTime(ctx context.Context, answer *viewAnswer) error {
	span, err := v.countEvents(ctx)
	if err != nil {
		return err
	}
	answer.Total = span.Events
	if answer.Outside, err = v.countOutside(ctx); err != nil {
		return err
	}
	answer.Histogram, err = v.histogram(ctx)
	if err == nil && v.sum != "" {
		answer.Amount = &amountAnswer{Unit: unitOf(v.sum)}
		if answer.Histogram != nil {
			for _, series := range answer.Histogram.Series {
				answer.Amount.Value += series.Total
			}
		}
	}
	return err
}

// countEvents returns how many events the view has, and when.
func (v *view) countEvents(ctx context.Context) (span tables.Span, err error) {
	query, err := v.events.Span()
	if err != nil {
		return span, err
	}
	err = v.table.Ask(ctx, query, func(row []table.Value) { span = tables.ReadSpan(row) })
	return span, err
}

// countOutside counts the events that meet the conditions before and after the window.
func (v *view) countOutside(ctx context.Context) (outside outsideAnswer, err error) {
	if v.from.IsZero() && v.to.IsZero() {
		return outside, nil
	}
	query, err := v.events.Outside()
	if err != nil {
		return outside, err
	}
	err = v.table.Ask(ctx, query, func(row []table.Value) {
		outside = outsideAnswer{tables.ReadInt(row[3]), tables.ReadInt(row[4])}
	})
	return outside, err
}

// unitOf returns the unit of a sum.
func unitOf(sum string) string {
	switch sum {
	case "":
		return "events"
	case facet.Dollars:
		return "dollars"
	}
	return "bytes"
}

// chosenFields returns the fields that are asked for, or those that are open.
func (own *state) chosenFields() ([]facet.Field, error) {
	var fields []facet.Field
	if !own.words.Has("facets") {
		for _, field := range facet.Fields() {
			if field.Open {
				fields = append(fields, field)
			}
		}
		return fields, nil
	}
	for name := range strings.SplitSeq(own.words.Get("facets"), ",") {
		if name == "" {
			continue
		}
		field, found := facet.FieldNamed(name)
		if !found {
			return nil, reply.BadWords("facets: " + name + " is none of the fields that are counted")
		}
		fields = append(fields, field)
	}
	return fields, nil
}

// number returns the number that a word has, from 1 to most.
func (own *state) number(word string, usual, most int) (int, error) {
	text := own.words.Get(word)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, reply.BadWords(word + ": want a number up to " + strconv.Itoa(most))
	}
	return n, nil
}

// histogramAnswer are events in time.
type histogramAnswer struct {
	Start  time.Time      `json:"start"`
	Step   int64          `json:"step"` // in seconds
	Bins   int            `json:"bins"`
	Unit   string         `json:"unit"`
	Series []seriesAnswer `json:"series"`
	Gaps   [][2]int       `json:"gaps"`
}

// seriesAnswer is one series of a histogram: a value, events without one, or the others.
type seriesAnswer struct {
	Value  *string   `json:"value"`
	Shown  string    `json:"shown,omitempty"`
	None   bool      `json:"none,omitempty"`
	Other  bool      `json:"other,omitempty"`
	Total  float64   `json:"total"`
	Counts []float64 `json:"counts"`
}

// splitSeries is how many values a histogram tells apart.
const splitSeries = 5

// histogram returns the view's events in time; nil where it has no time. The bounds and
// the gaps are those of all events: conditions make no gaps in the logs.
func (v *view) histogram(ctx context.Context) (*histogramAnswer, error) {
	bounds := v.all.Bounds(tables.Window{From: v.from, To: v.to})
	if !bounds.IsGiven() || !bounds.From.Before(bounds.To) {
		return nil, nil
	}
	step := tables.StepOf(bounds)
	start := bounds.From.UTC().Truncate(step)
	bins := int((bounds.To.Sub(start) + step - 1) / step)
	options := facet.BinOptions{Start: start, Step: step, Sum: v.sum, Series: splitSeries}
	if v.by != "" {
		field, found := facet.FieldNamed(v.by)
		if !found {
			return nil, reply.BadWords("by: " + v.by + " is none of the fields that are counted")
		}
		options.Field = &field
	}
	events, _, err := facet.NewView(facet.Selection{From: bounds.From, To: bounds.To, Where: v.where})
	if err != nil {
		return nil, err
	}
	query, err := events.Bins(options)
	if err != nil {
		return nil, err
	}
	answer := &histogramAnswer{Start: start, Step: int64(step / time.Second), Bins: bins, Unit: unitOf(v.sum), Series: []seriesAnswer{}}
	if err := v.table.Ask(ctx, query, answer.addBin(options)); err != nil {
		return nil, err
	}
	if len(answer.Series) == 0 {
		answer.Series = append(answer.Series, seriesAnswer{Counts: make([]float64, bins)})
	}
	answer.Gaps = v.all.FindGaps(start, step, bins)
	return answer, nil
}

// addBin returns a function that adds a row to the series that it belongs to. Rows of
// one series come one after another.
func (h *histogramAnswer) addBin(options facet.BinOptions) func(row []table.Value) {
	return func(row []table.Value) {
		value, other, bin := tables.ReadText(row[0]), string(row[1].AppendText(nil)) == "true", tables.ReadInt(row[2])
		n := len(h.Series)
		if n == 0 || !h.Series[n-1].isSame(value, other) {
			series := seriesAnswer{Value: value, Other: other, Counts: make([]float64, h.Bins)}
			if value != nil {
				series.Shown = reply.ShownText(*value)
			}
			series.None = value == nil && !other && options.Field != nil
			h.Series = append(h.Series, series)
			n++
		}
		amount := tables.ReadFloat(row[3])
		if options.Sum != "" {
			amount = tables.ReadFloat(row[4])
		}
		if series := &h.Series[n-1]; 0 <= bin && bin < int64(h.Bins) {
			series.Counts[bin] += amount
			series.Total += amount
		}
	}
}

func (s *seriesAnswer) isSame(value *string, other bool) bool {
	if s.Other != other || (s.Value == nil) != (value == nil) {
		return false
	}
	return value == nil || *s.Value == *value
}

// facetAnswer are the values of a field.
type facetAnswer struct {
	Field  string        `json:"field"`
	Groups int64         `json:"groups"`
	Total  int64         `json:"total"`
	Values []valueAnswer `json:"values"`
}

// valueAnswer is a value of a field, with the conditions for it and against it.
type valueAnswer struct {
	Value  *string  `json:"value,omitempty"`
	Shown  string   `json:"shown,omitempty"`
	None   bool     `json:"none,omitempty"`
	Count  int64    `json:"count"`
	Amount *float64 `json:"amount,omitempty"`
	Share  float64  `json:"share"`
	Is     string   `json:"is"`
	Not    string   `json:"not"`
}

// setValue sets what is said of a value.
func (a *valueAnswer) setValue(field facet.Field, value *string) {
	a.Value = value
	switch {
	case value == nil || *value == "":
		a.None, a.Is, a.Not = true, "!"+field.Name, field.Name
	default:
		a.Shown, a.Is, a.Not = reply.ShownText(*value), field.Name+"="+*value, field.Name+"!="+*value
	}
}

// facet returns the most common values of a field of the view's events.
func (v *view) facet(ctx context.Context, total int64, options facet.GroupOptions) (*facetAnswer, error) {
	query, err := v.events.Groups(options)
	if err != nil {
		return nil, err
	}
	answer := &facetAnswer{Field: options.Field.Name, Total: total, Values: []valueAnswer{}}
	err = v.table.Ask(ctx, query, func(row []table.Value) {
		one := valueAnswer{Count: tables.ReadInt(row[1])}
		one.setValue(options.Field, tables.ReadText(row[0]))
		if options.Sum != "" {
			amount := report.Significant(tables.ReadFloat(row[2]), 14) // digits after that are noise of the sum
			one.Amount = &amount
		}
		answer.Groups = tables.ReadInt(row[3])
		one.Share = report.Rounded(float64(one.Count)/float64(max(answer.Total, 1)), 1e6)
		answer.Values = append(answer.Values, one)
	})
	return answer, err
}

func (s *Server) showFacet(w http.ResponseWriter, r *http.Request) error {
	own, err := s.parseState(r, "field", "q", "offset", "n")
	if err != nil {
		return err
	}
	field, found := facet.FieldNamed(own.words.Get("field"))
	if !found {
		return reply.BadWords("field: " + own.words.Get("field") + " is none of the fields that are counted")
	}
	v, err := s.viewTable(own)
	if err != nil {
		return err
	}
	options := facet.GroupOptions{Field: field, Sum: v.sum, Search: own.words.Get("q")}
	if options.Limit, err = own.number("n", 100, mostValues); err != nil {
		return err
	}
	if options.Offset, err = own.number("offset", 0, 1<<30); err != nil {
		return err
	}
	span, err := v.countEvents(r.Context())
	if err != nil {
		return err
	}
	answer, err := v.facet(r.Context(), span.Events, options)
	if err != nil {
		return err
	}
	return reply.WriteJSON(w, answer)
}
