package usertable_test

import (
	"testing"

	"github.com/trailq/trailq/internal/usertable"
)

// Only the name of the logs changes: not texts, comments or quoted names that have it.
func TestRename(t *testing.T) {
	own, err := usertable.Parse("CREATE EXTERNAL TABLE security.\"Trail\" (eventtime STRING) LOCATION 's3://amzn-s3-demo-bucket/'")
	if err != nil {
		t.Fatal(err)
	}
	sql := "-- cloudtrail_logs\nSELECT 'cloudtrail_logs' AS \"cloudtrail_logs\" FROM cloudtrail_logs, cloudtrail_logs AS b"
	want := "-- cloudtrail_logs\nSELECT 'cloudtrail_logs' AS \"cloudtrail_logs\" FROM \"trail\", \"trail\" AS b"
	if got := own.Rename(sql); got != want {
		t.Errorf("got %s", got)
	}
}
