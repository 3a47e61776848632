// Package coverage accounts for the log files and events of a source by account,
// region and hour, and names the files that are not there:
//
//	result, err := coverage.Measure(ctx, trailq.Dir("logs"), coverage.Options{})
//	for _, missing := range result.Missing {
//		fmt.Println(missing.Name, missing.KnownBy)
//	}
//
// Three witnesses tell that a file is missing. A digest lists it. CloudTrail's own
// PutObject, among the data events of the log bucket, names it. Or hourly digests,
// which are regular to the second, leave out an hour. Without any of these there is
// only silence (see package gap), which proves nothing: an hour without events is then
// never called complete.
package coverage
