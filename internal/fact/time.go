package fact

import (
	"time"

	"github.com/trailq/trailq/internal/records"
)

// Time returns the instant of a raw time in RFC 3339, in UTC, or the zero time if raw
// is not one. CloudTrail writes 2023-11-01T00:05:12Z; those that write its records
// again add fractions and offsets.
func Time(raw []byte) time.Time {
	var t time.Time
	if t.UnmarshalText(records.TextBytes(raw)) != nil {
		return time.Time{}
	}
	return t.UTC()
}
