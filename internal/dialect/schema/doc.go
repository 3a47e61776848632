// Package schema is the table that the logs are: the documented one, CloudTrail
// Lake's or a user's own, the columns that the engine fills for it, and the views
// between the two.
//
// Three layers keep the engine's part small. The scan is what the engine
// fills from records: [ScanColumns]. Over it stand plain SQL views: the
// documented table (cloudtrail_logs) and CloudTrail Lake's (cloudtrail_lake),
// each with a wide twin (…_all) that has the columns which SELECT * leaves
// out. A rewritten statement names the narrow or the wide view as it needs.
package schema
