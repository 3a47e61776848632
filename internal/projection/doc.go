// Package projection makes columns of the fields of events: paths, places of records and
// what several fields mean together.
package projection
