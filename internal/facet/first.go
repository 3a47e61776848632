package facet

import "github.com/trailq/trailq/internal/report"

// firstParameters are the values that first.sql uses.
type firstParameters struct {
	Rows      *tableParameters
	Time, Key report.Name
	Named     report.Expression
	Fields    []firstField
	Limit     int
}

// firstField is a field that is counted, with the number that grouping() has for it: a bit
// for each column that is not grouped by, that of the first column the highest.
// https://trino.io/docs/current/sql/select.html#grouping-operation
type firstField struct {
	Column  report.Name
	Set     int
	IsKeyed bool
}

// First returns the query for what can be shown before the table is made: the values of
// fields and the events of each minute, in one pass over the logs. Its columns are the
// place of the field (the number of fields for minutes), the minute since 1970, the value,
// the events, the first and the last in milliseconds, and how many values there are.
func First(fields []Field, limit int) (*report.Report, error) {
	rows, err := newTableParameters(new(report.Scope))
	if err != nil {
		return nil, err
	}
	caller := report.Dimension{Name: "value", IsCaller: true}
	p := firstParameters{Rows: rows, Time: timeColumn, Key: report.RecordKeys(false)[0].Name, Named: caller.NameSQL(), Limit: limit}
	for i, field := range fields {
		bit := 1 << (len(fields) - i)
		p.Fields = append(p.Fields, firstField{Column: field.column(), Set: 2<<len(fields) - 1 - bit, IsKeyed: field.namesCallers()})
	}
	return report.New(files, "first", &p)
}
