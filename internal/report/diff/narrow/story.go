package narrow

import (
	"strings"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
)

// Cause is what the story needs of a cause.
type Cause interface {
	SQL() report.Expression // the condition that an event belongs to it
	Name() report.Name
	First() report.Name
	Last() report.Name
}

// Causes say what the story is about.
type Causes struct {
	Causes []Cause
	// CanBeNothing says that events without an amount have no time of a cause.
	CanBeNothing bool
	// Near is the condition on "time" that a write is shortly before a cause.
	Near report.Expression
	// News asks for what only one window has. Network is the SQL of an address's network,
	// OnlyRegions are the regions that only one window has.
	News        bool
	Network     report.Expression
	OnlyRegions []string
	// MostWrites and MostNews bound the rows, those of news for each window.
	MostWrites, MostNews int
}

// PrivateAddresses is a pattern of addresses that come and go.
const PrivateAddresses = `^(10|127|169[.]254|192[.]168|172[.](1[6-9]|2[0-9]|3[01])|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))[.]|^f[cde]`

// The numbers of the grouping sets of story.sql.
const (
	stepSet  = 0b011
	writeSet = 0b101
	newsSet  = 0b110
)

// chargeSet is the number of what is charged for among the grouping sets of charges.sql,
// where the steps have the number that they have in story.sql.
const chargeSet = 0b100

// TellStory returns the statement that finds the causes in time, the writes before them,
// and the news.
func (e Events) TellStory(c Causes) (*report.Report, error) {
	var regions []string
	for _, region := range append([]string{""}, c.OnlyRegions...) {
		regions = append(regions, report.QuoteText(region).String())
	}
	return report.New(files, "story", struct {
		Events
		Causes                     []Cause
		CanBeNothing, News         bool
		Near, Network              report.Expression
		Private                    string
		OnlyRegions                string
		StepSet, WriteSet, NewsSet int
		MostWrites, MostNews       int
	}{e, c.Causes, c.CanBeNothing, c.News, c.Near, c.Network, PrivateAddresses, strings.Join(regions, ", "), stepSet, writeSet, newsSet, c.MostWrites, c.MostNews})
}

// TellDollars returns the statement that finds the causes in time, and what is charged
// for.
func (e Events) TellDollars(c Causes) (*report.Report, error) {
	return report.New(files, "charges", struct {
		Events
		Causes             []Cause
		StepSet, ChargeSet int
	}{e, c.Causes, stepSet, chargeSet})
}

// ReadStory returns what a row of the story is about, by its column set, and its columns
// of that.
func (c Causes) ReadStory(set int) (kind FoundKind, from, to int) {
	writes := 4 + 3*len(c.Causes)
	switch set {
	case stepSet:
		return StepRow, 1, writes
	case writeSet:
		return WriteRow, writes, writes + 6
	case chargeSet:
		return ChargeRow, writes, writes + pricing.KeyCount + pricing.SumCount
	}
	return NewsRow, writes + 6, writes + 18
}
