// Package trailtest makes what the project tests and measures itself on:
// trees of CloudTrail log files that nobody has to keep secret.
//
// [Generate] writes a tree like the one a trail writes into a busy bucket, with
// CloudTrail's folder and file names, and returns [Stats]: what a reader of the
// tree must find in it. The same [Options] give the same records in the same
// files on every machine.
//
//	stats, err := trailtest.Generate(ctx, t.TempDir(), trailtest.Options{})
//
// Everything in the records is made up from values reserved for documentation:
// AWS's example account ids, the EXAMPLE suffix of access keys, bucket names
// that start with amzn-s3-demo-, and the addresses of RFC 5737.
//
// Options.Incident plants a story among them, for the questions that are asked
// after a bill: see incident.go.
//
// The command cmd/trailgen does the same from a shell. The sample logs under
// testdata/logs are made by it; to make them anew after a change here, run
//
//	rm -r testdata/logs/AWSLogs && go generate ./internal/trailtest
package trailtest

//go:generate go run ./cmd/trailgen -sample ../../testdata/logs
