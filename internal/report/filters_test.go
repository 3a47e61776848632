//go:build cgo

package report_test

import (
	"time"

	"github.com/trailq/trailq"
)

// filters are some that choose a part of the project's own logs.
func filters() []trailq.Filter {
	noon := time.Date(2023, 11, 1, 12, 0, 0, 0, time.UTC)
	return []trailq.Filter{
		{From: noon},
		{To: noon},
		{From: noon, To: noon.Add(6 * time.Hour)},
		{Regions: []string{"us-east-1"}},
		{Regions: []string{"us-*", "ap-?"}},
		{EventSources: []string{"s3"}},
		{EventSources: []string{"kms.amazonaws.com", "st?"}},
		{EventNames: []string{"GetObject", "Put*"}},
		{EventNames: []string{"*Object_", "?ead*"}},
		{Callers: []string{"ROLE"}},
		{Callers: []string{"AIDA*", "partner"}},
		{SourceIPAddresses: []string{"10.0.0.0/8"}},
		{SourceIPAddresses: []string{"192.0.2.131", "delivery.logs.amazonaws.com"}},
		{SourceIPAddresses: []string{"*.amazonaws.com"}},
		{ErrorsOnly: true},
		{Access: trailq.ReadAccess},
		{Access: trailq.WriteAccess, EventSources: []string{"s3"}},
	}
}
