package narrow

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/report"
)

// Events say which events are compared, and what is known of each.
type Events struct {
	Fields []report.Dimension
	// Keys are the columns of [report.RecordKeys].
	Keys []report.Column
	// At and Clock are the beginning and the rest of eventTime; Side is the window, and
	// Write whether a call changed something.
	At, Clock, Side, Write report.Expression
	// Amount is what is added up; the zero value counts events.
	Amount report.Expression
	// Dollars are what is added up instead, unless they are the zero value.
	Dollars Dollars
	Where   []report.Expression
	// Located are the table expressions that find the class of the table origins.
	Located string
	// Compared is the condition that an event is compared.
	Compared report.Expression
	// Callers are the ARNs of callers by their unique IDs.
	Callers map[string]string
}

// Dollars are the parts of the SQL of what events cost.
type Dollars struct {
	// Kinds are the table expressions that end with kinds, see [pricing.Calls.EventsSQL],
	// and Priced those that end with priced.
	Kinds, Priced string
	// Prices and Decimals are the columns of [pricing.DollarsSQL] and [pricing.DecimalsSQL].
	Prices, Decimals string
	// Charge and Sums are the columns of what is charged for.
	Charge, Sums string
}

// IsSet reports whether dollars are added up.
func (d Dollars) IsSet() bool { return d.Kinds != "" }

// CallerSQL returns the SQL of a caller, with the ARN of one that has only its ID.
func (e Events) CallerSQL(name report.Name) report.Expression {
	if len(e.Callers) == 0 {
		return report.Expressionf("%v", name)
	}
	var ids, arns []string
	for id := range e.Callers {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		arns = append(arns, e.Callers[id])
	}
	return report.Expressionf(`CASE WHEN coalesce(%[1]v, '') NOT LIKE 'arn:%%' THEN coalesce(element_at(map(%[2]v, %[3]v), "trailq_principal"), %[1]v) ELSE %[1]v END`,
		name, arrayOf(ids), arrayOf(arns))
}

// arrayOf returns an array of texts.
func arrayOf(texts []string) report.Expression {
	var all []string
	for _, text := range texts {
		all = append(all, report.QuoteText(text).String())
	}
	return report.Expressionf("ARRAY[%s]", strings.Join(all, ", "))
}

// Dimension is an attribute of events.
type Dimension struct {
	SQL report.Expression // over the fields, and class
	// IsCaller says that its value is a caller.
	IsCaller bool
}

// Ranking says which values to list.
type Ranking struct {
	Dimensions []Dimension
	Ratio      float64 // of the lengths of the windows
	Kept       int     // how many values of each dimension, by change and by size
	HourLength int     // of the text of a time whose events are counted
	Pairs      int     // how many accounts and regions have times of their own
}

// mostCallers is how many callers are known that some records name by an ID alone.
const mostCallers = 300

// RankValues returns the statement that ranks the values of all dimensions.
func (e Events) RankValues(r Ranking) (*report.Report, error) {
	change := report.Expressionf(`abs("allAfter" - "allBefore" * %E)`, r.Ratio)
	size := report.Expressionf(`"allAfter" + "allBefore" * %E`, r.Ratio)
	if e.Dollars.IsSet() { // what is equal stays so in fractions
		change, size = report.Expressionf("round(%v, 12)", change), report.Expressionf("round(%v, 12)", size)
	}
	return report.New(files, "values", struct {
		Events
		Ranking
		Change, Size     report.Expression
		HourSet, Callers int
	}{
		e, r, change, size,
		groupingNumber(len(r.Dimensions), len(r.Dimensions)+1), mostCallers,
	})
}

// groupingNumber returns what grouping() returns of n columns for a set that has the one
// at index i: a bit for each column, the first being the highest, and 0 for that one.
func groupingNumber(i, n int) int { return 1<<n - 1 - 1<<(n-1-i) }

// FoundKind is what a row of an answer is about.
type FoundKind int

// The kinds of rows.
const (
	ValueRow FoundKind = iota
	HourRow
	StepRow
	WriteRow
	NewsRow
	ChargeRow
)

// ReadSet returns the dimension that a row of the ranking is about, by its column set.
// There is none for the row of an hour.
func (r Ranking) ReadSet(set int) (dimension int, kind FoundKind) {
	n := len(r.Dimensions) + 1
	for i := range r.Dimensions {
		if groupingNumber(i, n) == set {
			return i, ValueRow
		}
	}
	return 0, HourRow
}
