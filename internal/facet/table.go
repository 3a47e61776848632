package facet

import (
	"errors"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
)

// TableName is the name of the table.
const TableName = "trailq_events"

// The columns of the table that are no fields.
const (
	timeColumn   report.Name = "trailq_time" // in milliseconds since 1970, NULL where it is no time
	fileColumn   report.Name = "trailq_file"
	recordColumn report.Name = "trailq_record"
	callColumn   report.Name = "trailq_call"
	rankColumn   report.Name = "trailq_rank"
)

// Prices are what calls cost, for tables whose events say so.
type Prices struct {
	List   *price.List
	Ranges *address.Ranges // can be nil
}

// tableParameters are the values that table.sql uses.
type tableParameters struct {
	Instant                           report.Expression
	Time, File, Record                report.Name
	Fields                            []report.Dimension
	Keys, Sums                        []report.Column
	Counted, Located, Priced, Charges string
}

// NewTable returns the query whose rows are those of the table. With prices, which can be
// nil, its events have [Dollars]. The engine has to mark duplicate deliveries, since the
// numbers of a call are added up once.
func NewTable(scope report.Scope, prices *Prices) (*report.Report, error) {
	p, err := newTableParameters(&scope)
	if err == nil && prices != nil {
		err = p.addPrices(prices)
	}
	if err != nil {
		return nil, err
	}
	return report.New(files, "table", p)
}

// newTableParameters returns the values for a table without prices.
func newTableParameters(scope *report.Scope) (*tableParameters, error) {
	var dimensions []report.Dimension
	for _, field := range Fields() {
		d, err := report.ParseDimension(field.Name)
		if err != nil {
			return nil, err
		}
		dimensions = append(dimensions, d)
	}
	return &tableParameters{
		Instant: report.EventInstant(), Time: timeColumn, File: fileColumn, Record: recordColumn,
		Fields: scope.WithInsights(dimensions), Keys: sharedKeys(), Sums: sumColumns(scope),
	}, nil
}

// addPrices adds the SQL that prices each event.
func (p *tableParameters) addPrices(prices *Prices) error {
	calls := pricing.Calls{List: prices.List, By: []report.Dimension{
		{Name: "cost_file", SQL: report.Expressionf(`"$path"`)}, {Name: "cost_record", SQL: report.Expressionf(`"$record_number"`)},
	}}
	list := pricing.Prices{List: prices.List}
	var errs [4]error
	p.Counted, errs[0] = calls.SQL()
	p.Located, errs[1] = pricing.LocateSQL("counted", prices.Ranges)
	p.Priced, errs[2] = list.SQL("located")
	p.Charges, errs[3] = pricing.SumsSQL()
	return errors.Join(errs[:]...)
}

// sharedKeys returns the columns by which callers are named alike, and the numbers of a
// call with several records are added up once. Only such a call needs a rank.
func sharedKeys() []report.Column {
	keys := report.RecordKeys(true)
	var call report.Expression
	for i, key := range keys {
		switch key.Name {
		case callColumn:
			call = key.SQL
		case rankColumn:
			keys[i].SQL = report.Expressionf("CASE WHEN %v IS NOT NULL THEN %v END", call, key.SQL)
		}
	}
	return keys
}

// sumColumns returns the numbers that can be added up. An event that was delivered
// before has none.
func sumColumns(scope *report.Scope) []report.Column {
	var columns []report.Column
	for _, measure := range report.Measures() {
		columns = append(columns, report.Column{Name: measure.Name, SQL: report.Expressionf("CASE WHEN NOT %v THEN %v END", scope.Repeated(), measure.SQL)})
	}
	return columns
}
