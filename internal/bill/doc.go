// Package bill reads what AWS has charged: the lines of a Cost and Usage Report
// (CUR 2.0 or the legacy report) or of a FOCUS export. It knows which meter of AWS a
// line's usage type names, and shares a line's dollars among the calls that the meter
// has counted.
//
//	export ──Form──→ Line ──Meter──→ Pool ──Share──→ dollars of groups, and the rest
//
// The package knows neither SQL nor logs: see package billed for the calls.
package bill
