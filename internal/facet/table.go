package facet

import (
	"github.com/trailq/trailq/internal/report"
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

// NewTable returns the query whose rows are those of the table. The engine has to mark
// duplicate deliveries, since the numbers of a call are added up once.
func NewTable() (*report.Report, error) {
	scope := report.Scope{}
	var dimensions []report.Dimension
	for _, field := range Fields() {
		d, err := report.ParseDimension(field.Name)
		if err != nil {
			return nil, err
		}
		dimensions = append(dimensions, d)
	}
	parameters := struct {
		Instant            report.Expression
		Time, File, Record report.Name
		Fields             []report.Dimension
		Keys, Sums         []report.Column
	}{
		Instant: report.EventInstant(), Time: timeColumn, File: fileColumn, Record: recordColumn,
		Fields: scope.WithInsights(dimensions), Keys: sharedKeys(), Sums: sumColumns(&scope),
	}
	return report.New(files, "table", &parameters)
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
