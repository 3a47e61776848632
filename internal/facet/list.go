package facet

import "github.com/trailq/trailq/internal/report"

// List returns the SQL for the newest events of the logs themselves, which runs on
// Athena, too. All conditions must hold.
func List(where []report.Expression, limit int) (string, error) {
	parameters := struct {
		Instant report.Expression
		Fields  []report.Dimension
		Where   []report.Expression
		Limit   int
	}{Instant: report.EventTime(), Where: where, Limit: limit}
	for _, field := range rowFields() {
		d, err := report.ParseDimension(string(field.Name))
		if err != nil {
			return "", err
		}
		parameters.Fields = append(parameters.Fields, d)
	}
	return report.FillIn(files, "list", &parameters)
}
