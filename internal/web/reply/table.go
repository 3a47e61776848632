package reply

import (
	"encoding/json"
	"time"

	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/table"
)

// tableAnswer is a table of a report.
type tableAnswer struct {
	Name    string            `json:"name"`
	Title   string            `json:"title,omitempty"`
	Columns []columnAnswer    `json:"columns"`
	Rows    []json.RawMessage `json:"rows"`
	Notes   []string          `json:"notes"`
	Chart   *chartAnswer      `json:"chart,omitempty"`
}

type columnAnswer struct {
	Name   string `json:"name"`
	Unit   string `json:"unit,omitempty"`
	Detail bool   `json:"detail,omitempty"`
}

// chartAnswer says which columns are a chart.
type chartAnswer struct {
	Time   int   `json:"time"`
	Bucket int64 `json:"bucket"` // in seconds
	Series []int `json:"series"`
	Value  int   `json:"value"`
	Mark   int   `json:"mark"`
}

func readTable(t *table.Table) (*tableAnswer, error) {
	answer := &tableAnswer{Name: t.Name, Title: t.Title, Columns: []columnAnswer{}, Rows: []json.RawMessage{}, Notes: []string{}}
	for _, column := range t.Columns {
		answer.Columns = append(answer.Columns, columnAnswer{column.Name, unitName(column.Unit), column.Detail})
	}
	for row, err := range t.Rows {
		if err != nil {
			return nil, err
		}
		answer.Rows = append(answer.Rows, AppendRow(nil, row))
	}
	for _, note := range t.Notes {
		answer.Notes = append(answer.Notes, render.Line(note))
	}
	if c := t.Chart; c != nil {
		answer.Chart = &chartAnswer{c.Time, int64(c.Bucket / time.Second), c.Series, c.Value, c.Mark}
	}
	return answer, nil
}

// AppendRow appends a row as an array of JSON.
func AppendRow(dst []byte, row []table.Value) []byte {
	for i, value := range row {
		dst = append(dst, "[,"[min(i, 1)])
		dst = value.AppendJSON(dst)
	}
	if len(row) == 0 {
		dst = append(dst, '[')
	}
	return append(dst, ']')
}

func unitName(unit table.Unit) string {
	switch unit {
	case table.UnitBytes:
		return "bytes"
	case table.UnitShare:
		return "share"
	case table.UnitPercent:
		return "percent"
	case table.UnitDollars:
		return "dollars"
	}
	return ""
}
