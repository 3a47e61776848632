package cli

import "github.com/trailq/trailq/internal/ask"

// priceUsages returns the help of the flags about prices.
func priceUsages() []usage {
	return []usage{
		{word: "ip-ranges", text: "AWS's ip-ranges.json, a `file` (default: $" + ask.RangesVariable + ")"},
		{word: "prices", text: "prices that override the built-in ones, a `file` of AWS or CSV; can be repeated, the last file counts first"},
		{word: "storage-class", text: "the storage class of objects: `bucket/prefix=CLASS`, or an S3 Inventory (its manifest.json); can be repeated"},
	}
}
