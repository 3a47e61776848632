package tables

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// FirstValues is how many values of a field are counted before the table is made.
const FirstValues = 10

// First is what is known before the table is made: exact numbers of all events.
type First struct {
	Span   Span
	Facets []FirstFacet
	// minutes are those that have events, since 1970.
	minutes []minuteCount
	reading engine.Reading // the account of what was read for it
}

// FirstFacet are the most common values of a field, nil for events without one.
type FirstFacet struct {
	Field  facet.Field
	Groups int64
	Values []FirstValue
}

// FirstValue is a value with the number of its events.
type FirstValue struct {
	Value  *string
	Events int64
}

type minuteCount struct{ minute, events int64 }

// countFirst counts what is shown first. It reads the logs once more than the table takes,
// so it does so only where that is fast and costs nothing: Parquet files, and files on this
// machine.
func (t *Table) countFirst(ctx context.Context, s *Session, e engine.Engine) error {
	if t.run.IsElsewhere() || !t.run.IsParquet() && slices.ContainsFunc(s.options.Sources, ask.IsBucket) {
		return nil
	}
	var fields []facet.Field
	for _, field := range facet.Fields() {
		if field.Open {
			fields = append(fields, field)
		}
	}
	query, err := facet.First(fields, FirstValues)
	if err != nil {
		return err
	}
	defer t.run.ResetReading() // the table's reading is the one that counts
	first, err := askFirst(ctx, e, query, fields)
	if errors.Is(err, duck.ErrMemory) {
		return nil // then there are no numbers before the table's
	}
	if err != nil {
		return err
	}
	t.mu.Lock()
	t.first, first.reading = first, t.run.Reading()
	t.mu.Unlock()
	return nil
}

// askFirst asks for what is counted first.
func askFirst(ctx context.Context, e engine.Engine, query *report.Report, fields []facet.Field) (*First, error) {
	answer, err := e.Query(ctx, query.Statement)
	if err != nil {
		return nil, err
	}
	first := newFirst(fields)
	for row, err := range answer.Table.Rows {
		if err != nil {
			return nil, err
		}
		first.addRow(row)
	}
	return first, nil
}

func newFirst(fields []facet.Field) *First {
	first := new(First)
	for _, field := range fields {
		first.Facets = append(first.Facets, FirstFacet{Field: field})
	}
	return first
}

// addRow adds a row of [facet.First].
func (f *First) addRow(row []table.Value) {
	place, events := int(ReadInt(row[0])), ReadInt(row[3])
	if place < len(f.Facets) {
		one := &f.Facets[place]
		one.Groups = ReadInt(row[6])
		one.Values = append(one.Values, FirstValue{ReadText(row[2]), events})
		return
	}
	f.Span.Events += events
	if row[1].Kind() == table.KindNull {
		return
	}
	first, last := time.UnixMilli(ReadInt(row[4])).UTC(), time.UnixMilli(ReadInt(row[5])).UTC()
	if f.Span.First.IsZero() || first.Before(f.Span.First) {
		f.Span.First = first
	}
	if last.After(f.Span.Last) {
		f.Span.Last = last
	}
	f.minutes = append(f.minutes, minuteCount{ReadInt(row[1]), events})
}

// Bins returns the events of each bin from a start, and the bins in whose hours no event
// was.
func (f *First) Bins(start time.Time, step time.Duration, bins int) (counts []float64, gaps [][2]int) {
	counts = make([]float64, bins)
	var hours []int64
	for _, one := range f.minutes {
		if bin := int64(time.Unix(one.minute*60, 0).Sub(start) / step); 0 <= bin && bin < int64(bins) {
			counts[bin] += float64(one.events)
		}
		if hour := one.minute / 60; len(hours) == 0 || hours[len(hours)-1] != hour {
			hours = append(hours, hour)
		}
	}
	return counts, findGaps(hours, start, step, bins)
}
