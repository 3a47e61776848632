package diff

import "github.com/trailq/trailq/internal/report"

// extractFields returns the statement that makes the table of the fields, the only
// one that reads the logs. The table has a row for each event. Few events agree in
// all fields, and grouping them takes several times as long and as much memory.
func (d *Comparison) extractFields() (*report.Report, error) {
	scope, at, side := d.groupingTerms()
	repeated := scope.Repeated()
	if d.options.AfterPaths != (report.Paths{}) {
		repeated = scope.RepeatedWithin(side) // the sources can have the same events
	}
	return report.New(files, "groups", struct {
		report.Scope
		Fields                           []report.Dimension
		Keys                             []report.Column
		At, Side, Clock, Write, Repeated report.Expression
		Measure                          report.Measure
	}{scope, groupedFields(), report.RecordKeys(!d.countsEvents()), at, side, d.step.clockSQL(), writeSQL(), repeated, d.options.Measure})
}

// viewCharges returns the statement that makes trailq_changes of the charges.
func (d *Comparison) viewCharges() (*report.Report, error) { return report.New(files, "viewed", nil) }

// findShared returns the statement that finds the calls of which two accounts have a
// record.
func (d *Comparison) findShared() (*report.Report, error) { return report.New(files, "shared", nil) }

// learnCallers returns the statement that finds the ARNs of callers.
func (d *Comparison) learnCallers() (*report.Report, error) {
	return report.New(files, "callers", nil)
}

// nameCallers returns the statement that makes trailq_changes of the events.
func (d *Comparison) nameCallers() (*report.Report, error) {
	return report.New(files, "named", struct {
		Fields []report.Dimension
		Sums   bool
	}{groupedFields(), !d.countsEvents()})
}
