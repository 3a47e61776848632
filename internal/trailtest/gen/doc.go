// Package gen writes synthetic trees of CloudTrail log files, to test and to
// measure on.
//
// [Generate] writes a tree like the one a trail writes into a busy bucket, with
// CloudTrail's folder and file names, and returns [Stats]: what a reader of the
// tree must find in it. The same [Options] give the same records in the same
// files on every machine.
//
//	stats, err := gen.Generate(ctx, t.TempDir(), gen.Options{})
//
// All values in the records are reserved for documentation: AWS's example
// account ids, the EXAMPLE suffix of access keys, bucket names that start with
// amzn-s3-demo-, and the addresses of RFC 5737.
//
// Options.Incident plants a story among the events, for the questions that
// follow a high bill: see incident.go.
//
// The command cmd/trailgen does the same from a shell. It also writes the sample
// logs under testdata/logs; after a change to this package, write them again with
//
//	rm -r testdata/logs/AWSLogs && go generate ./internal/trailtest/gen
package gen

//go:generate go run ../cmd/trailgen -sample ../../../testdata/logs
