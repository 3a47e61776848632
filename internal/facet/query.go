package facet

import (
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/report"
)

// parameters are the values that the queries use.
type parameters struct {
	Table  report.Name
	Column report.Expression
	Bin    report.Expression // the place in time; none for all of it
	Keys   []report.Name
	Counts []report.Column
	Sum    report.Name // the column that is added up; empty for none
	// SumsOnce says that the number of a call with several records counts once. Then
	// IsShared says that only those are grouped: by the call, too.
	SumsOnce       bool
	IsShared       bool
	Named          report.Expression
	Call, Rank     report.Name
	Where          []report.Expression
	Search         string
	Limit          int
	Offset         int
	Selected, Rest report.Expression // how many events there are, as divisors
	// Of rows and spans.
	Time, File, Record report.Name
	Fields             []report.Dimension
}

// newParameters returns what the queries of a view have in common.
func (v *View) newParameters() *parameters {
	return &parameters{
		Table: TableName, Where: v.where(), Call: callColumn, Rank: rankColumn,
		Time: timeColumn, File: fileColumn, Record: recordColumn,
	}
}

// Ordinals returns the places of the columns that are grouped by.
func (p *parameters) Ordinals() string {
	columns := 1 + len(p.Keys)
	if !p.Bin.IsNone() {
		columns++
	}
	return report.Ordinals(columns)
}

// Measure returns the column by which groups are ranked.
func (p *parameters) Measure() report.Name {
	if p.Sum != "" {
		return "amount"
	}
	return "events"
}

// groupBy makes the query one by the values of a field.
func (p *parameters) groupBy(field Field) {
	dimension := report.Dimension{Name: "value", IsCaller: field.namesCallers()}
	p.Column, p.Named = report.Expressionf("%v", field.column()), dimension.NameSQL()
	if dimension.IsCaller {
		p.Keys = append(p.Keys, report.RecordKeys(false)[0].Name)
	}
}

// addUp makes the query add up a number of the events.
func (p *parameters) addUp(sum string) {
	if sum == "" {
		return
	}
	p.Sum, p.SumsOnce = report.Name(sum), sum != Dollars
}

// Encodes reports whether groups are made that the query then brings together.
func (p *parameters) Encodes() bool { return len(p.Keys) > 0 || p.SumsOnce }

// Alone returns the parameters for the calls that have one record.
func (p *parameters) Alone() *parameters {
	alone := *p
	alone.Where = append(slices.Clip(p.Where), report.Expressionf("%v IS NULL", callColumn))
	return &alone
}

// Shared returns the parameters for the calls that have several records.
func (p *parameters) Shared() *parameters {
	shared := *p
	shared.IsShared = true
	shared.Where = append(slices.Clip(p.Where), report.Expressionf("%v IS NOT NULL", callColumn))
	return &shared
}

// countEvents returns the column that counts events, all or those that meet a
// condition.
func countEvents(name report.Name, condition report.Expression) report.Column {
	if condition.IsNone() {
		return report.Column{Name: name, SQL: report.Expressionf("count(*)")}
	}
	return report.Column{Name: name, SQL: report.Expressionf("count(CASE WHEN %v THEN 1 END)", condition)}
}

// Dollars is the number of each event that says what it cost.
const Dollars = "dollars"

// GroupOptions say which values of a field are wanted.
type GroupOptions struct {
	Field  Field
	Sum    string // the name of a measure, or [Dollars]; empty counts events
	Search string // a part of the values, in any case
	Offset int
	Limit  int
}

// Groups returns the query for the most common values of a field: the columns value,
// events, amount and groups, the number of values.
func (v *View) Groups(options GroupOptions) (*report.Report, error) {
	p := v.newParameters()
	p.groupBy(options.Field)
	p.addUp(options.Sum)
	p.Counts = []report.Column{countEvents("events", report.Expression{})}
	p.Limit, p.Offset = options.Limit, options.Offset
	if options.Search != "" {
		p.Search = report.Text("%" + escapePattern(strings.ToLower(options.Search)) + "%").String()
	}
	return report.New(files, "values", p)
}

// escapePattern returns a text as a part of a pattern that has \ as its escape.
func escapePattern(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// BinOptions say how time is divided.
type BinOptions struct {
	Start  time.Time
	Step   time.Duration
	Sum    string
	Field  *Field // by which events are split, if any
	Series int    // how many values are told apart
}

// Bins returns the query for the events in time: the columns value, other, bin, events
// and amount. The window of the view has to begin at Start or later.
func (v *View) Bins(options BinOptions) (*report.Report, error) {
	p := v.newParameters()
	p.Bin = report.Expressionf("(%v - %d) / %d", timeColumn, options.Start.UnixMilli(), options.Step.Milliseconds())
	p.Limit = options.Series
	if options.Field != nil {
		p.groupBy(*options.Field)
		p.addUp(options.Sum)
	} else {
		p.Column, p.Named, p.Limit = report.Expressionf("CAST(NULL AS varchar)"), report.Expressionf(`"value"`), 1
		p.addUp(options.Sum)
	}
	p.Counts = []report.Column{countEvents("events", report.Expression{})}
	return report.New(files, "bins", p)
}

// ContrastOptions say what is compared.
type ContrastOptions struct {
	Field    Field
	From, To time.Time // the selection, within the view
	// Selected and Rest are how many events are in it and not in it; see
	// [View.CountWithin].
	Selected, Rest int64
	Limit          int
}

// Contrast returns the query for the values whose share in the selection differs most
// from that in the rest: the columns value, selected, rest, selectedShare and restShare.
func (v *View) Contrast(options ContrastOptions) (*report.Report, error) {
	p := v.newParameters()
	p.groupBy(options.Field)
	within := isWithin(options.From, options.To)
	p.Counts = []report.Column{countEvents("selected", within), countEvents("events", report.Expression{})}
	p.Limit = options.Limit
	p.Selected, p.Rest = divisor(options.Selected), divisor(options.Rest)
	return report.New(files, "contrast", p)
}

// divisor returns a number to divide by, which is not 0.
func divisor(n int64) report.Expression { return report.Expressionf("CAST(%d AS double)", max(n, 1)) }
