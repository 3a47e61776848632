// Package trailbill is the report of what CloudTrail itself charges for the events in
// the logs: data events, second copies of management events, network activity events and
// Insights, by selector and trail.
package trailbill
