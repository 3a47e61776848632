// Package narrow asks a comparison's questions of an engine elsewhere so that little
// comes back, whatever the number of events, and without a table there. It takes three
// scans of the logs:
//
//	values, err := events.RankValues(narrow.Ranking{…}) // each dimension's values, and hours
//	cells, err := events.CountCells(narrow.Folding{…})  // combinations of the values told apart
//	story, err := events.TellStory(narrow.Causes{…})    // the causes in time, writes, news
//
// Each statement names the logs once and is a chain of table expressions: engines such
// as Trino and Athena put a table expression into each place that names it, and scan the
// logs again for each.
// https://github.com/trinodb/trino/issues/28085
package narrow
