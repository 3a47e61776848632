//go:build cgo

package tables_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/cli"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/web/tables"
)

const sampleLogs = "../../../testdata/logs"

// TestFirstNumbersAreThoseOfTheTable compares what is counted before the table is made with
// what the table says.
func TestFirstNumbersAreThoseOfTheTable(t *testing.T) {
	parquet := filepath.Join(t.TempDir(), "parquet")
	if code := convertLogs(t, sampleLogs, parquet); code != 0 {
		t.Fatalf("convert ended with %d", code)
	}
	for name, source := range map[string]string{"logs": sampleLogs, "parquet": parquet} {
		t.Run(name, func(t *testing.T) {
			made := openTable(t, source)
			status := made.Status()
			first := status.First
			if first == nil {
				t.Fatal("nothing was counted first")
			}
			if first.Span != status.Span || status.Reading.Summary.Records.Yielded != status.Span.Events {
				t.Errorf("first %v, then %v; the account has %d", first.Span, status.Span, status.Reading.Summary.Records.Yielded)
			}
			if len(first.Facets) != 6 {
				t.Errorf("%d fields were counted", len(first.Facets))
			}
			for _, one := range first.Facets {
				if got, want := describeFirst(&one), describeGroups(t, made, one.Field); got != want {
					t.Errorf("%s first:\n%s\nthen:\n%s", one.Field.Name, got, want)
				}
			}
			compareBins(t, made, first)
		})
	}
}

func convertLogs(t *testing.T, source, parquet string) int {
	t.Helper()
	var out, errs bytes.Buffer
	code := cli.Main(t.Context(), cli.Environment{Stdin: new(bytes.Buffer), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }}, []string{"convert", source, parquet})
	if code != 0 {
		t.Log(errs.String())
	}
	return code
}

// openTable returns the table of all events, when it is ready.
func openTable(t *testing.T, source string) *tables.Table {
	t.Helper()
	session := tables.NewSession(tables.Options{Sources: []string{source}})
	if err := session.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := session.Close(); err != nil {
			t.Error(err)
		}
	})
	session.Begin()
	made := session.AllEvents()
	<-made.Made()
	if err := made.Check(); err != nil {
		t.Fatal(err)
	}
	return made
}

func describeFirst(one *tables.FirstFacet) string {
	text := fmt.Sprintln(one.Groups)
	for _, value := range one.Values {
		text += describeValue(value.Value, value.Events)
	}
	return text
}

func describeValue(value *string, events int64) string {
	if value == nil {
		return fmt.Sprintln("none", events)
	}
	return fmt.Sprintf("%q %d\n", *value, events)
}

func describeGroups(t *testing.T, made *tables.Table, field facet.Field) string {
	t.Helper()
	view, _, err := facet.NewView(facet.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	query, err := view.Groups(facet.GroupOptions{Field: field, Limit: tables.FirstValues})
	if err != nil {
		t.Fatal(err)
	}
	groups, text := int64(0), ""
	err = made.Ask(context.WithoutCancel(t.Context()), query, func(row []table.Value) {
		groups = tables.ReadInt(row[3])
		text += describeValue(tables.ReadText(row[0]), tables.ReadInt(row[1]))
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintln(groups) + text
}

// compareBins compares the events of each hour.
func compareBins(t *testing.T, made *tables.Table, first *tables.First) {
	t.Helper()
	start := first.Span.First.Truncate(time.Hour)
	bins := int(first.Span.Last.Sub(start)/time.Hour) + 1
	view, _, err := facet.NewView(facet.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	query, err := view.Bins(facet.BinOptions{Start: start, Step: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	counts, gaps := first.Bins(start, time.Hour, bins)
	want := make([]float64, bins)
	if err := made.Ask(t.Context(), query, func(row []table.Value) { want[tables.ReadInt(row[2])] += tables.ReadFloat(row[3]) }); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(counts) != fmt.Sprint(want) {
		t.Errorf("first %v\nthen  %v", counts, want)
	}
	if got := made.FindGaps(start, time.Hour, bins); fmt.Sprint(gaps) != fmt.Sprint(got) {
		t.Errorf("gaps first %v, then %v", gaps, got)
	}
}
