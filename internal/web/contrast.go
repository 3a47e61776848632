package web

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"slices"

	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
)

// contrastAnswer compares a part of the time with the rest of a view.
type contrastAnswer struct {
	Selected int64           `json:"selected"`
	Rest     int64           `json:"rest"`
	Fields   []fieldContrast `json:"fields"`
}

// fieldContrast is how much a field tells: the largest difference of the shares of one
// of its values.
type fieldContrast struct {
	Field  string          `json:"field"`
	Score  float64         `json:"score"`
	Values []valueContrast `json:"values"`
}

// valueContrast is a value in the selection and in the rest.
type valueContrast struct {
	Value         *string `json:"value,omitempty"`
	Shown         string  `json:"shown,omitempty"`
	None          bool    `json:"none,omitempty"`
	Selected      int64   `json:"selected"`
	Rest          int64   `json:"rest"`
	SelectedShare float64 `json:"selectedShare"`
	RestShare     float64 `json:"restShare"`
	Is            string  `json:"is"`
	Not           string  `json:"not"`
}

const contrastValues = 8

func (s *Server) showContrast(w http.ResponseWriter, r *http.Request) error {
	own, err := s.parseState(r, "facets", "n", "tab")
	if err != nil {
		return err
	}
	if !own.selected.IsGiven() {
		return reply.BadWords("select: want FROM..TO")
	}
	v, err := s.viewTable(own)
	if err != nil {
		return err
	}
	fields := facet.Fields()
	if own.words.Has("facets") {
		if fields, err = own.chosenFields(); err != nil {
			return err
		}
	}
	limit, err := own.number("n", contrastValues, mostValues)
	if err != nil {
		return err
	}
	ctx, end := s.tabs.beginView(r.Context(), own.words.Get("tab"))
	defer end()
	answer := &contrastAnswer{Fields: []fieldContrast{}}
	if err := v.countSelected(ctx, answer); err != nil {
		return err
	}
	for _, field := range fields {
		one, err := v.contrast(ctx, facet.ContrastOptions{
			Field: field, From: v.selected.From, To: v.selected.To, Selected: answer.Selected, Rest: answer.Rest, Limit: limit,
		})
		if err != nil {
			return err
		}
		answer.Fields = append(answer.Fields, *one)
	}
	slices.SortStableFunc(answer.Fields, func(a, b fieldContrast) int { return cmp.Compare(b.Score, a.Score) })
	return reply.WriteJSON(w, answer)
}

// countSelected counts the events of the selection, and the rest.
func (v *view) countSelected(ctx context.Context, answer *contrastAnswer) error {
	query, err := v.events.CountWithin(v.selected.From, v.selected.To)
	if err != nil {
		return err
	}
	return v.table.Ask(ctx, query, func(row []table.Value) {
		answer.Selected = tables.ReadInt(row[3])
		answer.Rest = tables.ReadInt(row[0]) - answer.Selected
	})
}

// contrast compares the values of a field.
func (v *view) contrast(ctx context.Context, options facet.ContrastOptions) (*fieldContrast, error) {
	query, err := v.events.Contrast(options)
	if err != nil {
		return nil, err
	}
	answer := &fieldContrast{Field: options.Field.Name, Values: []valueContrast{}}
	err = v.table.Ask(ctx, query, func(row []table.Value) {
		var named valueAnswer
		named.setValue(options.Field, tables.ReadText(row[0]))
		one := valueContrast{
			Value: named.Value, Shown: named.Shown, None: named.None, Is: named.Is, Not: named.Not,
			Selected: tables.ReadInt(row[1]), Rest: tables.ReadInt(row[2]),
			SelectedShare: report.Rounded(tables.ReadFloat(row[3]), 1e6), RestShare: report.Rounded(tables.ReadFloat(row[4]), 1e6),
		}
		answer.Score = max(answer.Score, math.Abs(one.SelectedShare-one.RestShare))
		answer.Values = append(answer.Values, one)
	})
	answer.Score = report.Rounded(answer.Score, 1e6)
	return answer, err
}
